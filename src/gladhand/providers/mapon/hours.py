"""What drivers do now, and what is left of their driving times by the rules of the EU: HOS availabilities.

Mapon calculates it for the drivers on one unit at a time, from the tachograph, which it has to read from afar.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Final

from gladhand.providers.mapon.api import SEATS, UNIT_ID, MaponApi, driver_id
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_availability import HosAvailabilityFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.one_by_one import for_each
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

SHOWS: Final = (
    "source_driver_id",
    "source_vehicle_id",
    "duty_status_code",
    "available_drive_seconds",
    "available_shift_seconds",
    "time_until_break_seconds",
    "shift_ends_at",
    "cycle_ends_at",
)
_DRIVER: Final = "driver_id"
_Duty = DutyStatusCodeEnum
# Mapon names the first one. The others are those of tachographs, under any of their usual names; that availability is
# on duty is assumed.
_DUTIES: Final[Mapping[str, DutyStatusCodeEnum]] = {
    "DRIV": _Duty.D,
    "REST": _Duty.OFF,
    "BREAK": _Duty.OFF,
    "WORK": _Duty.ON,
    "AVAILAB": _Duty.ON,
}
# The action's own numbers for a unit: Mapon does not follow its tachograph; it waits for data; it cannot work them out.
_NOT_FOLLOWED: Final = 2
_NOT_NOW: Final = frozenset({3, 4})
_ERROR: Final = "error"


async def read(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[HosAvailabilityFields]]:
    """The drivers on units whose tachographs Mapon follows.

    While Mapon cannot calculate the times of a unit, its drivers are skipped with the reason, so that they stay.
    """
    units = await mapon.units(is_trailer=False)
    seats = {row.text(UNIT_ID): row.row("drivers") for row in units}

    async def of_unit(unit: str) -> AsyncIterator[list[Row]]:
        numbers = {_NOT_FOLLOWED, *_NOT_NOW}
        answer = await mapon.get_or_error("unit_data/driving_time_extended", numbers, **{UNIT_ID: unit})
        error = answer.row(_ERROR)
        if error.whole("code") in _NOT_NOW:
            yield _waiting(unit, seats[unit], error)
        else:
            yield _on_board(unit, answer.row("data"))

    async for batch in for_each(part, units, of_unit, to_record, parent_key=UNIT_ID, id_key=_DRIVER):
        yield batch


def to_record(row: Row) -> Record[HosAvailabilityFields]:
    if error := row.row(_ERROR):
        raise Malformed(error.text("msg") or f"Mapon answered with error {error.whole('code')}.")
    driver, day, week = row.source_id(_DRIVER), row.row("today"), row.row("week")
    state = (row.text("current_state") or "").upper()
    return Record(
        source_id=driver,
        source_data=row,
        fields=HosAvailabilityFields(
            source_driver_id=driver,
            source_vehicle_id=row.text(UNIT_ID),
            duty_status_code=next((duty for word, duty in _DUTIES.items() if word in state), None),
            available_drive_seconds=_left(day, "driving_remaining"),
            available_shift_seconds=_left(day, "shift_remaining"),
            time_until_break_seconds=_left(row.row("now"), "driving_remaining"),
            shift_ends_at=day.moment_of_seconds("daily_rest_start"),
            cycle_ends_at=week.moment_of_seconds("weekly_rest_start"),
        ),
    )


def _on_board(unit: str, seats: Row) -> list[Row]:
    """The drivers whom Mapon knows. A card of nobody has no id."""
    held = [seats.row(seat) for seat in SEATS if isinstance(seats.get(seat), dict)]
    return [row.joined({UNIT_ID: unit}) for row in held if _DRIVER not in row or driver_id(row, _DRIVER)]


def _waiting(unit: str, seats: Row, error: Row) -> list[Row]:
    """The drivers of whom Mapon says nothing now."""
    drivers = [found for seat in SEATS if (found := driver_id(seats.row(seat), "id"))]
    return [Row({UNIT_ID: unit, _DRIVER: driver, _ERROR: error}) for driver in drivers]


def _left(row: Row, name: str) -> int | None:
    """What is left, in seconds. Nothing is left of what is overrun."""
    seconds = row.whole(name)
    return None if seconds is None else max(0, seconds)
