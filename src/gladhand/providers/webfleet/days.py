"""What drivers did on each day at Webfleet: HOS daily snapshots, summed from their working times.

The list has a driver's states, each from a time to another, by the time of the account. The names of its fields are
assumed from those of other reports. A day counts as the driver's whose hour its times show.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, Final

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.hours import DUTIES
from gladhand.providers.webfleet.people import driver_source_id
from gladhand.providers.webfleet.ranges import ranged
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_daily_snapshot import HosDailySnapshotFields
from gladhand.sdk.clock import days
from gladhand.sdk.one_by_one import one_by_one
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.windows import bounds, is_current

ACTION: Final = "showWorkingTimes"
SHOWS: Final = (
    "source_driver_id",
    "snapshot_date",
    "duration_off_duty_seconds",
    "duration_on_duty_seconds",
    "duration_driving_seconds",
    "duration_unknown_seconds",
)
_DRIVER, _DATE, _TIMES, _UNTIL = "driveruid", "date", "times", "until"
_START, _END = "start_time", "end_time"
_DAY: Final = days(1)
_Duty = DutyStatusCodeEnum


async def read(webfleet: WebfleetApi, part: Slice) -> AsyncIterator[Batch[HosDailySnapshotFields]]:
    """The days of the window, driver by driver, and the one before. Of the past there are whole days only."""
    start, end = bounds(part)
    first, last = start - _DAY, end if is_current(part) else end - _DAY
    drivers = {uid for row in await webfleet.rows("showDriverReportExtern") if (uid := row.text(_DRIVER)) is not None}
    asked = webfleet.rows_of_one(ACTION, _DRIVER, **ranged(first, end))
    async for work in one_by_one(part, drivers, asked):
        rows = _days(work.key, work.rows, Slice(start=first, end=last), end)
        yield work.batch(to_record, rows, id_key=_DRIVER)


def to_record(row: Row) -> Record[HosDailySnapshotFields]:
    """The hub's record of a day of a driver."""
    uid, day = row.source_id(_DRIVER), date.fromisoformat(row.required_text(_DATE))
    until, sums = row.moment(_UNTIL), dict[DutyStatusCodeEnum | None, float]()
    midnight = None
    for each in row.rows(_TIMES):
        begun, ended = _span(each, until)
        midnight = datetime.combine(day, time(), begun.tzinfo)
        lasted = min(ended, midnight + _DAY) - max(begun, midnight)
        duty = DUTIES.get(each.whole("workstate"))
        sums[duty] = sums.get(duty, 0) + lasted.total_seconds()
    return Record(
        source_id=composite_id(uid, day.isoformat()),
        source_data=row,
        occurred_at=midnight,
        fields=HosDailySnapshotFields(
            source_driver_id=driver_source_id(uid),
            snapshot_date=day,
            duration_off_duty_seconds=int(sums.get(_Duty.OFF, 0)),
            duration_on_duty_seconds=int(sums.get(_Duty.ON, 0)),
            duration_driving_seconds=int(sums.get(_Duty.D, 0)),
            duration_unknown_seconds=int(sums.get(None, 0)),
        ),
    )


def _days(uid: str, rows: Iterable[Row], begins: Slice, until: datetime) -> Iterator[Row]:
    """A row for each day that begins then, with the states that it has a part of. What goes on lasts until now."""
    first, last = bounds(begins)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row.moment(_START) is None:
            # It is skipped with its reason.
            yield Row({**row, _DRIVER: uid}, f"{uid}.{row.path}")
            continue
        begun, ended = _span(row, until)
        day = begun.replace(hour=0, minute=0, second=0, microsecond=0)
        while day < ended:
            if first <= day <= last:
                found.setdefault(day.date().isoformat(), []).append(dict(row))
            day += _DAY
    for day_, times in sorted(found.items()):
        goes_on = {_UNTIL: until.isoformat()} if any(not each.get(_END) for each in times) else {}
        yield Row({_DRIVER: uid, _DATE: day_, _TIMES: times, **goes_on}, f"{uid}.{day_}")


def _span(row: Row, until: datetime | None) -> tuple[datetime, datetime]:
    begun = row.required_moment(_START)
    return begun, max(begun, row.moment(_END) or until or begun)
