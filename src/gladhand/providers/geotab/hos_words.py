"""Geotab's words about hours of service, and our codes."""

from collections.abc import Mapping
from typing import Final

from gladhand.resources.enums import (
    DutyStatusCodeEnum,
    HosEventCodeEnum,
    HosEventTypeCodeEnum,
    HosMalfunctionCodeEnum,
    HosRecordOriginCodeEnum,
    HosRecordStatusCodeEnum,
    HosViolationCodeEnum,
)
from gladhand.sdk import eld
from gladhand.sdk.rows import Row

_Duty, _Event, _Type, _Code = DutyStatusCodeEnum, HosEventCodeEnum, HosEventTypeCodeEnum, HosViolationCodeEnum
_Malfunction, _State, _Origin = HosMalfunctionCodeEnum, HosRecordStatusCodeEnum, HosRecordOriginCodeEnum
_CHANGE, _SPECIAL, _INTERMEDIATE = _Type.DUTY_STATUS, _Type.SPECIAL_DRIVING, _Type.INTERMEDIATE

#: The duty status by `status`. All but the intermediate ones last until the next one.
DUTIES: Final[Mapping[str, DutyStatusCodeEnum]] = {
    **{each.value: each for each in _Duty if each is not _Duty.INT},
    **dict.fromkeys(("INT_D", "INT_PC", "INT_CoDriver"), _Duty.INT),
}
_EVENTS: Final[Mapping[str, tuple[HosEventCodeEnum, HosEventTypeCodeEnum]]] = {
    "OFF": (_Event.OFF, _CHANGE),
    "SB": (_Event.SB, _CHANGE),
    "D": (_Event.DRIVING, _CHANGE),
    "ON": (_Event.ON, _CHANGE),
    "PC": (_Event.PC, _SPECIAL),
    "YM": (_Event.YM, _SPECIAL),
    "SituationalDrivingClear": (_Event.PCYM_CLEAR, _SPECIAL),
    "INT_D": (_Event.INT_CONV, _INTERMEDIATE),
    "INT_CoDriver": (_Event.INT_CONV, _INTERMEDIATE),
    "INT_PC": (_Event.INT_REDUCED, _INTERMEDIATE),
    "Certify": (_Event.CERT1, _Type.CERTIFICATION),
    "Login": (_Event.LOGIN, _Type.LOGIN),
    "Logoff": (_Event.LOGOUT, _Type.LOGIN),
    "EnginePowerup": (_Event.ENGINE_UP, _Type.ENGINE_POWER),
    "EnginePowerupPC": (_Event.ENGINE_UP_REDUCED, _Type.ENGINE_POWER),
    "EngineShutdown": (_Event.ENGINE_DOWN, _Type.ENGINE_POWER),
    "EngineShutdownPC": (_Event.ENGINE_DOWN_REDUCED, _Type.ENGINE_POWER),
}
_MALFUNCTION_EVENTS: Final = {
    "Malfunction": _Event.MALF_LOG,
    "MalfunctionClear": _Event.MALF_CLEAR,
    "Diagnostic": _Event.DIAG_LOG,
    "DiagnosticClear": _Event.DIAG_CLEAR,
}
_MALFUNCTIONS: Final = {
    "PowerCompliance": (_Malfunction.POWER, _Malfunction.DIAG_POWER),
    "EngineSyncCompliance": (_Malfunction.ENGINE_SYNC, _Malfunction.DIAG_ENGINE_SYNC),
    "TimingCompliance": (_Malfunction.TIMING, _Malfunction.DIAG_OTHER),
    "PositioningCompliance": (_Malfunction.POSITION, _Malfunction.DIAG_OTHER),
    "DataRecordingCompliance": (_Malfunction.RECORDING, _Malfunction.DIAG_OTHER),
    "DataTransferCompliance": (_Malfunction.TRANSFER, _Malfunction.DIAG_TRANSFER),
    "OtherCompliance": (_Malfunction.OTHER, _Malfunction.DIAG_OTHER),
    "MissingElementCompliance": (_Malfunction.DIAG_MISSING_DATA, _Malfunction.DIAG_MISSING_DATA),
    "UnidentifiedDrivingCompliance": (_Malfunction.DIAG_UNIDENTIFIED, _Malfunction.DIAG_UNIDENTIFIED),
}
_STATES: Final = {
    "Active": _State.ACTIVE,
    "Inactive": _State.INACTIVE_CHANGED,
    "Requested": _State.INACTIVE_REQUESTED,
    "Rejected": _State.INACTIVE_REJECTED,
}
_ORIGINS: Final = {
    "Automatic": _Origin.AUTO,
    "Manual": _Origin.DRIVER_EDIT,
    "OtherUser": _Origin.USER_EDIT,
    "Unassigned": _Origin.UNIDENTIFIED,
}
DEFERRALS: Final = {"DayOne": "DAY1", "DayTwo": "DAY2"}
#: The rule by the type of a violation. A type without one keeps its name.
VIOLATIONS: Final[Mapping[str, HosViolationCodeEnum]] = {
    "Driving": _Code.DH_DAILY_OVER,
    "DailyDriving": _Code.DH_DAILY_OVER,
    "Workday": _Code.WD_WINDOW_OVER,
    "Duty": _Code.WD_CONSEC_OVER,
    "DailyDuty": _Code.WD_CONSEC_OVER,
    "Cycle": _Code.CY_LIMIT_OVER,
    "DutySinceCycleRest": _Code.CY_LIMIT_OVER,
    "CycleRest": _Code.CY_RESTART_SHORT,
    "Rest": _Code.BR_MISSING,
    "DailyRest": _Code.OD_DAILY_SHORT,
    "DailyOff": _Code.OD_DAILY_SHORT,
}
#: The rules of Australia, for which the contract has no codes.
OTHER_RULES: Final = frozenset({"EwdRest", "EwdWork", "EwdWorkExemption"})


def event_of(log: Row) -> tuple[HosEventCodeEnum | None, HosEventTypeCodeEnum | None]:
    """What happened, and its type: by the numbers of the US rule, or by the words where those are absent."""
    number, code = log.whole("eventType"), log.whole("eventCode")
    if number is not None and code is not None and (known := eld.event_code(number, code)) is not None:
        return known, eld.event_type_code(number)
    if (malfunction := _MALFUNCTION_EVENTS.get(log.text("malfunction") or "")) is not None:
        return malfunction, None
    return _EVENTS.get(log.text("status") or "", (None, None))


def malfunction_of(log: Row) -> HosMalfunctionCodeEnum | None:
    """The malfunction or the diagnostic event of the device that a log is about."""
    word = log.text("malfunction") or "None"
    malfunction, diagnostic = _MALFUNCTIONS.get(log.text("status") or "", (None, None))
    return None if word == "None" else diagnostic if word.startswith("Diagnostic") else malfunction


def state_of(log: Row) -> HosRecordStatusCodeEnum | None:
    """Whether a log counts, or what took its place."""
    return eld.record_state(log.whole("eventRecordStatus")) or _STATES.get(log.text("state") or "")


def origin_of(log: Row) -> HosRecordOriginCodeEnum | None:
    """Who recorded a log."""
    return _ORIGINS.get(log.text("origin") or "")


def is_status(log: Row) -> bool:
    """Whether it is a duty status that counts, and lasts until the next one."""
    duty = DUTIES.get(log.text("status") or "")
    return duty not in (None, _Duty.INT) and state_of(log) is _State.ACTIVE
