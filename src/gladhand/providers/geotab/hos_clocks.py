"""What is left of drivers' hours at Geotab, and which rules they broke: HOS availabilities and HOS violations.

Geotab calculates both for one driver a call.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.drivers import by_driver, logs_of, statuses
from gladhand.providers.geotab.entities import at, reference, required_reference, whole_seconds_of_span
from gladhand.providers.geotab.hos_words import DUTIES, OTHER_RULES, VIOLATIONS
from gladhand.providers.geotab.user_mapping import ruleset_code
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_availability import HosAvailabilityFields
from gladhand.resources.hos_violation import HosViolationFields
from gladhand.sdk import eld
from gladhand.sdk.clock import days, now
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.windows import bounds

#: The ruleset comes from the list of users, the status and the vehicle from the last log.
AVAILABILITIES_JOIN: Final = (
    "source_vehicle_id",
    "hos_ruleset_code",
    "duty_status_code",
    "is_personal_conveyance_applied",
    "is_yard_move_applied",
)
AVAILABILITIES_SHOW: Final = (
    "source_driver_id",
    "available_drive_seconds",
    "available_shift_seconds",
    "available_cycle_seconds",
    "available_tomorrow_seconds",
    "available_day2_seconds",
    "available_day3_seconds",
    "forecast_horizon_days",
    "time_until_break_seconds",
    "cycle_violation_duration_seconds",
    "shift_driving_violation_duration_seconds",
    "is_adverse_driving_exemption_available",
    "is_adverse_driving_applied",
    "exception_codes",
    *AVAILABILITIES_JOIN,
)
VIOLATIONS_SHOW: Final = (
    "source_driver_id",
    "source_hos_event_id",
    "violation_code",
    "violation_category",
    "violation_description",
    "start_time",
    "end_time",
    "duration",
    "hours_limit",
)
_LOOKBACK: Final = days(8)
_EXCEPTIONS: Final = ("isAdverseDrivingApplied", "isAdverseDrivingExemptionAvailable", "is16HourExemptionAvailable")
_NO_LOG: Final = Row()


async def availabilities(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[HosAvailabilityFields]]:
    """The clocks of the drivers who have had a duty status within eight days.

    A driver without a log is taken for one without hours of service, or for one who is away.
    """
    moment = now()

    async def ask(driver: Row) -> Batch[HosAvailabilityFields]:
        id_, last = driver["id"], _NO_LOG
        try:
            logs = statuses(await logs_of(geotab, id_, moment - _LOOKBACK, moment, has_before=False))
        except Rejected:
            # The clocks are worth reading without the logs, too.
            pass
        else:
            if not logs:
                return Batch()
            last = logs[-1]
        found = await geotab.search("DutyStatusAvailability", {"userSearch": {"id": id_}})
        return batch_of(found, partial(availability, user=driver, last=last))

    async for batch in by_driver(geotab, part, since=moment, ask=ask):
        yield batch


def availability(row: Row, *, user: Mapping[str, Any], last: Row) -> Record[HosAvailabilityFields]:
    """The hub's record of a driver's clocks. Spans are negative where a limit is exceeded."""
    driver, duty = required_reference(row, "driver"), DUTIES.get(last.text("status") or "")
    drive, cycle = whole_seconds_of_span(row.get("driving")), whole_seconds_of_span(row.get("cycle"))
    following = row.optional_rows("cycleAvailabilities")
    foreseen = [_left(whole_seconds_of_span(each.get("available"))) for each in following]
    tomorrow, day2, day3 = [*foreseen, None, None, None][:3]
    return Record(
        source_id=driver,
        source_data=row,
        fields=HosAvailabilityFields(
            source_driver_id=driver,
            source_vehicle_id=reference(last, "device"),
            hos_ruleset_code=ruleset_code(user),
            duty_status_code=duty,
            available_drive_seconds=_left(drive),
            available_shift_seconds=_left(whole_seconds_of_span(row.get("workday"))),
            available_cycle_seconds=_left(cycle),
            available_tomorrow_seconds=tomorrow,
            available_day2_seconds=day2,
            available_day3_seconds=day3,
            forecast_horizon_days=len(foreseen) or None,
            time_until_break_seconds=_left(whole_seconds_of_span(row.get("rest"))),
            cycle_violation_duration_seconds=_exceeded(cycle),
            shift_driving_violation_duration_seconds=_exceeded(drive),
            is_personal_conveyance_applied=None if duty is None else duty is DutyStatusCodeEnum.PC,
            is_yard_move_applied=None if duty is None else duty is DutyStatusCodeEnum.YM,
            is_adverse_driving_exemption_available=row.flag("isAdverseDrivingExemptionAvailable"),
            is_adverse_driving_applied=row.flag("isAdverseDrivingApplied"),
            exception_codes=[name for name in _EXCEPTIONS if row.get(name) is True] or None,
        ),
    )


def remap_availability(_geotab: GeotabApi, _source_id: str, row: Row) -> Record[HosAvailabilityFields]:
    return availability(row, user={}, last=_NO_LOG)


async def violations(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[HosViolationFields]]:
    """The violations of the window, of all drivers who were active in it."""
    start, end = bounds(part)

    async def ask(driver: Row) -> Batch[HosViolationFields]:
        search = {"userSearch": {"id": driver["id"]}, "fromDate": utc_text(start), "toDate": utc_text(end)}
        found = await geotab.search("DutyStatusViolation", search)
        kept = [row for row in found if row.text("type") not in OTHER_RULES and _begins_in(start, end, row)]
        return batch_of(kept, violation, id_key="type")

    async for batch in by_driver(geotab, part, since=start, ask=ask):
        yield batch


def violation(row: Row) -> Record[HosViolationFields]:
    """The hub's record of a violation. A type that has no code keeps its name. Not every violation has an id."""
    driver, kind, started = (
        required_reference(row, "driver"),
        row.required_text("type"),
        row.required_moment("fromDate"),
    )
    ended, code = at(row, "toDate"), VIOLATIONS.get(kind)
    return Record(
        source_id=composite_id(driver, kind, started),
        source_data=row,
        occurred_at=started,
        fields=HosViolationFields(
            source_driver_id=driver,
            source_hos_event_id=row.text("logId"),
            violation_code=code,
            violation_category=eld.violation_category(code),
            violation_description=row.text("reason") or kind,
            start_time=started,
            end_time=ended,
            duration=None if ended is None else (ended - started) // timedelta(seconds=1),
            hours_limit=row.number("hoursLimit"),
        ),
    )


def _begins_in(start: datetime, end: datetime, row: Row) -> bool:
    # Geotab answers what overlaps the window. What has begun before belongs to another one.
    begun = row.moment("fromDate")
    return begun is None or start <= begun < end


def _left(seconds: int | None) -> int | None:
    return None if seconds is None else max(seconds, 0)


def _exceeded(seconds: int | None) -> int | None:
    return None if seconds is None else max(-seconds, 0)
