"""What is left of drivers' hours at Samsara, and which rules they broke: HOS availabilities and HOS violations."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import timedelta
from typing import Final

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.driver_mapping import driver_source_id
from gladhand.providers.samsara.hos_days import KIND
from gladhand.providers.samsara.hos_logs import window_of
from gladhand.providers.samsara.hos_words import DUTIES, NO_VIOLATION, VIOLATIONS
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_availability import HosAvailabilityFields
from gladhand.resources.hos_violation import HosViolationFields
from gladhand.sdk import eld
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import whole_seconds

CLOCKS, VIOLATIONS_LIST = "/fleet/hos/clocks", "/fleet/hos/violations"
AVAILABILITIES_SHOW: Final = (
    "source_driver_id",
    "source_vehicle_id",
    "duty_status_code",
    "cycle_started_at",
    "available_drive_seconds",
    "available_shift_seconds",
    "available_cycle_seconds",
    "available_tomorrow_seconds",
    "time_until_break_seconds",
    "cycle_violation_duration_seconds",
    "shift_driving_violation_duration_seconds",
    "is_personal_conveyance_applied",
    "is_yard_move_applied",
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
# Such as "Shift driving hours (11 hours)".
_LIMIT = re.compile(r"\((\d+(?:\.\d+)?)[ -]hours?\)")


async def availabilities(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[HosAvailabilityFields]]:
    """The clocks of all drivers, also of those who are inactive."""
    async for rows, state in samsara.resumable_pages(CLOCKS, part, kind=KIND):
        yield batch_of(rows, availability, state=state)


async def violations(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[HosViolationFields]]:
    """The violations that began in the window."""
    async for rows, state in samsara.resumable_pages(
        VIOLATIONS_LIST, part, kind=KIND, query=window_of(part), limit=None
    ):
        yield batch_of(_violations(rows), violation, state=state, id_key="type")


def availability(clock: Row) -> Record[HosAvailabilityFields]:
    """The hub's record of a driver's clocks. Samsara does not say when it has calculated them."""
    driver, clocks = clock.required_row("driver").source_id(), clock.row("clocks")
    # The status is an empty text while the driver's app is not connected.
    duty, _, _ = DUTIES.get(clock.row("currentDutyStatus").text("hosStatusType") or "", (None, None, None))
    cycle, broken = clocks.row("cycle"), clock.row("violations")
    return Record(
        source_id=driver,
        source_data=clock,
        fields=HosAvailabilityFields(
            source_driver_id=driver_source_id(driver),
            source_vehicle_id=clock.row("currentVehicle").text("id"),
            duty_status_code=duty,
            cycle_started_at=cycle.moment("cycleStartedAtTime"),
            available_drive_seconds=whole_seconds(clocks.row("drive").number("driveRemainingDurationMs")),
            available_shift_seconds=whole_seconds(clocks.row("shift").number("shiftRemainingDurationMs")),
            available_cycle_seconds=whole_seconds(cycle.number("cycleRemainingDurationMs")),
            available_tomorrow_seconds=whole_seconds(cycle.number("cycleTomorrowDurationMs")),
            time_until_break_seconds=whole_seconds(clocks.row("break").number("timeUntilBreakDurationMs")),
            cycle_violation_duration_seconds=whole_seconds(broken.number("cycleViolationDurationMs")),
            shift_driving_violation_duration_seconds=whole_seconds(broken.number("shiftDrivingViolationDurationMs")),
            is_personal_conveyance_applied=None if duty is None else duty is DutyStatusCodeEnum.PC,
            is_yard_move_applied=None if duty is None else duty is DutyStatusCodeEnum.YM,
        ),
    )


def violation(row: Row) -> Record[HosViolationFields]:
    """The hub's record of a violation. A type that has no code keeps its description."""
    driver, kind = row.required_row("driver").source_id(), row.required_text("type")
    started, duration = row.required_moment("violationStartTime"), whole_seconds(row.number("durationMs"))
    code, description = VIOLATIONS.get(kind), row.text("description")
    limit = _LIMIT.search(description or "")
    return Record(
        source_id=composite_id(driver, kind, started),
        source_data=row,
        occurred_at=started,
        fields=HosViolationFields(
            source_driver_id=driver_source_id(driver),
            violation_code=code,
            violation_category=eld.violation_category(code),
            violation_description=description or kind,
            start_time=started,
            end_time=None if duration is None else started + timedelta(seconds=duration),
            duration=duration,
            hours_limit=float(limit[1]) if limit else None,
        ),
    )


def _violations(groups: Sequence[Row]) -> Iterator[Row]:
    """The violations of an answer, which has them in lists within a list. `NONE` stands for no violation."""
    for group in groups:
        rows = group.rows("violations") if isinstance(group.get("violations"), list) else [Row({}, group.path)]
        yield from (row for row in rows if row.get("type") != NO_VIOLATION)
