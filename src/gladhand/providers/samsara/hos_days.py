"""Daily logs at Samsara: HOS daily snapshots, and what they tell about the logs of the day."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.driver_mapping import driver_source_id
from gladhand.providers.samsara.read_rulesets import ruleset_of
from gladhand.resources.hos_daily_snapshot import HosDailySnapshotFields
from gladhand.sdk.errors import NotAllowed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import whole_seconds
from gladhand.sdk.values import zone, zone_info
from gladhand.sdk.windows import bounds

DAILY_LOGS: Final = "/fleet/hos/daily-logs"
KIND: Final = "hos-reads"
_DURATIONS: Final = {
    "duration_off_duty_seconds": "offDutyDurationMs",
    "duration_sleeper_berth_seconds": "sleeperBerthDurationMs",
    "duration_on_duty_seconds": "onDutyDurationMs",
    "duration_driving_seconds": "driveDurationMs",
    "duration_personal_conveyance_seconds": "personalConveyanceDurationMs",
    "duration_yard_move_seconds": "yardMoveDurationMs",
    "duration_waiting_seconds": "waitingTimeDurationMs",
}
SHOWS: Final = ("source_driver_id", "snapshot_date", *_DURATIONS)
# The zones that are farthest from UTC: a day of theirs may begin so much earlier or later.
_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[HosDailySnapshotFields]]:
    """The days of all drivers in the window."""
    async for rows, state in samsara.resumable_pages(DAILY_LOGS, part, kind=KIND, query=_dates(part), limit=None):
        yield batch_of(rows, to_record, state=state)


def to_record(day: Row) -> Record[HosDailySnapshotFields]:
    """The hub's record of a driver's day."""
    driver, begin = day.required_row("driver"), day.required_moment("startTime")
    number = driver.source_id()
    date, durations = begin.astimezone(zone_info(driver.text("timezone"))).date(), day.row("dutyStatusDurations")
    values: dict[str, Any] = {ours: whole_seconds(durations.number(theirs)) for ours, theirs in _DURATIONS.items()}
    return Record(
        source_id=composite_id(number, date.isoformat()),
        source_data=day,
        occurred_at=begin,
        fields=HosDailySnapshotFields(source_driver_id=driver_source_id(number), snapshot_date=date, **values),
    )


class DriverDays:
    """Daily logs, by driver."""

    def __init__(self, days: Iterable[Row] = ()) -> None:
        self._days: defaultdict[str, list[tuple[datetime, datetime, Mapping[str, Any]]]] = defaultdict(list)
        for day in days:
            self.add(day)

    def add(self, day: Row) -> None:
        driver, begin, end = day.row("driver"), day.moment("startTime"), day.moment("endTime")
        if (id_ := driver.text("id")) is None or begin is None or end is None:
            return
        values = {
            "driver_certified_at": day.row("logMetaData").moment("certifiedAtTime"),
            "hos_ruleset_code": ruleset_of(driver),
            "time_zone_code": zone(driver.get("timezone")),
        }
        self._days[id_].append((begin, end, values))

    def at(self, driver: str, moment: datetime) -> Mapping[str, Any]:
        """What the daily log of the moment says: values for fields of an HOS event."""
        return next((values for begin, end, values in self._days[driver] if begin <= moment < end), {})


def of_drivers(drivers: Collection[str]) -> dict[str, str]:
    """The part of a query that asks for these drivers alone; without any, for all."""
    return {"driverIds": ",".join(sorted(drivers))} if drivers else {}


async def driver_days(samsara: SamsaraAccount, part: Slice, *, drivers: Collection[str] = ()) -> list[Row]:
    """The daily logs of the window; none if the token may not read them."""
    query = {**_dates(part), **of_drivers(drivers)}
    try:
        pages = samsara.pages(DAILY_LOGS, kind=KIND, query=query, limit=None)
        return [row async for rows, _ in pages for row in rows]
    except NotAllowed:
        return []


def _dates(part: Slice) -> dict[str, str]:
    # The day of a driver belongs to the window in which it begins, in a zone that the request cannot know.
    start, end = bounds(part)
    first, last = (start - _WEST).date(), (end + _EAST).date()
    return {"startDate": first.isoformat(), "endDate": last.isoformat(), "expand": "vehicle"}
