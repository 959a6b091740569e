"""What samples cannot say about rFMS."""

from typing import Any

import pytest

from gladhand.providers.x_rfms.events import driver_record, is_driver_change
from gladhand.providers.x_rfms.hours import is_of_driver
from gladhand.providers.x_rfms.hours import to_record as hours_record
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


def card(number: str) -> dict[str, Any]:
    return {"tachoDriverIdentification": {"cardIssuingMemberState": "D", "driverIdentification": number}}


def logout(who: str | None, first: str | None, second: str | None) -> Row:
    shown = {"driver1Id": card(first)} if first else {}
    return Row(
        {
            "vin": "EXAMPLEVN00000001",
            "createdDateTime": "2026-01-06T09:30:10Z",
            "triggerType": {"triggerType": "DRIVER_LOGOUT", **({"driverId": card(who)} if who else {})},
            "snapshotData": {"driver2Id": card(second)} if second else {},
            **shown,
        }
    )


@pytest.mark.parametrize(
    ("report", "stays", "is_primary"),
    [
        # Reports show the one who leaves, or no longer.
        (logout("1", "1", "2"), "D|2", False),
        (logout("1", None, "2"), "D|2", False),
        (logout("2", "1", "2"), "D|1", True),
        (logout("1", "1", None), None, None),
        (logout(None, None, None), None, None),
    ],
)
def test_who_stays_when_a_driver_leaves_has_the_vehicle_from_then_on(
    report: Row, stays: str | None, is_primary: bool | None
) -> None:
    assert is_driver_change(report)
    fields = driver_record(report).fields
    assert (fields.source_driver_id, fields.is_primary_driver) == (stays, is_primary)


@pytest.mark.parametrize("report", [logout(None, "1", "2"), logout(None, "1", None), logout("3", "1", "2")])
def test_a_driver_who_leaves_without_a_name_tells_nothing_of_who_stays(report: Row) -> None:
    assert not is_driver_change(report)


def test_what_a_driver_does_whose_card_is_out_is_unknown() -> None:
    record = hours_record(logout("1", "1", "2"))
    assert record.source_id == "D|1"
    assert (record.fields.source_vehicle_id, record.fields.duty_status_code) == (None, None)
    assert not is_of_driver(logout(None, "1", "2"))
