"""What samples cannot say about Mapon."""

import pytest

from gladhand.providers.mapon.api import place
from gladhand.providers.mapon.inspections import log_record
from gladhand.providers.mapon.positions import to_record
from gladhand.providers.mapon.units import FIELD_MAP as UNITS
from gladhand.providers.mapon.units import to_record as to_vehicle
from gladhand.providers.mapon.users import FIELD_MAP as USERS
from gladhand.providers.mapon.users import to_record as to_user
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Verb
from gladhand.sdk.rows import Row

UNIT = {"unit_id": 7001, "last_update": "2026-01-06T09:29:58Z", "lat": 52.52, "lng": 13.405, "speed": 62}


def test_a_value_of_the_engine_computer_is_a_text() -> None:
    shown = [
        to_record(Row({**UNIT, "can": {"engine_hours": {"value": value}}})).fields.engine_hours
        for value in ("1719.45", "", None)
    ]
    assert shown == [1719.45, None, None]


@pytest.mark.parametrize(("given", "driver"), [(501, "501"), ("501", "501"), (0, None), ("0", None), (None, None)])
def test_zero_is_no_driver(given: object, driver: str | None) -> None:
    fields = to_record(Row({**UNIT, "drivers": {"driver1": {"id": given}}})).fields
    assert fields.source_driver_id == driver


def test_a_place_at_zero_is_none() -> None:
    assert place(Row({"lat": 0, "lng": 0})) is None
    assert place(Row({"lat": 0, "lng": 13.4})) is not None


@pytest.mark.parametrize(("blocked", "active"), [(0, True), (False, True), (1, False), (True, False)])
def test_a_driver_that_is_blocked_is_not_active(blocked: object, active: bool) -> None:
    assert to_user(Row({"id": 501, "blocked": blocked})).fields.is_active is active
    assert to_user(Row({"id": 501})).fields.is_active is None


@pytest.mark.parametrize("number", ["GL300", "\N{ARABIC-INDIC DIGIT THREE}", ""])
def test_a_device_has_a_number_and_stays(number: str) -> None:
    with pytest.raises(Rejected, match="have numbers"):
        UNITS.prepare({"license_plate_number": "EX 1", "eld_id": number}, Verb.CREATE)
    with pytest.raises(Rejected, match="keeps its device"):
        UNITS.prepare({"eld_id": "990002"}, Verb.UPDATE)


@pytest.mark.parametrize(("made", "year"), [("2021", 2021), (2021, 2021), (0, None), ("0", None), ("", None)])
def test_zero_is_no_year(made: object, year: int | None) -> None:
    assert to_vehicle(Row({"unit_id": 7001, "technical_details": {"make_year": made}})).fields.model_year == year


def test_an_extension_is_no_part_of_a_number() -> None:
    with pytest.raises(Rejected, match="extension"):
        USERS.prepare({"phone_number": "+49 30 123456 ext. 78"}, Verb.UPDATE)


def test_an_odometer_keeps_its_decimals() -> None:
    row = Row({"id": 1, "inspected_at": "2026-01-06 09:00:00", "odometer": 201858.4})
    fields = log_record(row).fields
    assert (fields.odometer, fields.odometer_km) == (201858400.0, 201858.4)


@pytest.mark.parametrize(
    ("written", "engine_type"), [("D", "DIESEL"), ("E", "ELECTRICITY"), ("H2", "H2"), ("", None), (None, None)]
)
def test_a_fuel_has_the_word_that_a_write_takes(written: object, engine_type: str | None) -> None:
    assert to_vehicle(Row({"unit_id": 7001, "fuel_type": written})).fields.engine_type == engine_type


@pytest.mark.parametrize(("blocked", "active"), [(0, True), ("0", True), (None, True), (1, False), ("1", False)])
def test_a_driver_who_is_blocked_is_not_active(blocked: object, active: bool) -> None:
    assert to_user(Row({"id": 501, "blocked": blocked})).fields.is_active is active
