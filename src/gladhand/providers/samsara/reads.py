"""What Samsara tells of vehicles and drivers beside the lists: how often it is asked for, and how far back."""

from typing import Any, Final

from gladhand.providers.samsara import (
    assignments,
    faults,
    ifta,
    inspections,
    messages,
    positions,
    reefers,
    safety,
    sensors,
    towing,
)
from gladhand.providers.samsara.hos_reads import HOURS_OF_SERVICE
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.dvir_log import DVIR_LOG
from gladhand.resources.dvir_log_defect import DVIR_LOG_DEFECT
from gladhand.resources.engine_log import ENGINE_LOG
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.ifta_summary import IFTA_SUMMARY
from gladhand.resources.message import MESSAGE
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.trailer_status import TRAILER_STATUS
from gladhand.resources.trailer_vehicle_association import TRAILER_VEHICLE_ASSOCIATION
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.resources.vehicle_sensor import VEHICLE_SENSOR
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, hours, minutes, seconds
from gladhand.sdk.reading import FEED, WINDOW, Read, by_row

# After a lost cursor a feed goes back so far behind the newest record: uploads of gateways come late.
_GAP: Final = days(2)
_HISTORY: Final = days(30)

POSITIONS: Final[tuple[Read[Any], ...]] = (
    Read(
        VEHICLE_LOCATION,
        positions.VEHICLE_LOCATIONS.read,
        mode=FEED,
        every=seconds(60),
        lookback=_GAP,
        backfill=_HISTORY,
        calls=(
            Calls(kind="stats-reads", times=4, vehicles_per=512),
            # Twice in the minutes after a full hour.
            Calls(kind="assignment-reads", times=2, vehicles_per=50),
        ),
        shows=positions.VEHICLES_SHOW,
        remap=by_row(positions.vehicle_location),
    ),
    Read(
        TRAILER_LOCATION,
        positions.TRAILER_LOCATIONS.read,
        mode=FEED,
        every=minutes(5),
        lookback=_GAP,
        backfill=_HISTORY,
        calls=(Calls(kind="stats-reads", vehicles_per=512),),
        shows=("source_trailer_id", "location", "inferred_address"),
        remap=by_row(positions.trailer_location),
    ),
    Read(
        ENGINE_STATUS,
        positions.ENGINE_STATUSES.read,
        mode=FEED,
        every=seconds(60),
        lookback=_GAP,
        backfill=_HISTORY,
        calls=(Calls(kind="stats-reads", vehicles_per=512),),
        shows=("source_vehicle_id", "location", "engine_status"),
        remap=by_row(positions.engine_status),
    ),
)
REPORTS: Final[tuple[Read[Any], ...]] = (
    Read(
        DVIR_LOG,
        inspections.logs,
        mode=FEED,
        every=minutes(15),
        lookback=_GAP,
        backfill=_HISTORY,
        calls=(Calls(kind="inspection-reads"),),
        shows=inspections.LOGS_SHOW,
        remap=by_row(inspections.log_record),
    ),
    Read(
        DVIR_LOG_DEFECT,
        inspections.defects,
        mode=FEED,
        every=minutes(15),
        lookback=_GAP,
        backfill=_HISTORY,
        calls=(Calls(kind="inspection-reads", times=2),),
        shows=inspections.DEFECTS_SHOW,
        remap=inspections.remap_defect,
        joined=inspections.DEFECTS_JOIN,
    ),
    Read(
        DRIVER_SAFETY_EVENT,
        safety.read,
        mode=FEED,
        every=minutes(5),
        lookback=_GAP,
        backfill=_HISTORY,
        calls=(Calls(kind="safety-reads", times=2),),
        shows=safety.SHOWS,
        remap=safety.remap,
    ),
    Read(
        VEHICLE_SENSOR,
        sensors.INPUTS.read,
        mode=FEED,
        every=minutes(5),
        lookback=_GAP,
        backfill=_HISTORY,
        calls=(Calls(kind="stats-reads", times=6, vehicles_per=512),),
        shows=sensors.SHOWS,
        remap=by_row(sensors.to_record),
    ),
    Read(
        ENGINE_LOG,
        faults.read,
        mode=FEED,
        every=minutes(15),
        backfill=_HISTORY,
        calls=(Calls(kind="stats-reads", vehicles_per=512),),
        shows=faults.SHOWS,
        remap=by_row(faults.to_record),
    ),
    Read(
        TRAILER_STATUS,
        reefers.read,
        mode=FEED,
        every=reefers.EVERY,
        backfill=_HISTORY,
        calls=(Calls(kind="stats-reads", times=reefers.REQUESTS, vehicles_per=512),),
        shows=reefers.SHOWS,
        remap=by_row(reefers.to_record),
    ),
    Read(
        DRIVER_VEHICLE_ASSOCIATION,
        assignments.read,
        mode=WINDOW,
        every=minutes(15),
        window=days(7),
        lookback=days(2),
        backfill=_HISTORY,
        replaces="driver_id",
        calls=(Calls(kind="assignment-reads", vehicles_per=15),),
        shows=assignments.SHOWS,
        remap=by_row(assignments.to_record),
    ),
    Read(
        TRAILER_VEHICLE_ASSOCIATION,
        towing.read,
        mode=WINDOW,
        every=hours(1),
        window=days(7),
        lookback=days(2),
        backfill=_HISTORY,
        lists_all=True,
        calls=(Calls(kind=towing.KIND, vehicles_per=100), Calls(kind="assignment-reads", drivers_per=50)),
        shows=towing.SHOWS,
        remap=by_row(towing.to_record),
    ),
    Read(
        IFTA_SUMMARY,
        ifta.read,
        mode=WINDOW,
        every=days(1),
        window=days(93),
        lookback=days(93),
        backfill=days(365),
        calls=(Calls(kind="report-reads", times=4, vehicles_per=100),),
        shows=ifta.SHOWS,
        remap=by_row(ifta.to_record),
    ),
    # Messages are read again for a week: only then does Samsara say that the driver has read one.
    Read(
        MESSAGE,
        messages.read,
        mode=WINDOW,
        every=minutes(5),
        window=days(7),
        lookback=days(7),
        backfill=_HISTORY,
        calls=(Calls(kind="message-reads"),),
        shows=messages.SHOWS,
        remap=by_row(messages.to_record),
    ),
)
READS: Final = (*POSITIONS, *HOURS_OF_SERVICE, *REPORTS)
