"""What is left of drivers' hours at Motive, and which rules they broke: HOS availabilities and HOS violations."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.providers.motive.hos_words import DUTIES, hours_limit, violation_code
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_availability import HosAvailabilityFields
from gladhand.resources.hos_violation import HosViolationFields
from gladhand.sdk import eld
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text
from gladhand.sdk.windows import bounds

CLOCKS, VIOLATIONS = "/v1/available_time", "/v1/hos_violations"
#: A driver's vehicle comes from the list of vehicles.
AVAILABILITIES_JOIN: Final = ("source_vehicle_id",)
AVAILABILITIES_SHOW: Final = (
    "source_driver_id",
    "duty_status_code",
    "cycle_started_at",
    "available_drive_seconds",
    "available_shift_seconds",
    "available_cycle_seconds",
    "time_until_break_seconds",
    "is_personal_conveyance_applied",
    "is_yard_move_applied",
    *AVAILABILITIES_JOIN,
)
VIOLATIONS_SHOW: Final = (
    "source_driver_id",
    "violation_code",
    "violation_category",
    "violation_description",
    "start_time",
    "end_time",
    "duration",
    "hours_limit",
)
_USERS: Final = RecordKind(plural="users", singular="user")
_VEHICLES: Final = RecordKind(plural="vehicles", singular="vehicle")
_VIOLATIONS: Final = RecordKind(plural="hos_violations", singular="hos_violation")


async def availabilities(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[HosAvailabilityFields]]:
    """The clocks of all drivers, with the vehicle that each one drives now."""
    vehicles = {
        driver: found
        async for rows, _ in motive.list_records("/v1/vehicles", _VEHICLES)
        for vehicle in rows
        if (driver := vehicle.row("current_driver").text("id")) and (found := vehicle.text("id"))
    }
    async for rows, state in motive.resumable_pages(CLOCKS, _USERS, part, needs_total=True):
        yield batch_of(rows, partial(availability, vehicles=vehicles), state=state)


def availability(user: Row, *, vehicles: Mapping[str, str]) -> Record[HosAvailabilityFields]:
    """The hub's record of a driver's clocks, in seconds. An exempt driver has none, and some rules know no break."""
    driver, left = user.source_id(), user.row("available_time")
    duty, _, _ = DUTIES.get(user.text("duty_status") or "", (None, None, None))
    return Record(
        source_id=driver,
        source_data=user,
        fields=HosAvailabilityFields(
            source_driver_id=driver,
            source_vehicle_id=vehicles.get(driver),
            duty_status_code=duty,
            cycle_started_at=_reset(user),
            available_drive_seconds=_seconds(left, "drive"),
            available_shift_seconds=_seconds(left, "shift"),
            available_cycle_seconds=_seconds(left, "cycle"),
            time_until_break_seconds=_seconds(left, "break"),
            is_personal_conveyance_applied=None if duty is None else duty is DutyStatusCodeEnum.PC,
            is_yard_move_applied=None if duty is None else duty is DutyStatusCodeEnum.YM,
        ),
    )


def remap_availability(_motive: MotiveApi, _source_id: str, row: Row) -> Record[HosAvailabilityFields]:
    return availability(row, vehicles={})


async def violations(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[HosViolationFields]]:
    """The violations that began in the window. Without times Motive answers those of the last day."""
    start, end = bounds(part)
    query = {"min_start_time": utc_text(start), "max_start_time": utc_text(end)}
    async for rows, state in motive.resumable_pages(VIOLATIONS, _VIOLATIONS, part, query=query, needs_total=True):
        yield batch_of(rows, violation, state=state)


def violation(row: Row) -> Record[HosViolationFields]:
    """The hub's record of a violation. A type that has no code keeps its name."""
    type_, started, ended = row.required_text("type"), row.required_moment("start_time"), row.moment("end_time")
    code = violation_code(type_)
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=started,
        fields=HosViolationFields(
            source_driver_id=row.required_row("user").source_id(),
            violation_code=code,
            violation_category=eld.violation_category(code),
            violation_description=row.text("name") or type_,
            start_time=started,
            end_time=ended,
            duration=None if ended is None else int((ended - started).total_seconds()),
            hours_limit=hours_limit(type_),
        ),
    )


def _seconds(left: Row, name: str) -> int | None:
    value = left.number(name)
    return None if value is None else int(value)


def _reset(user: Row) -> datetime | None:
    # Newer answers have it, as a time or as a span; which of both is not documented.
    return user.moment("last_cycle_reset") or user.row("last_cycle_reset").moment("end_time")
