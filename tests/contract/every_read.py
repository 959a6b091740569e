"""Every read of the contract once, by a partner that has something of everything."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api, PartnerFixture
from tests.contract.calls import CallAnswer, Caller, Endpoint, endpoints
from tests.examples import example_fields
from tests.integration.records.conftest import Ingest, incoming

from gladhand.core import clock
from gladhand.core.db import Database
from gladhand.resources.registry import REGISTRY

_OPERATIONS = "/v2/integrations/connections/resource-operations"
_WEBHOOK = {"url": "http://127.0.0.1:9/hooks", "event_name": "invitation.created"}
# Where the list of a path's ids is not the path before them.
_LISTS = {"resource_operation_id": _OPERATIONS}
_NAMES = {"event_name": "invitation.created", "version": "1.0"}


# Only the operator may read it.
_OPERATORS = {"list_partner_properties"}


@pytest.fixture
async def partner(make_partner: Callable[..., Any]) -> PartnerFixture:
    """A partner that has asked for no extension."""
    made: PartnerFixture = await make_partner(extensions=False)
    return made


@pytest.fixture
async def stocked(api: Api, partner: PartnerFixture, connect: Callable[..., Any], database: Database) -> PartnerFixture:
    """The partner, with something of everything. Only who asks for an in-house resource receives its name."""
    names = [name.value for name in REGISTRY if not name.is_in_house]
    fleet = await connect(permissions=dict.fromkeys(names, "read") | {"user": "read_write"})
    assert (await fleet.create(first_name="Ann")).status == 202
    assert (await api.post("/v2/notifications/webhooks", _WEBHOOK)).status == 200
    ingest = Ingest(database, fleet.origin, partner.id, fleet.fleet_ref)
    for resource in sorted(REGISTRY.values(), key=lambda each: len(each.parents)):
        fields = example_fields(resource)
        # All records have one source id, so that each has its parents.
        sources = {f"source_{name}" for name in resource.parents} & fields.model_fields_set
        await ingest.page(resource, incoming(resource, [fields.model_copy(update=dict.fromkeys(sources, "r-0"))]))
    return partner


async def read_everything(reader: Caller, operator: Caller) -> dict[str, CallAnswer]:
    """The answer of each read, by its path."""
    month_ago, day = clock.now() - timedelta(days=30), clock.now() - timedelta(days=20)
    usual = {
        "from_datetime": month_ago.isoformat(),
        "processing_date": day.date().isoformat(),
        "include_source_data": True,
    }
    answers = {}
    for endpoint in endpoints().values():
        if endpoint.method == "GET":
            names = {each["name"] for each in endpoint.spec["parameters"]}
            query = {name: value for name, value in usual.items() if name in names}
            caller = operator if endpoint.operation_id in _OPERATORS else reader
            ids = await _ids(reader, endpoint)
            answers[endpoint.path] = await caller.ask("GET", endpoint.path, None, query, **ids)
    return answers


async def _ids(reader: Caller, endpoint: Endpoint) -> dict[str, Any]:
    """The ids of the first things that there are."""
    ids: dict[str, Any] = {}
    for name in endpoint.parameters:
        ids[name] = _NAMES.get(name) or await _first(reader, name, endpoint.path.partition(f"{{{name}}}")[0], ids)
    return ids


async def _first(reader: Caller, name: str, before: str, ids: dict[str, Any]) -> str:
    listed = (await reader.ask("GET", _LISTS.get(name, before.rstrip("/")), **ids)).body
    items = listed["items"] if isinstance(listed, dict) else listed
    return str(items[0].get("id") or items[0][name]) if items else str(uuid4())
