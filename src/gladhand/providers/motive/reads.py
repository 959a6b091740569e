"""What Motive tells of vehicles and drivers beside the lists: how often it is asked for, and how far back.

The hub sends Motive at most 60 requests a minute. 1,000 vehicles with 1,000 drivers need 48 while all of them drive: 10
for the newest positions, 17 for the histories of vehicles, 9 for engines, 4 for logs, 4 for availabilities, and 4 for
all other reads. 1,000 safety events a day add 5, as many of speeding 2, of idling 1, and 300 purchases a day 2.

Motive has no cursors for changes, so that windows are read again: for two days with every run, and for two weeks once a
day.
"""

from typing import Any, Final

from gladhand.providers.motive import (
    driving,
    faults,
    hos_clocks,
    hos_days,
    hos_logs,
    ifta,
    inspections,
    positions,
    purchases,
    reefers,
    safety,
    tracks,
)
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.dvir_log import DVIR_LOG
from gladhand.resources.dvir_log_defect import DVIR_LOG_DEFECT
from gladhand.resources.engine_log import ENGINE_LOG
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.hos_daily_snapshot import HOS_DAILY_SNAPSHOT
from gladhand.resources.hos_event import HOS_EVENT
from gladhand.resources.hos_violation import HOS_VIOLATION
from gladhand.resources.ifta_summary import IFTA_SUMMARY
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.trailer_status import TRAILER_STATUS
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, hours, minutes
from gladhand.sdk.reading import FEED, FULL, WINDOW, Read, by_row

# Wider windows take Motive too long.
_LONGEST: Final = days(7)
_EDITED: Final = days(14)
_HISTORY: Final = days(30)

POSITIONS: Final[tuple[Read[Any], ...]] = (
    Read(
        VEHICLE_LOCATION,
        tracks.VEHICLES.read,
        mode=WINDOW,
        every=minutes(2),
        window=_LONGEST,
        backfill=_HISTORY,
        calls=(
            Calls(vehicles_per=100),
            Calls(vehicles_per=1, share=0.8, every=hours(1)),
            Calls(vehicles_per=1, every=days(1)),
        ),
        shows=positions.VEHICLES_SHOW,
        remap=by_row(positions.vehicle_location),
    ),
    Read(
        TRAILER_LOCATION,
        tracks.ASSETS.read,
        mode=WINDOW,
        every=minutes(15),
        window=_LONGEST,
        backfill=_HISTORY,
        calls=(Calls(vehicles_per=100), Calls(vehicles_per=1, every=days(1))),
        shows=positions.ASSETS_SHOW,
        remap=by_row(positions.trailer_location),
    ),
    Read(
        ENGINE_STATUS,
        tracks.ENGINES.read,
        mode=WINDOW,
        every=minutes(15),
        window=_LONGEST,
        backfill=_HISTORY,
        calls=(
            Calls(vehicles_per=100),
            Calls(vehicles_per=1, share=0.8, every=hours(2)),
            Calls(vehicles_per=1, every=days(1)),
        ),
        shows=positions.ENGINES_SHOW,
        remap=by_row(positions.engine_status),
    ),
)
HOURS_OF_SERVICE: Final[tuple[Read[Any], ...]] = (
    Read(
        HOS_EVENT,
        hos_logs.read,
        mode=WINDOW,
        every=minutes(15),
        window=days(1),
        lookback=days(2),
        daily_lookback=_EDITED,
        backfill=_HISTORY,
        replaces="driver_id",
        calls=(Calls(times=3, drivers_per=100),),
        shows=hos_logs.SHOWS,
        remap=hos_logs.remap,
    ),
    Read(
        HOS_AVAILABILITY,
        hos_clocks.availabilities,
        mode=FULL,
        every=minutes(10),
        calls=(Calls(vehicles_per=100), Calls(drivers_per=100)),
        shows=hos_clocks.AVAILABILITIES_SHOW,
        remap=hos_clocks.remap_availability,
        joined=hos_clocks.AVAILABILITIES_JOIN,
    ),
    # An edit of a log takes back a violation.
    Read(
        HOS_VIOLATION,
        hos_clocks.violations,
        mode=WINDOW,
        every=hours(1),
        window=_LONGEST,
        lookback=_EDITED,
        backfill=_HISTORY,
        replaces="driver_id",
        calls=(Calls(times=3),),
        shows=hos_clocks.VIOLATIONS_SHOW,
        remap=by_row(hos_clocks.violation),
    ),
    Read(
        HOS_DAILY_SNAPSHOT,
        hos_days.read,
        mode=WINDOW,
        every=hours(1),
        window=_LONGEST,
        lookback=days(2),
        daily_lookback=_EDITED,
        backfill=_HISTORY,
        calls=(Calls(times=3, drivers_per=100),),
        shows=hos_days.SHOWS,
        remap=by_row(hos_days.to_record),
    ),
)
REPORTS: Final[tuple[Read[Any], ...]] = (
    Read(
        DVIR_LOG,
        inspections.logs,
        mode=WINDOW,
        every=minutes(15),
        window=_LONGEST,
        lookback=minutes(5),
        daily_lookback=_EDITED,
        backfill=_HISTORY,
        shows=inspections.LOGS_SHOW,
        remap=by_row(inspections.log_record),
    ),
    Read(
        DVIR_LOG_DEFECT,
        inspections.defects,
        mode=WINDOW,
        every=minutes(15),
        window=_LONGEST,
        lookback=minutes(5),
        daily_lookback=_EDITED,
        backfill=_HISTORY,
        shows=inspections.DEFECTS_SHOW,
        remap=by_row(inspections.defect_record),
    ),
    Read(
        DRIVER_SAFETY_EVENT,
        safety.read,
        mode=WINDOW,
        every=minutes(5),
        window=_LONGEST,
        lookback=safety.LOOKBACK,
        daily_lookback=days(7),
        backfill=_HISTORY,
        calls=(Calls(times=3),),
        shows=safety.SHOWS,
        remap=by_row(safety.to_record),
    ),
    # The list has no times to ask for: every run reads all of it.
    Read(
        ENGINE_LOG,
        faults.read,
        mode=FEED,
        every=minutes(30),
        calls=(Calls(vehicles_per=100),),
        shows=faults.SHOWS,
        remap=by_row(faults.to_record),
    ),
    Read(
        FUEL_TRANSACTION,
        purchases.read,
        mode=WINDOW,
        every=hours(1),
        window=_LONGEST,
        lookback=days(30),
        backfill=days(90),
        replaces="vehicle_id",
        calls=(Calls(times=5, vehicles_per=50),),
        shows=purchases.SHOWS,
        remap=by_row(purchases.to_record),
    ),
    Read(
        IFTA_SUMMARY,
        ifta.read,
        mode=WINDOW,
        every=days(1),
        # Longer than the look-back, so that a late run asks for no month twice.
        window=days(124),
        lookback=days(93),
        backfill=days(365),
        lists_all=True,
        calls=(Calls(times=4, vehicles_per=30),),
        shows=ifta.SHOWS,
        remap=by_row(ifta.to_record),
    ),
    # A period whose driver the fleet corrects has another id: one look takes the old one away.
    Read(
        DRIVER_VEHICLE_ASSOCIATION,
        driving.read,
        mode=WINDOW,
        every=hours(1),
        window=_LONGEST,
        lookback=hours(1),
        daily_lookback=days(2),
        backfill=_HISTORY,
        replaces="driver_id",
        calls=(Calls(vehicles_per=500),),
        shows=driving.SHOWS,
        remap=by_row(driving.to_record),
    ),
    Read(
        TRAILER_STATUS,
        reefers.read,
        mode=FEED,
        every=minutes(5),
        lookback=days(1),
        backfill=_LONGEST,
        calls=(Calls(times=2, vehicles_per=100),),
        shows=reefers.SHOWS,
        remap=by_row(reefers.to_record),
    ),
)
READS: Final = (*POSITIONS, *HOURS_OF_SERVICE, *REPORTS)
