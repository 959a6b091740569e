"""Codes of electronic logs (ELD), as the US rule numbers them, and what they are called in the records.

Providers hand the numbers on, so the tables are the same for all of them.
"""

from collections.abc import Mapping
from typing import Final

from gladhand.resources.enums import (
    DutyStatusCodeEnum,
    HosEventCodeEnum,
    HosEventTypeCodeEnum,
    HosMalfunctionCodeEnum,
    HosRecordOriginCodeEnum,
    HosRecordStatusCodeEnum,
    HosViolationCategoryEnum,
    HosViolationCodeEnum,
)

_Event, _Duty, _Malfunction = HosEventCodeEnum, DutyStatusCodeEnum, HosMalfunctionCodeEnum
CHANGE_OF_STATUS, INTERMEDIATE, SPECIAL_DRIVING = 1, 2, 3

_EVENTS: Final[Mapping[tuple[int, int], HosEventCodeEnum]] = {
    (1, 1): _Event.OFF,
    (1, 2): _Event.SB,
    (1, 3): _Event.DRIVING,
    (1, 4): _Event.ON,
    (2, 1): _Event.INT_CONV,
    (2, 2): _Event.INT_REDUCED,
    (3, 0): _Event.PCYM_CLEAR,
    (3, 1): _Event.PC,
    (3, 2): _Event.YM,
    **{(4, number): _Event(f"CERT{number}") for number in range(1, 10)},
    (5, 1): _Event.LOGIN,
    (5, 2): _Event.LOGOUT,
    (6, 1): _Event.ENGINE_UP,
    (6, 2): _Event.ENGINE_UP_REDUCED,
    (6, 3): _Event.ENGINE_DOWN,
    (6, 4): _Event.ENGINE_DOWN_REDUCED,
    (7, 1): _Event.MALF_LOG,
    (7, 2): _Event.MALF_CLEAR,
    (7, 3): _Event.DIAG_LOG,
    (7, 4): _Event.DIAG_CLEAR,
}
_DUTIES: Final = {
    _Event.OFF: _Duty.OFF,
    _Event.SB: _Duty.SB,
    _Event.DRIVING: _Duty.D,
    _Event.ON: _Duty.ON,
    _Event.PC: _Duty.PC,
    _Event.YM: _Duty.YM,
    _Event.INT_CONV: _Duty.INT,
    _Event.INT_REDUCED: _Duty.INT,
}
_STATES: Final = dict(enumerate(HosRecordStatusCodeEnum, start=1))
_ORIGINS: Final = dict(enumerate(HosRecordOriginCodeEnum, start=1))
_MALFUNCTIONS: Final = {
    "P": _Malfunction.POWER,
    "E": _Malfunction.ENGINE_SYNC,
    "T": _Malfunction.TIMING,
    "L": _Malfunction.POSITION,
    "R": _Malfunction.RECORDING,
    "S": _Malfunction.TRANSFER,
    "O": _Malfunction.OTHER,
    "1": _Malfunction.DIAG_POWER,
    "2": _Malfunction.DIAG_ENGINE_SYNC,
    "3": _Malfunction.DIAG_MISSING_DATA,
    "4": _Malfunction.DIAG_TRANSFER,
    "5": _Malfunction.DIAG_UNIDENTIFIED,
    "6": _Malfunction.DIAG_OTHER,
}
_TYPES: Final = {each.value: each for each in HosEventTypeCodeEnum}
_CATEGORIES: Final = {
    "DH": HosViolationCategoryEnum.DRIVING_HOURS,
    "WD": HosViolationCategoryEnum.WORKDAY,
    "CY": HosViolationCategoryEnum.CYCLE,
    "BR": HosViolationCategoryEnum.REST,
    "OD": HosViolationCategoryEnum.OFF_DUTY,
    "SL": HosViolationCategoryEnum.SLEEPER,
    "SH": HosViolationCategoryEnum.SHORT_HAUL,
    "EX": HosViolationCategoryEnum.EXEMPTION,
    "RK": HosViolationCategoryEnum.RECORDKEEPING,
    "EL": HosViolationCategoryEnum.ELD,
}


def event_code(event_type: int, code: int) -> HosEventCodeEnum | None:
    """What happened, by the numbers of type and code. None for numbers that the rule does not have."""
    return _EVENTS.get((event_type, code))


def event_type_code(event_type: int) -> HosEventTypeCodeEnum | None:
    """The type as the contract has it, which knows no type 7: malfunctions and diagnostics."""
    return _TYPES.get(str(event_type))


def duty_status(event: HosEventCodeEnum | None) -> DutyStatusCodeEnum | None:
    """The duty status from an event on. None for an event that changes none."""
    return _DUTIES.get(event) if event is not None else None


def record_state(number: int | None) -> HosRecordStatusCodeEnum | None:
    return _STATES.get(number) if number is not None else None


def record_origin(number: int | None) -> HosRecordOriginCodeEnum | None:
    return _ORIGINS.get(number) if number is not None else None


def malfunction(code: str | None) -> HosMalfunctionCodeEnum | None:
    """A malfunction by its letter, or a diagnostic event by its digit."""
    return _MALFUNCTIONS.get(code) if code is not None else None


def violation_category(code: HosViolationCodeEnum | None) -> HosViolationCategoryEnum | None:
    """The group of a rule. The first two letters of its code tell it."""
    return None if code is None else _CATEGORIES[code.value[:2]]
