"""Samsara's words about hours of service, and our codes."""

from collections.abc import Mapping
from typing import Final

from gladhand.resources.enums import (
    DutyStatusCodeEnum,
    HosEventCodeEnum,
    HosEventTypeCodeEnum,
    HosViolationCodeEnum,
)

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
