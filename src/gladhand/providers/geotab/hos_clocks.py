"""What is left of drivers' hours at Geotab, and which rules they broke: HOS availabilities and HOS violations.

Geotab calculates both for one driver a call.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.drivers import drivers, logs_of, statuses
from gladhand.providers.geotab.entities import at, reference, required_reference, whole_seconds
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
    """The clocks of all drivers who are active. Geotab calculates none for a driver without hours of service."""
    moment = now()
    async for driver in drivers(geotab, part, since=moment):
        id_ = driver.source_id()
        found = await geotab.search("DutyStatusAvailability", {"userSearch": {"id": id_}})
        last = await _last_status(geotab, id_, moment) if found else _NO_LOG
        yield batch_of(found, partial(availability, user=driver, last=last), state={"offset": id_})


def availability(row: Row, *, user: Mapping[str, Any], last: Row) -> Record[HosAvailabilityFields]:
    """The hub's record of a driver's clocks. Spans are negative where a limit is exceeded."""
    driver, duty = required_reference(row, "driver"), DUTIES.get(last.text("status") or "")
    drive, cycle = whole_seconds(row.get("driving")), whole_seconds(row.get("cycle"))
    following = row.rows("cycleAvailabilities") if isinstance(row.get("cycleAvailabilities"), list) else []
    foreseen = [_left(whole_seconds(each.get("available"))) for each in following]
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
            available_shift_seconds=_left(whole_seconds(row.get("workday"))),
            available_cycle_seconds=_left(cycle),
            available_tomorrow_seconds=tomorrow,
            available_day2_seconds=day2,
            available_day3_seconds=day3,
            forecast_horizon_days=len(foreseen) or None,
            time_until_break_seconds=_left(whole_seconds(row.get("rest"))),
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
    assert part.start is not None, "a read by windows has a start"
    assert part.end is not None, "a read by windows has an end"
    window = {"fromDate": utc_text(part.start), "toDate": utc_text(part.end)}
    async for driver in drivers(geotab, part, since=part.start):
        id_ = driver.source_id()
        found = await geotab.search("DutyStatusViolation", {"userSearch": {"id": id_}, **window})
        kept = [row for row in found if row.text("type") not in OTHER_RULES and _begins_in(part, row)]
        yield batch_of(kept, violation, state={"offset": id_}, id_key="type")


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


async def _last_status(geotab: GeotabApi, driver: str, moment: datetime) -> Row:
    """The log with the driver's present status; an empty row if it is not known."""
    try:
        logs = await logs_of(geotab, driver, moment - _LOOKBACK, moment)
    except Rejected:
        return _NO_LOG
    return next(reversed(statuses(logs)), _NO_LOG)


def _begins_in(part: Slice, row: Row) -> bool:
    # Geotab answers what overlaps the window. What has begun before belongs to another one.
    started = row.moment("fromDate")
    return started is None or part.start is None or part.end is None or part.start <= started < part.end


def _left(seconds: int | None) -> int | None:
    return None if seconds is None else max(seconds, 0)


def _exceeded(seconds: int | None) -> int | None:
    return None if seconds is None else max(-seconds, 0)
