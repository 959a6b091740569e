"""What drivers of Reveal do now, and what is left of their hours: HOS availabilities.

Reveal's document shows what a driver does, and integrators have shown two forms of what is left; what is there is read.
The history of the log book has parameters and fields that are not public, and is not read.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Final

from gladhand.providers.verizon_connect.api import DRIVER_NUMBER, DRIVERS, RevealApi, entity, part_of_path
from gladhand.providers.verizon_connect.people import driver_source_id
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_availability import HosAvailabilityFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

SHOWS: Final = (
    "source_driver_id",
    "duty_status_code",
    "available_drive_seconds",
    "available_shift_seconds",
    "available_cycle_seconds",
    "is_personal_conveyance_applied",
    "is_yard_move_applied",
)
_Duty = DutyStatusCodeEnum
# The words but two are assumed.
DUTIES: Final[Mapping[str, DutyStatusCodeEnum]] = {
    "offduty": _Duty.OFF,
    "offduty30minbreak": _Duty.OFF,
    "sleeperberth": _Duty.SB,
    "sleeper": _Duty.SB,
    "driving": _Duty.D,
    "ondutynotdriving": _Duty.ON,
    "onduty": _Duty.ON,
    "personalconveyance": _Duty.PC,
    "offdutypersonalconveyance": _Duty.PC,
    "yardmove": _Duty.YM,
    "ondutyyardmove": _Duty.YM,
}
_MINUTE, _HOUR = 60, 3600


async def read(reveal: RevealApi, part: Slice) -> AsyncIterator[Batch[HosAvailabilityFields]]:
    """All drivers who have a number and a log book."""
    drivers = [entity(row, "Driver") for row in await reveal.rows(DRIVERS)]
    last = part.state.get("after", "")
    if not last:
        # Drivers without a number, who are skipped.
        yield batch_of((row for row in drivers if not row.text(DRIVER_NUMBER)), to_record, state={})
    for number in sorted({number for row in drivers if (number := row.text(DRIVER_NUMBER)) is not None}):
        if number > last:
            answer, refused = await reveal.found(number, f"/logbook/v1/driver/{part_of_path(number)}/statuscurrent")
            rows = [] if answer is None else [Row({**answer.object(), DRIVER_NUMBER: number}, number)]
            yield batch_of(rows, to_record, state={"after": number}, id_key=DRIVER_NUMBER, skipped=refused)


def to_record(row: Row) -> Record[HosAvailabilityFields]:
    """The hub's record of a driver. That the sub-status is the true state, where it is a known one, is assumed."""
    number = row.source_id(DRIVER_NUMBER)
    duty = _duty(row.text("SubStatus")) or _duty(row.text("Status"))
    return Record(
        source_id=number,
        source_data=row,
        fields=HosAvailabilityFields(
            source_driver_id=driver_source_id(number),
            duty_status_code=duty,
            available_drive_seconds=_remaining_seconds(row, "DailyDrivingMinutes", "DriveTimeRemaining"),
            available_shift_seconds=_remaining_seconds(row, "ShiftOnDutyMinutes", "ShiftTimeRemaining"),
            available_cycle_seconds=_remaining_seconds(row, "CycleDutyMinutes", "CycleTimeRemaining"),
            is_personal_conveyance_applied=None if duty is None else duty is _Duty.PC,
            is_yard_move_applied=None if duty is None else duty is _Duty.YM,
        ),
    )


def _duty(word: str | None) -> DutyStatusCodeEnum | None:
    return DUTIES.get("".join(letter for letter in (word or "").casefold() if letter.isalnum()))


def _remaining_seconds(row: Row, in_minutes: str, in_hours: str) -> int | None:
    """What is left, in seconds. Nothing is left of what is overrun."""
    minutes, hours = row.row("TimeRemaining").number(in_minutes), row.number(in_hours)
    seconds = minutes * _MINUTE if minutes is not None else None if hours is None else hours * _HOUR
    return None if seconds is None else max(0, int(seconds))
