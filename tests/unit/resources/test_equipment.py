"""What writes of vehicles and trailers say."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.vehicle import VEHICLE

BOTH = pytest.mark.parametrize("resource", [VEHICLE, TRAILER], ids=lambda each: each.name.value)


def changes(resource: Resource, **body: Any) -> dict[str, Any]:
    assert resource.update_model is not None
    return resource.update_model.model_validate({"connection_id": str(uuid4()), **body}).changes()


@BOTH
def test_whatever_can_be_written_can_be_read(resource: Resource) -> None:
    assert resource.create_model is not None
    written = set(resource.create_model.model_fields) - resource.create_model.not_changes
    assert written <= set(resource.fields_model.model_fields)


@BOTH
def test_absent_null_and_value_are_three_things(resource: Resource) -> None:
    assert changes(resource, notes=None, vin="1FU") == {"notes": None, "vin": "1FU"}


@BOTH
@pytest.mark.parametrize("year", ["2024", True, 20.5, 10**30, -(10**30)])
def test_a_year_is_a_whole_number_and_nothing_that_looks_like_one(resource: Resource, year: Any) -> None:
    with pytest.raises(ValidationError, match="model_year"):
        changes(resource, model_year=year)


@BOTH
def test_a_whole_number_may_be_spelled_with_a_fraction_of_nothing(resource: Resource) -> None:
    assert repr(changes(resource, model_year=2024.0)) == "{'model_year': 2024}"


@pytest.mark.parametrize("length", ["53", True, float("inf"), float("nan")])
def test_a_length_is_a_number(length: Any) -> None:
    with pytest.raises(ValidationError, match="trailer_length"):
        changes(TRAILER, trailer_length=length)


def test_the_words_for_a_vehicle_are_a_closed_list_and_those_for_a_trailer_are_free() -> None:
    assert changes(VEHICLE, status="SPARE", engine_type="LNG") == {"status": "SPARE", "engine_type": "LNG"}
    assert changes(TRAILER, status="behind the barn") == {"status": "behind the barn"}
    for field in ("status", "engine_type"):
        with pytest.raises(ValidationError, match=field):
            changes(VEHICLE, **{field: "behind the barn"})


def test_the_country_of_a_plate_has_three_letters_at_vehicles_and_is_free_at_trailers() -> None:
    assert changes(TRAILER, license_plate_country="US") == {"license_plate_country": "US"}
    with pytest.raises(ValidationError, match="license_plate_country"):
        changes(VEHICLE, license_plate_country="US")
