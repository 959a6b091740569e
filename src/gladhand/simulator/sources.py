"""All feeds, tables and whole lists that the provider has."""

from gladhand.simulator.rows.base import Feed, Table
from gladhand.simulator.rows.devices import FAULTS, IGNITION, INPUTS, REEFERS
from gladhand.simulator.rows.distance_tables import FUEL_TAX, STRETCHES
from gladhand.simulator.rows.duty_rules import DAYS, VIOLATIONS
from gladhand.simulator.rows.incident_tables import DEFECTS, INSPECTIONS, SAFETY
from gladhand.simulator.rows.logs import LOGS
from gladhand.simulator.rows.office_tables import BROADCASTS, FILES, MESSAGES, PURCHASES
from gladhand.simulator.rows.positions import POSITIONS, TRAILER_POSITIONS
from gladhand.simulator.rows.trips import TRIPS
from gladhand.simulator.rows.whole_lists import ASSIGNMENTS, CLOCKS, COMPANY, HITCHES, WholeList

FEEDS: tuple[Feed, ...] = (POSITIONS, TRAILER_POSITIONS, IGNITION, FAULTS, INPUTS, REEFERS)
TABLES: tuple[Table, ...] = (
    SAFETY,
    INSPECTIONS,
    DEFECTS,
    PURCHASES,
    MESSAGES,
    BROADCASTS,
    FILES,
    DAYS,
    STRETCHES,
    FUEL_TAX,
    TRIPS,
)
#: Rows without ids: pages hold whole drivers, so that a client can replace a driver's rows.
TABLES_BY_DRIVER: tuple[Table, ...] = (LOGS, VIOLATIONS)
WHOLE_LISTS: tuple[WholeList, ...] = (ASSIGNMENTS, HITCHES, CLOCKS, COMPANY)

SOURCES: dict[str, Feed | Table | WholeList] = {
    **{feed.name: feed for feed in FEEDS},
    **{table.name: table for table in (*TABLES, *TABLES_BY_DRIVER)},
    **{whole.name: whole for whole in WHOLE_LISTS},
}
