"""What Samsara tells of drivers' hours: how often it is asked for, and how far back."""

from typing import Any, Final

from gladhand.providers.samsara import hos_clocks, hos_days, hos_logs
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.hos_daily_snapshot import HOS_DAILY_SNAPSHOT
from gladhand.resources.hos_event import HOS_EVENT
from gladhand.resources.hos_violation import HOS_VIOLATION
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, hours, minutes
from gladhand.sdk.reading import FULL, WINDOW, Read, by_row

_HISTORY: Final = days(30)
# Drivers may edit their logs for eight days, and carriers longer.
_EDITED: Final = days(14)

# Drivers' apps upload late, for which Samsara says to wait a couple of days; and drivers edit what is there, for which
# the first run of a day looks further back. Rows have no ids that stay: a window replaces what was stored of it.
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
        calls=(Calls(kind="hos-reads", times=6, drivers_per=100), Calls(kind="hos-reads", times=3, drivers_per=25)),
        shows=hos_logs.SHOWS,
        remap=hos_logs.remap,
        joined=hos_logs.JOINED,
    ),
    Read(
        HOS_AVAILABILITY,
        hos_clocks.availabilities,
        mode=FULL,
        every=minutes(5),
        calls=(Calls(kind="hos-reads", drivers_per=512),),
        shows=hos_clocks.AVAILABILITIES_SHOW,
        remap=by_row(hos_clocks.availability),
    ),
    Read(
        HOS_VIOLATION,
        hos_clocks.violations,
        mode=WINDOW,
        every=hours(1),
        window=days(7),
        lookback=days(2),
        daily_lookback=_EDITED,
        backfill=_HISTORY,
        replaces="driver_id",
        calls=(Calls(kind="hos-reads", drivers_per=100),),
        shows=hos_clocks.VIOLATIONS_SHOW,
        remap=by_row(hos_clocks.violation),
    ),
    Read(
        HOS_DAILY_SNAPSHOT,
        hos_days.read,
        mode=WINDOW,
        every=hours(1),
        window=days(7),
        lookback=days(2),
        daily_lookback=_EDITED,
        backfill=_HISTORY,
        replaces="driver_id",
        calls=(Calls(kind="hos-reads", times=3, drivers_per=100),),
        shows=hos_days.SHOWS,
        remap=by_row(hos_days.to_record),
    ),
)
