"""Every record that tells where a driver was is protected."""

from gladhand.orgs.agreements.privacy import STATUSES
from gladhand.records.columns import columns
from gladhand.records.privacy.covered import COVERED, PROTECTED, placed_fields
from gladhand.resources.models import plain_type
from gladhand.resources.positions import InferredAddress, Point
from gladhand.resources.registry import REGISTRY

_TELLS = ("odometer", "address", "location_name", "region_code", "speed")


def test_no_resource_with_a_position_is_forgotten() -> None:
    located = {
        name
        for name, resource in REGISTRY.items()
        for field in resource.fields_model.model_fields.values()
        if plain_type(field.annotation) in (Point, InferredAddress)
    }
    assert located == set(COVERED)


def test_no_field_that_tells_the_place_is_forgotten() -> None:
    for name, covered in COVERED.items():
        resource = REGISTRY[name]
        fields = resource.fields_model.model_fields.keys() - resource.constants.keys()
        telling = {field for field in fields if any(word in field for word in _TELLS)}
        assert telling - {"authority_address"} <= set(covered.hidden), name
        assert set(covered.hidden) <= columns(resource).keys(), name
        # An event would tell a hidden field under its other name.
        assert not {*resource.event_aliases.values()} & {*placed_fields(resource)}, name


def test_a_fleet_chooses_for_the_statuses_that_are_protected() -> None:
    assert set(STATUSES) == set(PROTECTED)
