"""Lamps of dashboards."""

import pytest

from gladhand.sdk.dashboard_lamps import STATUSES, canonical_code, is_fault_lamp


@pytest.mark.parametrize(
    ("lamp", "is_fault"),
    [
        ("ENGINE_OIL", True),
        ("OEM_SPECIFIC_TELL_TALE", True),
        # Both spellings of what is switched on, that of rFMS and that of the FMS standard.
        ("PARKING_HEATER", False),
        ("PARK_HEATING", False),
        ("HEIGHT_CONTROL", False),
        ("HEIGHT_CONTROL_LEVELLING", False),
        (None, False),
    ],
)
def test_what_is_only_switched_on_is_no_fault(lamp: str | None, is_fault: bool) -> None:
    assert is_fault_lamp(lamp) is is_fault


def test_a_lamp_says_whether_the_fault_is_there() -> None:
    assert {colour: status.value for colour, status in STATUSES.items()} == {
        "RED": "active",
        "YELLOW": "active",
        "INFO": "active",
        "OFF": "inactive",
    }
    assert (canonical_code("ENGINE_OIL_TEMPERATURE"), canonical_code("ENGINE_OIL")) == ("ENG_OIL_TEMP_HIGH", None)
