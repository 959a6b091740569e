"""Every read of the contract by a partner that has asked for nothing, decoded as strictly as clients in Go do."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api, PartnerFixture
from tests.contract.documents import SERVICES, contract_operations, document
from tests.contract.strict import faults
from tests.examples import example_fields
from tests.integration.conftest import accept, connect, make_account, tsp_id
from tests.integration.records.conftest import Ingest, incoming

from gladhand.core import clock
from gladhand.core.db import Database
from gladhand.resources.registry import REGISTRY

__all__ = ["accept", "connect", "make_account", "tsp_id"]

OPERATIONS = "/v2/integrations/connections/resource-operations"
WEBHOOK = {"url": "http://127.0.0.1:9/hooks", "event_name": "invitation.created"}
# What a worker, the operator or the fleet makes. The tests that have it decode it as strictly.
READ_ELSEWHERE = {
    "/v2/integrations/connections/{connection_id}/schedules/{schedule_id}/executions",
    "/v2/notifications/webhooks/{webhook_id}/logs",
    "/v2/orgs/external-tsps",
    "/v2/orgs/external-tsps/integration-requests",
    "/v2/orgs/fleets/{fleet_id}/properties",
    "/v2/orgs/partners/{partner_id}/properties",
    "/v2/telematics/vehicle-region-segments",
}
# Where the list of a path's ids is not the path before them.
LISTS = {"resource_operation_id": OPERATIONS}
NAMES = {"event_name": "invitation.created", "version": "1.0"}


@pytest.fixture
async def partner(make_partner: Callable[..., Any]) -> PartnerFixture:
    made: PartnerFixture = await make_partner(extensions=False)
    return made


@pytest.fixture
async def reader(api: Api, partner: PartnerFixture, connect: Callable[..., Any], database: Database) -> Api:
    """The client of a partner that has something of everything."""
    fleet = await connect(permissions={name.value: "read" for name in REGISTRY} | {"user": "read_write"})
    assert (await fleet.create(first_name="Ann")).status == 202
    assert (await api.post("/v2/notifications/webhooks", WEBHOOK)).status == 200
    ingest = Ingest(database, fleet.origin, partner.id, fleet.fleet_ref)
    for resource in sorted(REGISTRY.values(), key=lambda each: len(each.parents)):
        fields = example_fields(resource)
        # All records have one source id, so that each has its parents.
        sources = {f"source_{name}" for name in resource.parents} & fields.model_fields_set
        await ingest.page(resource, incoming(resource, [fields.model_copy(update=dict.fromkeys(sources, "r-0"))]))
    return api


async def test_every_read_of_the_contract_fits_it(reader: Api) -> None:
    month_ago, day = clock.now() - timedelta(days=30), clock.now() - timedelta(days=20)
    usual = {
        "from_datetime": month_ago.isoformat(),
        "processing_date": day.date().isoformat(),
        "include_source_data": "true",
    }
    extra, unread = {}, set()
    for service in SERVICES:
        known = contract_operations(service)
        for path, operations in document(service)["paths"].items():
            if ("GET", re.sub(r"\{\w+\}", "{}", path)) not in known:
                continue
            names = {each["name"] for each in operations["get"].get("parameters", ())}
            query = {name: value for name, value in usual.items() if name in names}
            answer = await reader.get(await _filled(reader, path), params=query)
            is_empty = not answer.body or (isinstance(answer.body, dict) and answer.body.get("items") == [])
            if answer.status != 200 or is_empty:
                unread.add(path)
            if found := faults(service, "get", path, answer.status, answer.body):
                extra[path] = found
    assert extra == {}
    # Other tests that share the database may have made some of these.
    assert unread <= READ_ELSEWHERE


async def _filled(reader: Api, path: str) -> str:
    """The path with the id of the first thing there is for each parameter."""
    while found := re.search(r"\{(\w+)\}", path):
        name, before = found[1], path[: found.start()].rstrip("/")
        value = NAMES.get(name)
        if value is None:
            listed = await reader.get(LISTS.get(name, before))
            items = listed.body.get("items", ()) if isinstance(listed.body, dict) else listed.body
            value = items[0].get("id") or items[0][name] if items else str(uuid4())
        path = path[: found.start()] + value + path[found.end() :]
    return path
