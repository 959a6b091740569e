"""Samsara's words about hours of service, and our codes."""

from collections.abc import Mapping
from typing import Final

from gladhand.resources.enums import (
    DutyStatusCodeEnum,
    HosEventCodeEnum,
    HosEventTypeCodeEnum,
    HosRulesetCodeEnum,
    HosViolationCodeEnum,
)
from gladhand.sdk.rows import Row

_Duty, _Event, _Code = DutyStatusCodeEnum, HosEventCodeEnum, HosViolationCodeEnum
_CHANGE, _SPECIAL = HosEventTypeCodeEnum.DUTY_STATUS, HosEventTypeCodeEnum.SPECIAL_DRIVING

#: The duty status, the code of the event and its type, by `hosStatusType`.
DUTIES: Final = {
    "offDuty": (_Duty.OFF, _Event.OFF, _CHANGE),
    "sleeperBed": (_Duty.SB, _Event.SB, _CHANGE),
    "driving": (_Duty.D, _Event.DRIVING, _CHANGE),
    "onDuty": (_Duty.ON, _Event.ON, _CHANGE),
    "personalConveyance": (_Duty.PC, _Event.PC, _SPECIAL),
    "yardMove": (_Duty.YM, _Event.YM, _SPECIAL),
}
#: The rule by the type of a violation. Samsara adds types without notice.
VIOLATIONS: Final[Mapping[str, HosViolationCodeEnum]] = {
    "shiftDrivingHours": _Code.DH_DAILY_OVER,
    "dailyDrivingHours": _Code.DH_DAILY_OVER,
    "shiftHours": _Code.WD_WINDOW_OVER,
    "shiftOnDutyHours": _Code.WD_CONSEC_OVER,
    "dailyOnDutyHours": _Code.WD_CONSEC_OVER,
    "cycleHoursOn": _Code.CY_LIMIT_OVER,
    "cycleOffHoursAfterOnDutyHours": _Code.CY_LIMIT_OVER,
    "restbreakMissed": _Code.BR_MISSING,
    "californiaMealbreakMissed": _Code.BR_MISSING,
    "dailyOffDutyTotalHours": _Code.OD_DAILY_SHORT,
    "dailyOffDutyNonResetHours": _Code.OD_DAILY_SHORT,
    "mandatory24HoursOffDuty": _Code.OD_RESET_SHORT,
    "dailyOffDutyDeferralAddToDay2Consecutive": _Code.OD_DEFERRAL_DAY2_SHORT,
    "dailyOffDutyDeferralTwoDayOffDuty": _Code.OD_DEFERRAL_DAY2_SHORT,
    "dailyOffDutyDeferralNotPartMandatory": _Code.OD_DEFERRAL_RULE_MISAPPLIED,
    "dailyOffDutyDeferralTwoDayDrivingLimit": _Code.OD_DEFERRAL_RULE_MISAPPLIED,
    "unsubmittedLogs": _Code.RK_NOT_CERT,
}
NO_VIOLATION: Final = "NONE"
_RULESETS: Final[Mapping[tuple[str, str], str]] = {
    ("US Interstate Property", "USA 70 hour / 8 day"): "US_INT_PROP_70_8",
    ("US Interstate Property", "USA 60 hour / 7 day"): "US_INT_PROP_60_7",
    ("US Interstate Passenger", "USA 70 hour / 8 day"): "US_INT_PAX_70_8",
    ("US Interstate Passenger", "USA 60 hour / 7 day"): "US_INT_PAX_60_7",
    ("Texas Intrastate", "Texas 70 hour / 7 day"): "US_TX_INTRA_PROP_70_7",
    ("Canada South", "Canada South Cycle 1"): "CA_FED_C1_70_7",
    ("Canada South", "Canada South Cycle 2"): "CA_FED_C2_120_14",
    ("Canada North", "Canada North Cycle 1"): "CA_N60_C1_80_7",
    ("Canada North", "Canada North Cycle 2"): "CA_N60_C2_120_14",
}
_CODES: Final = {code.value: code for code in HosRulesetCodeEnum}


def ruleset_of(driver: Row) -> HosRulesetCodeEnum | None:
    """The ruleset that a driver's settings name. None for those that we have no code for."""
    settings = driver.row("eldSettings")
    rulesets = settings.rows("rulesets") if isinstance(settings.get("rulesets"), list) else []
    if not rulesets:
        return None
    first = rulesets[0]
    name = _RULESETS.get((first.text("shift") or "", first.text("cycle") or ""))
    if name is not None and first.text("restart") == "None":
        name = f"{name}_NORST"
    return _CODES.get(name or "")
