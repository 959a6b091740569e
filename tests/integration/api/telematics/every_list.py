"""Lists of the declared resources: how tests ask for them, and what they store to find there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from tests.conftest import Api
from tests.examples import example_fields
from tests.integration.records.conftest import Ingest, incoming

from gladhand.api.telematics.list_parameters import filter_parameters
from gladhand.core import clock
from gladhand.records.incoming import IncomingRecord
from gladhand.resources.fields import Fields
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource

#: For `given`: one example.
once = settings(max_examples=1, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
_AGO, _AHEAD = timedelta(days=44), timedelta(hours=12)


def each(of: Callable[[Resource], Any]) -> pytest.MarkDecorator:
    """The lists of resources of which this is true."""
    chosen = [resource for resource in REGISTRY.values() if resource.has_list and of(resource)]
    return pytest.mark.parametrize("resource", chosen, ids=lambda resource: resource.name.value)


def history(resource: Resource) -> dict[str, str]:
    """The parameters of a window with all rows.

    Its end is not the server's present: where the machine's clock has just been put forward, the server notices so some
    seconds later, and rows that were stored meanwhile lie ahead of it.
    """
    now = clock.now()
    window = {"from_datetime": (now - _AGO).isoformat(), "to_datetime": (now + _AHEAD).isoformat()}
    wanted = window if resource.has_window else {}
    return wanted if resource.latest_by is None else wanted | {"only_latest": "false"}


async def listed(api: Api, resource: Resource, query: Mapping[str, Any]) -> list[Any]:
    """The whole list, page by page, each with the same total."""
    found: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await api.get(f"/v2/telematics/{resource.path}", params={**query, **cursor})
        assert answer.status == 200, answer.body
        found += answer.body["items"]
        if answer.body["next_page"] is None:
            assert answer.body["total"] == len(found)
            return found
        cursor = {"cursor": answer.body["next_page"]}


def ids(rows: list[Any]) -> list[str]:
    return [row["id"] for row in rows]


async def refused(api: Api, resource: Resource, query: Mapping[str, Any]) -> list[dict[str, str]]:
    answer = await api.get(f"/v2/telematics/{resource.path}", params=query)
    assert answer.status == 422, answer.body
    faults: list[dict[str, str]] = answer.body["detail"]
    return faults


async def store_parents(ingest: Ingest, resource: Resource) -> None:
    """Three records of each resource that the list can be narrowed by: `r-0`, `r-1` and `r-2`."""
    for name in sorted(set(resource.parents.values())):
        parent = REGISTRY[name]
        await ingest.page(parent, incoming(parent, [example_fields(parent)] * 3))


def with_parents(resource: Resource, page: Sequence[Fields]) -> list[IncomingRecord]:
    """The records, of which most name parents that are stored."""
    records = incoming(resource, page)
    for at, name in enumerate(resource.parents):
        for place, record in enumerate(records):
            source = (*("r-0", "r-1", "r-2") * 2, "r-9")[(place * (at + 1) + at) % 7]
            records[place] = replace(record, fields={**record.fields, f"source_{name}": source})
    return records


def one_parent(resource: Resource) -> list[str]:
    """The parameter by which a history is that of one vehicle, driver or trailer."""
    return [each.name for each in filter_parameters(resource) if each.column in resource.history_of[:1]]


def one_history(resource: Resource, rows: list[Any], column: str = "") -> tuple[dict[str, Any], list[Any]]:
    """The query of a history, and its rows: of one vehicle where the list asks for that, unless `column` names it."""
    query: dict[str, Any] = history(resource)
    if not resource.history_of or column in resource.history_of or not rows:
        return query, rows
    field = resource.history_of[0]
    chosen = next(row[field] for row in rows if row[field] is not None)
    return query | dict.fromkeys(one_parent(resource), chosen), [row for row in rows if row[field] == chosen]


def written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
