"""Sums of drivers' days at Motive: HOS daily snapshots."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time
from typing import Any, Final

from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.providers.motive.windows import local_days
from gladhand.resources.hos_daily_snapshot import HosDailySnapshotFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

PATH: Final = "/v1/hours_of_service"
_KIND: Final = RecordKind(plural="hours_of_services", singular="hours_of_service")
_DURATIONS: Final = {
    "duration_off_duty_seconds": "off_duty_duration",
    "duration_sleeper_berth_seconds": "sleeper_duration",
    "duration_on_duty_seconds": "on_duty_duration",
    "duration_driving_seconds": "driving_duration",
    "duration_waiting_seconds": "waiting_duration",
}
SHOWS: Final = ("source_driver_id", "snapshot_date", *_DURATIONS)


async def read(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[HosDailySnapshotFields]]:
    """The days of all drivers that have a part in the window."""
    async for rows, state in motive.resumable_pages(PATH, _KIND, part, query=local_days(part)):
        yield batch_of(rows, to_record, state=state)


def to_record(day: Row) -> Record[HosDailySnapshotFields]:
    """The hub's record of a driver's day. Its id is that of the log of the same day."""
    on = day.required_day("date")
    values: dict[str, Any] = {
        ours: None if (seconds := day.number(theirs)) is None else int(seconds) for ours, theirs in _DURATIONS.items()
    }
    return Record(
        source_id=f"hours_of_service:{day.source_id()}",
        source_data=day,
        # The row names no time zone.
        occurred_at=datetime.combine(on, time(), UTC),
        fields=HosDailySnapshotFields(
            source_driver_id=day.required_row("driver").source_id(), snapshot_date=on, **values
        ),
    )
