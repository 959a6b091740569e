"""What drivers do now, and what is left of their driving times by the rules of the EU: HOS availabilities."""

from collections.abc import AsyncIterator, Mapping
from typing import Final

from gladhand.providers.x_trusttrack.api import DRIVERS, TrustTrackApi, within
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_availability import HosAvailabilityFields
from gladhand.sdk.one_by_one import for_each
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

SHOWS: Final = (
    "source_driver_id",
    "source_vehicle_id",
    "duty_status_code",
    "available_drive_seconds",
    "shift_ends_at",
    "cycle_ends_at",
    "shift_driving_violation_duration_seconds",
    "cycle_violation_duration_seconds",
)
_DRIVER, _LASTED = "driver_id", "duration"
# That the time of availability is on duty is assumed. The other words say that nothing is known.
_DUTIES: Final[Mapping[str, DutyStatusCodeEnum]] = {
    "RESTING": DutyStatusCodeEnum.OFF,
    "AVAILABLE": DutyStatusCodeEnum.ON,
    "WORKING": DutyStatusCodeEnum.ON,
    "DRIVING": DutyStatusCodeEnum.D,
}


async def read(trusttrack: TrustTrackApi, part: Slice) -> AsyncIterator[Batch[HosAvailabilityFields]]:
    """All drivers whose times TrustTrack follows."""

    async def analysis(source_id: str) -> AsyncIterator[list[Row]]:
        answer = await trusttrack.ask("GET", within(DRIVERS, source_id, "current-time-analysis"), 1)
        # A driver without a card.
        known = answer.status != 404
        yield [Row({**trusttrack.well(answer).object(), _DRIVER: source_id}, source_id)] if known else []

    async for batch in for_each(part, await trusttrack.drivers(), analysis, to_record, id_key=_DRIVER):
        yield batch


def to_record(row: Row) -> Record[HosAvailabilityFields]:
    """The hub's record of a driver. The durations are assumed to be in seconds."""
    driver, day, last = row.source_id(_DRIVER), row.row("current_day"), row.row("last_driver_assignation_event")
    regular, broken = day.row("driving").row("regular"), row.row("infringements")
    limit, driven = regular.whole("duration_limit"), regular.whole(_LASTED)
    return Record(
        source_id=driver,
        source_data=row,
        fields=HosAvailabilityFields(
            source_driver_id=driver,
            source_vehicle_id=last.text("object_id") if last.text("event_type") == "START" else None,
            duty_status_code=_DUTIES.get(row.row("state").text("activity") or ""),
            available_drive_seconds=None if limit is None or driven is None else max(0, limit - driven),
            shift_ends_at=day.row("resting").moment("next_rest"),
            cycle_ends_at=row.row("current_week").row("resting").moment("next_rest"),
            shift_driving_violation_duration_seconds=broken.row("daily_driving_limit_exceeded").whole(_LASTED),
            cycle_violation_duration_seconds=broken.row("weekly_driving_limit_exceeded").whole(_LASTED),
        ),
    )
