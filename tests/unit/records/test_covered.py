"""Every record that tells where a driver was is protected."""

import pytest

from gladhand.orgs.agreements.privacy import STATUSES
from gladhand.records.columns import columns
from gladhand.records.privacy.covered import COVERED, PROTECTED, placed_fields
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

_TELLS = ("odometer", "address", "location_name", "place_name", "region_code", "speed")
_POSITIONS = ("location", "h3_index_11", "inferred_address")


@pytest.mark.parametrize("name", REGISTRY, ids=str)
def test_no_field_that_tells_the_place_is_forgotten(name: ResourceEnum) -> None:
    resource = REGISTRY[name]
    fields = resource.fields_model.model_fields.keys()
    assert (name in COVERED) == bool(fields & set(_POSITIONS))
    if name not in COVERED:
        return
    hidden = set(COVERED[name].hidden)
    telling = {field for field in fields - resource.constants.keys() if any(word in field for word in _TELLS)}
    forgotten = telling - {"authority_address"} - hidden
    assert not forgotten, f"{name} declares a position: name these fields in its hides="
    assert hidden <= columns(resource).keys()
    # An event would tell a hidden field under its other name.
    assert not {*resource.event_aliases.values()} & {*placed_fields(resource)}


def test_a_fleet_chooses_for_the_statuses_that_are_protected() -> None:
    assert set(STATUSES) == set(PROTECTED)
