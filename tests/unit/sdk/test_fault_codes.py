"""What fault codes mean: known ones by their standard, and none for all others."""

import pytest

from gladhand.resources.enums import CanonicalFaultCodeEnum as Meaning
from gladhand.sdk.fault_codes import meaning_of_j1939, meaning_of_obd, obd_code


@pytest.mark.parametrize(
    ("spn", "fmi", "meaning"),
    [
        (110, 0, Meaning.ENG_COOLANT_TEMP_HIGH),
        (110, 16, Meaning.ENG_COOLANT_TEMP_HIGH),
        (110, 18, Meaning.ENG_COOLANT_TEMP_LOW),
        # The sensor, and not the coolant.
        (110, 3, None),
        (100, 1, Meaning.ENG_OIL_PRESSURE_LOW),
        (190, 0, Meaning.ENG_OVERSPEED),
        (190, 1, None),
        (97, 31, Meaning.ENG_WATER_IN_FUEL),
        (794, 7, Meaning.ABS_WHEEL_SENSOR_NOT_RESPONDING),
        (795, 7, None),
        (3226, 10, Meaning.NOX_SENSOR_OUTLET_FAULT),
        # The outlet has too much of it: the sensor is well.
        (3226, 0, None),
        (4364, 18, Meaning.SCR_CONVERSION_EFFICIENCY_LOW),
        (96, 4, None),
        (None, 4, None),
        (110, None, None),
    ],
)
def test_a_code_of_j1939(spn: int | None, fmi: int | None, meaning: Meaning | None) -> None:
    assert meaning_of_j1939(spn, fmi) is meaning


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("P0217", Meaning.ENG_COOLANT_TEMP_HIGH),
        ("p20ee", Meaning.SCR_CONVERSION_EFFICIENCY_LOW),
        ("P0420", None),
        ("", None),
        (None, None),
    ],
)
def test_a_code_of_obd(code: str | None, meaning: Meaning | None) -> None:
    assert meaning_of_obd(code) is meaning


@pytest.mark.parametrize(
    ("number", "code"), [(1056, "P0420"), (0x4123, "C0123"), (0x9234, "B1234"), (0xFFFF, "U3FFF"), (0x10000, None)]
)
def test_the_sixteen_bits_of_a_code(number: int, code: str | None) -> None:
    assert obd_code(number) == code
