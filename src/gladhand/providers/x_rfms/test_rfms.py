"""What samples cannot say about rFMS."""

import pytest

from gladhand.providers.x_rfms.vehicles import to_record
from gladhand.sdk.rows import Row


@pytest.mark.parametrize(
    ("fuels", "engine_type"),
    [
        (["04"], "DIESEL"),
        (["4"], "DIESEL"),
        (["0x04"], "DIESEL"),
        ([4], "DIESEL"),
        ("04", "DIESEL"),
        (["07"], "PROPANE"),
        (["08"], "ELECTRICITY"),
        # A fuel of which nothing is known says nothing against the other one; two known ones do.
        (["04", "1A"], "DIESEL"),
        (["04", "06"], None),
        (["1A"], None),
        (["diesel", None], None),
        (None, None),
    ],
)
def test_a_fuel_is_a_hexadecimal_number(fuels: object, engine_type: str | None) -> None:
    row = Row({"vin": "EXAMPLEVN00000001", "possibleFuelType": fuels})
    assert to_record(row).fields.engine_type == engine_type
