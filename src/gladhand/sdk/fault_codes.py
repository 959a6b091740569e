"""What fault codes of engines mean, for `canonical_code` of an engine log: codes whose meaning their standard says.

SAE J1939 has a number for what is measured (SPN) and one for how it fails (FMI); SAE J2012 has one code for both. A
code that is not listed here, or that a maker has defined, has no canonical meaning.
"""

import re
from collections.abc import Mapping
from typing import Final

from gladhand.resources.enums import CanonicalFaultCodeEnum as Meaning

# Failure mode identifiers: the value is too high or too low, whether or not that is severe.
_HIGH: Final = (0, 15, 16)
_LOW: Final = (1, 17, 18)
_ERRATIC: Final = (2,)
_VOLTAGE_HIGH: Final = (3,)
_NOT_RESPONDING: Final = (7,)
_UPDATE_RATE: Final = (9,)
_RATE_OF_CHANGE: Final = (10,)
# The sensor itself, its wires, or what it controls.
_FAULT: Final = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13)
_EXISTS: Final = (31,)
_WHEEL_SENSORS: Final = range(789, 795)

_BY_SPN: Final[Mapping[int, Mapping[tuple[int, ...], Meaning]]] = {
    51: {
        _HIGH: Meaning.ENG_THROTTLE_HIGH,
        _LOW: Meaning.ENG_THROTTLE_LOW,
        _ERRATIC: Meaning.ENG_THROTTLE_SIGNAL_ERRATIC,
    },
    84: {_ERRATIC: Meaning.VEH_SPEED_SIGNAL_ERRATIC},
    94: {
        _HIGH: Meaning.ENG_FUEL_PRESSURE_HIGH,
        _LOW: Meaning.ENG_FUEL_PRESSURE_LOW,
        _ERRATIC: Meaning.ENG_FUEL_PRESSURE_SIGNAL_ERRATIC,
    },
    97: {(*_HIGH, *_EXISTS): Meaning.ENG_WATER_IN_FUEL},
    100: {_HIGH: Meaning.ENG_OIL_PRESSURE_HIGH, _LOW: Meaning.ENG_OIL_PRESSURE_LOW},
    102: {
        _HIGH: Meaning.ENG_MAP_HIGH,
        _LOW: Meaning.ENG_MAP_LOW,
        _ERRATIC: Meaning.ENG_MAP_SIGNAL_ERRATIC,
        _VOLTAGE_HIGH: Meaning.ENG_MAP_VOLTAGE_HIGH,
    },
    110: {_HIGH: Meaning.ENG_COOLANT_TEMP_HIGH, _LOW: Meaning.ENG_COOLANT_TEMP_LOW},
    119: {_HIGH: Meaning.RETARDER_PRESSURE_HIGH, _LOW: Meaning.RETARDER_PRESSURE_LOW},
    120: {_HIGH: Meaning.RETARDER_OIL_TEMP_HIGH, _LOW: Meaning.RETARDER_OIL_TEMP_LOW},
    124: {_HIGH: Meaning.TRANS_FLUID_LEVEL_HIGH, _LOW: Meaning.TRANS_FLUID_LEVEL_LOW},
    175: {_HIGH: Meaning.ENG_OIL_TEMP_HIGH, _LOW: Meaning.ENG_OIL_TEMP_LOW},
    177: {
        _HIGH: Meaning.TRANS_FLUID_TEMP_HIGH,
        _LOW: Meaning.TRANS_FLUID_TEMP_LOW,
        _ERRATIC: Meaning.TRANS_FLUID_TEMP_SIGNAL_ERRATIC,
    },
    190: {_HIGH: Meaning.ENG_OVERSPEED, _ERRATIC: Meaning.ENG_SPEED_SIGNAL_ERRATIC},
    639: {_ERRATIC: Meaning.J1939_NETWORK_SIGNAL_ERRATIC},
    **{
        spn: {
            _ERRATIC: Meaning.ABS_WHEEL_SENSOR_SIGNAL_ERRATIC,
            _NOT_RESPONDING: Meaning.ABS_WHEEL_SENSOR_NOT_RESPONDING,
            _UPDATE_RATE: Meaning.ABS_WHEEL_SENSOR_ABNORMAL_UPDATE_RATE,
            _RATE_OF_CHANGE: Meaning.ABS_WHEEL_SENSOR_ABNORMAL_RATE_OF_CHANGE,
        }
        for spn in _WHEEL_SENSORS
    },
    2791: {_FAULT: Meaning.EGR_VALVE_CONTROL_FAULT},
    3216: {_FAULT: Meaning.NOX_SENSOR_FAULT},
    3226: {_FAULT: Meaning.NOX_SENSOR_OUTLET_FAULT},
    4364: {_LOW: Meaning.SCR_CONVERSION_EFFICIENCY_LOW},
}
_J1939: Final = {
    (spn, fmi): meaning for spn, by_mode in _BY_SPN.items() for modes, meaning in by_mode.items() for fmi in modes
}
_OBD: Final = {
    "P0087": Meaning.ENG_FUEL_PRESSURE_LOW,
    "P0088": Meaning.ENG_FUEL_PRESSURE_HIGH,
    "P0217": Meaning.ENG_COOLANT_TEMP_HIGH,
    "P0218": Meaning.TRANS_FLUID_OVER_TEMP,
    "P0219": Meaning.ENG_OVERSPEED,
    "P0524": Meaning.ENG_OIL_PRESSURE_LOW,
    "P0571": Meaning.BRAKE_SWITCH_CIRCUIT,
    "P20EE": Meaning.SCR_CONVERSION_EFFICIENCY_LOW,
    "P2200": Meaning.NOX_SENSOR_FAULT,
    "P2269": Meaning.ENG_WATER_IN_FUEL,
}
# What stands between two codes differs by provider.
_BETWEEN: Final = re.compile(r"[,;\s]+")
_OBD_CODE: Final = re.compile(r"[PCBU][0-9A-F]{4}")
# By the first two bits.
_LETTERS: Final = "PCBU"
_LONGEST_OBD: Final = 0xFFFF


def meaning_of_j1939(spn: int | None, fmi: int | None) -> Meaning | None:
    """What a code of SAE J1939 means; None if it is not known."""
    return None if spn is None or fmi is None else _J1939.get((spn, fmi))


def listed_codes(text: str) -> list[str]:
    """The codes of a text that lists them in whatever way, in large letters, each once."""
    return list(dict.fromkeys(code.upper() for code in _BETWEEN.split(text) if code))


def is_obd(code: str) -> bool:
    """Whether a code has the form of SAE J2012."""
    return _OBD_CODE.fullmatch(code) is not None


def obd_code(number: int) -> str | None:
    """The code of SAE J2012 that these 16 bits stand for: 1056 is P0420. None for a longer number."""
    return f"{_LETTERS[number >> 14]}{number & 0x3FFF:04X}" if 0 <= number <= _LONGEST_OBD else None


def meaning_of_obd(code: str | None) -> Meaning | None:
    """What a code of SAE J2012 such as P0217 means; None if it is not known."""
    return None if code is None else _OBD.get(code.upper())
