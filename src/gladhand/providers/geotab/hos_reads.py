"""What Geotab tells of hours of service: how often it is asked for, and how far back.

Clocks, violations and days take a call for each driver, clocks another one for the last status: at 1,000 drivers some
170 calls a minute, of one type at most 90. Geotab allows 650 of each type. In addition come the calls that the feed of
logs takes: one for each driver of a page, and one for each older remark.
"""

from typing import Any, Final

from gladhand.providers.geotab import hos_clocks, hos_days, hos_logs
from gladhand.providers.geotab.feeds import GAP, HISTORY
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.hos_daily_snapshot import HOS_DAILY_SNAPSHOT
from gladhand.resources.hos_event import HOS_EVENT
from gladhand.resources.hos_violation import HOS_VIOLATION
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, hours, minutes, seconds
from gladhand.sdk.reading import FEED, FULL, WINDOW, Read, by_row

# Drivers may edit their logs for eight days, and carriers longer.
_EDITED: Final = days(14)

HOURS_OF_SERVICE: Final[tuple[Read[Any], ...]] = (
    Read(
        HOS_EVENT,
        hos_logs.read,
        mode=FEED,
        every=seconds(60),
        lookback=GAP,
        backfill=HISTORY,
        calls=(Calls(kind="get-feed-duty-status-log"), Calls(kind="get-feed-annotation-log")),
        shows=hos_logs.SHOWS,
        remap=hos_logs.remap,
        joined=hos_logs.JOINED,
    ),
    Read(
        HOS_AVAILABILITY,
        hos_clocks.availabilities,
        mode=FULL,
        every=minutes(15),
        calls=(
            Calls(kind="get-user", times=2, drivers_per=1000),
            Calls(kind="get-duty-status-log", drivers_per=1),
            Calls(kind="get-duty-status-availability", drivers_per=1),
        ),
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
        window=days(15),
        lookback=days(2),
        daily_lookback=_EDITED,
        backfill=HISTORY,
        replaces="driver_id",
        calls=(
            Calls(kind="get-user", times=2, drivers_per=1000),
            Calls(kind="get-duty-status-violation", drivers_per=1),
        ),
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
        backfill=HISTORY,
        calls=(Calls(kind="get-user", times=2, drivers_per=1000), Calls(kind="get-duty-status-log", drivers_per=1)),
        shows=hos_days.SHOWS,
        remap=by_row(hos_days.to_record),
    ),
)
