"""HOS availabilities: how long drivers may still drive and work."""

from datetime import datetime
from typing import Annotated

from gladhand.resources.enums import DutyStatusCodeEnum, HosRulesetCodeEnum, ResourceEnum
from gladhand.resources.fields import F, RunsOut
from gladhand.resources.measures import Days, Seconds
from gladhand.resources.references import OfDriver, OfVehicle
from gladhand.resources.resource import RecordChange, Resource, ResourceKind

# Off duty, the time that is left does not run.
_RUNNING = frozenset({DutyStatusCodeEnum.ON, DutyStatusCodeEnum.D, DutyStatusCodeEnum.YM})


def _running_out(seconds: str) -> RunsOut:
    return RunsOut(seconds, status="duty_status_code", running=_RUNNING)


class HosAvailabilityFields(OfVehicle, OfDriver):
    """The normalised fields of an HOS availability."""

    source_driver_id: str | None = F("The driver, by the provider's id.", example="281474", is_extension=True)
    source_vehicle_id: str | None = F("The vehicle, by the provider's id.", example="212014918", is_extension=True)
    hos_ruleset_code: HosRulesetCodeEnum | None = F("The rules that apply.", example="US_INT_PROP_70_8")
    duty_status_code: DutyStatusCodeEnum | None = F("The duty status now.", example="ON")
    cycle_started_at: datetime | None = F("When the cycle of several days began.")
    cycle_ends_at: datetime | None = F("When the cycle of several days ends.")
    available_drive_seconds: Seconds = F("Driving time that is left in this shift.", example=21_600)
    available_shift_seconds: Seconds = F("Working time that is left in this shift.", example=28_800)
    available_cycle_seconds: Seconds = F("Working time that is left in this cycle.", example=144_000)
    available_tomorrow_seconds: Seconds = F("Working time of the next day, as far as it can be foreseen.")
    available_day2_seconds: Seconds = F("Working time in two days, as far as it can be foreseen.")
    available_day3_seconds: Seconds = F("Working time in three days, as far as it can be foreseen.")
    forecast_horizon_days: Days = F("How many days are foreseen.")
    time_until_break_seconds: Seconds = F("Until a break is due. 0: it is due now.", example=14_400)
    rest_remaining_seconds: Seconds = F("Rest that is still needed. Null: none, or unknown.")
    cycle_violation_duration_seconds: Seconds = F("How long the limit of the cycle is exceeded. 0: it is kept.")
    shift_driving_violation_duration_seconds: Seconds = F(
        "How long the driving limit of the shift is exceeded. 0: it is kept."
    )
    shift_ends_at: Annotated[datetime | None, _running_out("available_shift_seconds")] = F(
        "When the shift ends, as far as it can be foreseen."
    )
    next_break_due_at: Annotated[datetime | None, _running_out("time_until_break_seconds")] = F(
        "When the next break is due."
    )
    next_10hr_reset_eligible_at: datetime | None = F("When a rest of ten hours would reset the shift.")
    next_34hr_reset_eligible_at: datetime | None = F("When a rest of 34 hours would reset the cycle, in the US.")
    is_personal_conveyance_applied: bool | None = F("Whether the driver drives for personal purposes.")
    is_yard_move_applied: bool | None = F("Whether the driver moves the vehicle in a yard.")
    is_adverse_driving_exemption_available: bool | None = F("Whether adverse conditions may extend the shift.")
    is_adverse_driving_applied: bool | None = F("Whether adverse conditions do extend the shift.")
    is_meal_break_required: bool | None = F("Whether the rules ask for a meal break.")
    meal_break_due_at: datetime | None = F("When the meal break is due.")
    meal_break_min_duration_seconds: Seconds = F("The least length of a meal break.")
    meal_break_time_until_due_seconds: Seconds = F("Seconds until the meal break is due.")
    is_split_sleep_applied: bool | None = F("Whether the rest is split.")
    is_sleeper_eligible: bool | None = F("Whether the rules allow splitting the rest in a sleeper berth.")
    sleeper_required_remaining_seconds: Seconds = F("Time in the berth that is still needed.")
    sleeper_split_window_ends_at: datetime | None = F(
        "The latest time at which the second part of a split rest must begin."
    )
    is_cycle_applicable: bool | None = F("Whether the rules have a cycle.")
    exception_codes: list[str] | None = F("Exceptions that apply, in the provider's words.")
    notes: str | None = F()


HOS_AVAILABILITY = Resource(
    name=ResourceEnum.HOS_AVAILABILITY,
    path="hos-availabilities",
    kind=ResourceKind.ENTITY,
    fields_model=HosAvailabilityFields,
    description="How long each driver may still drive and work, as the provider calculates it.",
    events={
        RecordChange.ADDED: "The hours that a driver has left were stored for the first time.",
        RecordChange.MODIFIED: "The hours that a driver has left have changed.",
        RecordChange.REMOVED: "The provider no longer calculates the hours of a driver.",
    },
)
