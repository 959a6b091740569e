"""All feeds and tables that the provider has."""

from gladhand.simulator.rows.base import Feed, Table
from gladhand.simulator.rows.logs import LOGS
from gladhand.simulator.rows.positions import POSITIONS, TRAILER_POSITIONS

FEEDS: tuple[Feed, ...] = (POSITIONS, TRAILER_POSITIONS)
#: Pages of logs hold whole drivers; pages of the other tables hold rows.
TABLES: tuple[Table, ...] = ()
SOURCES: dict[str, Feed | Table] = {
    **{feed.name: feed for feed in FEEDS},
    **{table.name: table for table in (*TABLES, LOGS)},
}
