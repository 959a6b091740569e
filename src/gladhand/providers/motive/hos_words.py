"""Motive's words about hours of service, and our codes."""

import re
from collections.abc import Mapping
from typing import Final

from gladhand.resources.enums import (
    DutyStatusCodeEnum,
    HosEventCodeEnum,
    HosEventTypeCodeEnum,
    HosRecordOriginCodeEnum,
    HosViolationCodeEnum,
)

_Duty, _Event, _Code = DutyStatusCodeEnum, HosEventCodeEnum, HosViolationCodeEnum
_CHANGE, _SPECIAL = HosEventTypeCodeEnum.DUTY_STATUS, HosEventTypeCodeEnum.SPECIAL_DRIVING

#: The duty status, the code of the event and its type. Motive documents the first four; the others are assumed.
DUTIES: Final[Mapping[str, tuple[DutyStatusCodeEnum, HosEventCodeEnum | None, HosEventTypeCodeEnum]]] = {
    "off_duty": (_Duty.OFF, _Event.OFF, _CHANGE),
    "sleeper": (_Duty.SB, _Event.SB, _CHANGE),
    "driving": (_Duty.D, _Event.DRIVING, _CHANGE),
    "on_duty": (_Duty.ON, _Event.ON, _CHANGE),
    "personal_conveyance": (_Duty.PC, _Event.PC, _SPECIAL),
    "yard_move": (_Duty.YM, _Event.YM, _SPECIAL),
    "waiting": (_Duty.WT, None, _CHANGE),
}
#: Who recorded an event, where an answer says so. All words but the first are assumed.
ORIGINS: Final[Mapping[str, HosRecordOriginCodeEnum]] = {
    "auto": HosRecordOriginCodeEnum.AUTO,
    "driver": HosRecordOriginCodeEnum.DRIVER_EDIT,
    "fleet_user": HosRecordOriginCodeEnum.USER_EDIT,
    "unidentified": HosRecordOriginCodeEnum.UNIDENTIFIED,
}
_RULES: Final[Mapping[str, HosViolationCodeEnum]] = {
    "driving": _Code.DH_DAILY_OVER,
    "duty": _Code.WD_WINDOW_OVER,
    "cycle": _Code.CY_LIMIT_OVER,
    "break": _Code.BR_MISSING,
}
# Such as driving_11, canada_driving_13 and ca_duty_15.
_TYPE: Final = re.compile(r"(?:[a-z]+_)*?(driving|duty|cycle|break)_(\d+)(?:_.*)?")


def violation_code(type_: str) -> HosViolationCodeEnum | None:
    """The rule by the type of a violation. None for types that have no counterpart."""
    found = _TYPE.fullmatch(type_)
    return _RULES[found[1]] if found else None


def hours_limit(type_: str) -> float | None:
    """The limit of the rule. That of a break is in minutes, and no limit of hours."""
    found = _TYPE.fullmatch(type_)
    return float(found[2]) if found and found[1] != "break" else None
