"""What every list of the declared resources refuses: windows that are too wide, and words that it does not know."""

from datetime import timedelta
from enum import Enum
from uuid import UUID

from tests.conftest import Api
from tests.integration.api.telematics.every_list import each, listed, one_history, one_parent, refused

from gladhand.api.telematics.list_parameters import filter_parameters
from gladhand.core import clock
from gladhand.records.sort_queries import sort_names
from gladhand.resources.resource import Resource


@each(lambda resource: resource.has_window)
async def test_a_window_of_45_days_is_the_widest(resource: Resource, api: Api) -> None:
    query, _ = one_history(resource, [])
    query |= {name: str(UUID(int=1)) for name in one_parent(resource)}
    until = clock.now()
    widest = {"to_datetime": until.isoformat(), "from_datetime": (until - timedelta(days=45)).isoformat()}
    assert await listed(api, resource, query | widest) == []
    wider = widest | {"from_datetime": (until - timedelta(days=45, seconds=1)).isoformat()}
    (fault,) = await refused(api, resource, query | wider)
    assert (fault["path"], fault["message"]) == (
        "query.from_datetime",
        "from_datetime and to_datetime may be at most 45 days apart.",
    )


@each(lambda resource: resource.is_sortable)
async def test_a_misspelt_order_is_refused_with_the_name_that_was_meant(resource: Resource, api: Api) -> None:
    names = sort_names(resource)
    for name in names:
        if (misspelt := name[:-2] + name[-1]) not in names:
            (fault,) = await refused(api, resource, {"sort_by": misspelt})
            assert (fault["path"], fault["input"]) == ("query.sort_by", misspelt)
            assert "Did you mean " in fault["message"]
    (fault,) = await refused(api, resource, {"sort_order": "decs"})
    assert fault["message"] == "Input should be 'asc' or 'desc'"


@each(lambda _: True)
async def test_a_value_that_a_filter_does_not_take_is_refused(resource: Resource, api: Api) -> None:
    for parameter in filter_parameters(resource):
        if not issubclass(parameter.type, Enum):
            value = "\0" if parameter.type is str else "ture"
            (fault,) = await refused(api, resource, {parameter.name: value})
            assert fault["path"].startswith(f"query.{parameter.name}")
            continue
        for member in parameter.type:
            (fault,) = await refused(api, resource, {parameter.name: f"{member.value}X"})
            assert member.value in fault["message"]
