"""What Geotab tells of vehicles and drivers beside the lists: how often it is asked for, and how far back.

Geotab allows 60 requests a minute for each type of feed. The feed of StatusData is read for positions, engines, inputs
and cooled trailers: at 1,000 vehicles some 11,000 rows a minute, for which the four reads ask 6 to 8 times.
"""

from typing import Any, Final

from gladhand.providers.geotab import (
    associations,
    faults,
    fuel,
    ifta,
    inspections,
    machines,
    messages,
    positions,
    reefers,
    safety,
)
from gladhand.providers.geotab.feeds import GAP, HISTORY
from gladhand.providers.geotab.hos_reads import HOURS_OF_SERVICE
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.dvir_log import DVIR_LOG
from gladhand.resources.dvir_log_defect import DVIR_LOG_DEFECT
from gladhand.resources.engine_log import ENGINE_LOG
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.ifta_summary import IFTA_SUMMARY
from gladhand.resources.message import MESSAGE
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.trailer_status import TRAILER_STATUS
from gladhand.resources.trailer_vehicle_association import TRAILER_VEHICLE_ASSOCIATION
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.resources.vehicle_sensor import VEHICLE_SENSOR
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, hours, minutes, seconds
from gladhand.sdk.reading import FEED, Read, by_row

# A quarter, as the fuel tax is reported.
_TAXES: Final = days(93)
# A month of StatusData would take longer than it is worth.
_READINGS: Final = days(7)

POSITIONS: Final[tuple[Read[Any], ...]] = (
    Read(
        VEHICLE_LOCATION,
        positions.vehicle_locations,
        mode=FEED,
        every=seconds(60),
        lookback=GAP,
        backfill=_READINGS,
        calls=(
            Calls(kind="get-device", times=2, vehicles_per=1000),
            Calls(kind="get-feed-log-record"),
            Calls(kind="get-feed-status-data"),
            Calls(kind="get-feed-driver-change"),
        ),
        shows=positions.VEHICLES_SHOW,
        remap=positions.remap_vehicle,
        joined=positions.JOINED,
    ),
    Read(
        TRAILER_LOCATION,
        positions.trailer_locations,
        mode=FEED,
        every=minutes(5),
        lookback=GAP,
        backfill=_READINGS,
        calls=(
            Calls(kind="get-device", times=2, vehicles_per=1000),
            Calls(kind="get-feed-log-record"),
            Calls(kind="get-feed-status-data"),
        ),
        shows=positions.TRAILERS_SHOW,
        remap=by_row(positions.trailer_location),
    ),
    Read(
        ENGINE_STATUS,
        machines.ENGINES.read,
        mode=FEED,
        every=minutes(2),
        lookback=GAP,
        backfill=_READINGS,
        calls=(Calls(kind="get-feed-status-data"),),
        shows=machines.ENGINES_SHOW,
        remap=by_row(machines.engine_status),
    ),
    Read(
        VEHICLE_SENSOR,
        machines.SENSORS.read,
        mode=FEED,
        every=minutes(5),
        lookback=GAP,
        backfill=_READINGS,
        calls=(Calls(kind="get-feed-status-data"),),
        shows=machines.SENSORS_SHOW,
        remap=by_row(machines.sensor_event),
    ),
    Read(
        TRAILER_STATUS,
        reefers.read,
        mode=FEED,
        every=minutes(5),
        lookback=GAP,
        backfill=_READINGS,
        calls=(Calls(kind="get-feed-status-data"),),
        shows=reefers.SHOWS,
        remap=by_row(reefers.to_record),
    ),
)
ASSOCIATIONS: Final[tuple[Read[Any], ...]] = (
    Read(
        DRIVER_VEHICLE_ASSOCIATION,
        associations.DRIVERS.read,
        mode=FEED,
        every=seconds(60),
        lookback=GAP,
        backfill=HISTORY,
        calls=(Calls(kind="get-feed-driver-change"),),
        shows=associations.DRIVERS_SHOW,
        remap=by_row(associations.driver_change),
    ),
    Read(
        TRAILER_VEHICLE_ASSOCIATION,
        associations.trailers,
        mode=FEED,
        every=minutes(15),
        lookback=GAP,
        backfill=HISTORY,
        calls=(Calls(kind="get-feed-trailer-attachment"),),
        shows=associations.TRAILERS_SHOW,
        remap=associations.remap_trailer,
        joined=associations.TRAILERS_JOIN,
    ),
)
REPORTS: Final[tuple[Read[Any], ...]] = (
    Read(
        DVIR_LOG,
        inspections.logs,
        mode=FEED,
        every=minutes(5),
        lookback=GAP,
        backfill=HISTORY,
        calls=(Calls(kind="get-feed-dvir-log"),),
        shows=inspections.LOGS_SHOW,
        remap=inspections.remap_log,
        joined=inspections.LOGS_JOIN,
    ),
    Read(
        DVIR_LOG_DEFECT,
        inspections.defects,
        mode=FEED,
        every=minutes(5),
        lookback=GAP,
        backfill=HISTORY,
        calls=(Calls(kind="get-feed-dvir-log"),),
        shows=inspections.DEFECTS_SHOW,
        remap=by_row(inspections.defect_record),
    ),
    Read(
        DRIVER_SAFETY_EVENT,
        safety.read,
        mode=FEED,
        every=minutes(5),
        lookback=GAP,
        backfill=HISTORY,
        # A vehicle has some ten exceptions a day, each with a request for its place.
        calls=(Calls(kind="get-feed-exception-event"), Calls(kind="get-log-record", vehicles_per=25)),
        shows=safety.SHOWS,
        remap=by_row(safety.to_record),
        joined=safety.JOINED,
    ),
    Read(
        ENGINE_LOG,
        faults.read,
        mode=FEED,
        every=minutes(5),
        lookback=GAP,
        backfill=HISTORY,
        calls=(Calls(kind="get-feed-fault-data"),),
        shows=faults.SHOWS,
        remap=faults.remap,
        joined=faults.JOINED,
    ),
    Read(
        FUEL_TRANSACTION,
        fuel.read,
        mode=FEED,
        every=hours(1),
        lookback=GAP,
        backfill=_TAXES,
        calls=(Calls(kind="get-feed-fuel-transaction"), Calls(kind="get-feed-fill-up")),
        shows=fuel.SHOWS,
        remap=fuel.remap,
    ),
    Read(
        IFTA_SUMMARY,
        ifta.read,
        mode=FEED,
        every=hours(6),
        lookback=GAP,
        backfill=_TAXES,
        calls=(Calls(kind="get-feed-fuel-tax-detail"),),
        shows=ifta.SHOWS,
        remap=by_row(ifta.to_record),
    ),
    Read(
        MESSAGE,
        messages.MESSAGES.read,
        mode=FEED,
        every=seconds(60),
        lookback=GAP,
        backfill=HISTORY,
        calls=(Calls(kind="get-feed-text-message"),),
        shows=messages.SHOWS,
        remap=by_row(messages.to_record),
    ),
)
READS: Final = (*POSITIONS, *HOURS_OF_SERVICE, *ASSOCIATIONS, *REPORTS)
