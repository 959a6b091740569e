"""What drivers have done on a day, as VisTracks sums it up until the driver certifies the log of that day.

The pages name the four sums in words only. How they are called, and that they are durations as all others, is assumed:
a name of another form leaves its sum empty, and the record keeps the row.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any, Final

from gladhand.providers.vistracks.api import VisTracksApi, plain
from gladhand.resources.hos_daily_snapshot import HosDailySnapshotFields
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.values import zone_info

SHOWS: Final = (
    "source_driver_id",
    "snapshot_date",
    "duration_off_duty_seconds",
    "duration_sleeper_berth_seconds",
    "duration_driving_seconds",
    "duration_on_duty_seconds",
)
_SUMS: Final[Mapping[str, str]] = {
    "offduty": "duration_off_duty_seconds",
    "sleeper": "duration_sleeper_berth_seconds",
    "driving": "duration_driving_seconds",
    "ondutynd": "duration_on_duty_seconds",
}
# What may stand around the words of a sum.
_AROUND: Final = ("total", "final"), ("hours", "time", "duration")


async def read(vistracks: VisTracksApi, part: Slice) -> AsyncIterator[Batch[HosDailySnapshotFields]]:
    async for page in vistracks.changes("/driverDailies", part):
        yield page.batch(to_record)


def to_record(row: Row) -> Record[HosDailySnapshotFields]:
    day, zone = row.required_day("logDate"), row.text("homeTerminalTimeZone") or row.text("timeZone")
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=datetime(day.year, day.month, day.day, tzinfo=zone_info(zone)),
        fields=HosDailySnapshotFields(source_driver_id=row.text("userId"), snapshot_date=day, **_sums(row)),
    )


def _sums(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {}
    before, behind = _AROUND
    for name in row:
        word = plain(name)
        for each in before:
            word = word.removeprefix(each)
        for each in behind:
            word = word.removesuffix(each)
        if word in _SUMS and (seconds := row.seconds_of_duration(name)) is not None:
            found.setdefault(_SUMS[word], int(seconds))
    return found
