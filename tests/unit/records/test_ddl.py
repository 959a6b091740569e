"""The indexes of the tables of records."""

from uuid import UUID

import pytest

from gladhand.api.telematics.list_parameters import filter_parameters
from gladhand.records.columns import table_name
from gladhand.records.ddl import create_table
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource


@pytest.mark.parametrize("resource", REGISTRY.values(), ids=lambda resource: resource.name.value)
def test_every_id_that_narrows_a_list_begins_an_index_of_the_fleet(resource: Resource) -> None:
    statements = create_table(resource)
    for each in filter_parameters(resource):
        if each.type in (str, UUID) and each.column != "id":
            assert f"on {table_name(resource)} (fleet_id, {each.column}" in statements
