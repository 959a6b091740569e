"""Days of drivers at Geotab: HOS daily snapshots, worked out from their logs, in the zones of the drivers.

A day that goes on counts up to the last change of the status.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.drivers import by_driver, logs_of, statuses
from gladhand.providers.geotab.entities import required_reference
from gladhand.providers.geotab.hos_words import DUTIES
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_daily_snapshot import HosDailySnapshotFields
from gladhand.sdk.clock import days, now
from gladhand.sdk.reading import Batch, Skipped, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.values import zone_info
from gladhand.sdk.windows import bounds

_Duty = DutyStatusCodeEnum
_DURATIONS: Final = {
    _Duty.OFF: "duration_off_duty_seconds",
    _Duty.SB: "duration_sleeper_berth_seconds",
    _Duty.ON: "duration_on_duty_seconds",
    _Duty.D: "duration_driving_seconds",
    _Duty.PC: "duration_personal_conveyance_seconds",
    _Duty.YM: "duration_yard_move_seconds",
    _Duty.WT: "duration_waiting_seconds",
    None: "duration_unknown_seconds",
}
SHOWS: Final = ("source_driver_id", "snapshot_date", *_DURATIONS.values())
_DAY: Final = days(1)


async def read(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[HosDailySnapshotFields]]:
    """The days of all drivers that begin in the window."""
    start, end = bounds(part)

    async def ask(driver: Row) -> Batch[HosDailySnapshotFields]:
        id_ = driver["id"]
        logs = await logs_of(geotab, id_, start - _DAY, end + _DAY)
        rows = list(_days(statuses(logs), id_, zone_info(driver.text("timeZoneId")), start, end))
        if all(log.moment("dateTime") and log.text("status") for log in logs):
            return batch_of(rows, to_record)
        # A log that cannot be read would lengthen the status before it.
        reason = "A log of the driver has no time or no status."
        return Batch(skipped=[Skipped(row.text("date"), reason) for row in rows])

    async for batch in by_driver(geotab, part, since=start, ask=ask):
        yield batch


def to_record(day: Row) -> Record[HosDailySnapshotFields]:
    """The hub's record of a driver's day: a row with the statuses that Geotab has for it."""
    driver, label = required_reference(day, "driver"), day.required_text("date")
    begin, end = day.required_moment("from"), day.required_moment("to")
    lengths: defaultdict[DutyStatusCodeEnum | None, timedelta] = defaultdict(timedelta)
    spans = [(each.required_moment("dateTime"), DUTIES.get(each.text("status") or "")) for each in day.rows("logs")]
    for (started, duty), (following, _) in pairwise([(begin, None), *spans, (end, None)]):
        lengths[duty] += max(min(following, end) - max(started, begin), timedelta())
    values: dict[str, Any] = {name: lengths[duty] // timedelta(seconds=1) for duty, name in _DURATIONS.items()}
    return Record(
        source_id=composite_id(driver, label),
        source_data=day,
        occurred_at=begin,
        fields=HosDailySnapshotFields(source_driver_id=driver, snapshot_date=date.fromisoformat(label), **values),
    )


def _days(logs: Sequence[Row], driver: str, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Row]:
    if not logs:
        return
    label, present = start.astimezone(zone).date(), now()
    last = logs[-1].required_moment("dateTime")
    while (begin := _midnight(label, zone)) < end:
        following = _midnight(label + _DAY, zone)
        # The future is unknown; a day that is over counts whole.
        until = following if following <= present else min(max(last, begin), following)
        if begin >= start and until > begin:
            earlier = [each for each in logs if each.required_moment("dateTime") <= begin]
            within = [each for each in logs if begin < each.required_moment("dateTime") < until]
            kept = [{"dateTime": each["dateTime"], "status": each["status"]} for each in [*earlier[-1:], *within]]
            named = {"driver": {"id": driver}, "date": label.isoformat(), "from": utc_text(begin)}
            yield Row({**named, "to": utc_text(until), "logs": kept})
        label += _DAY


def _midnight(label: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(label, time(), zone)
