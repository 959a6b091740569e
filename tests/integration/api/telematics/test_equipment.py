"""/v2/telematics/vehicles and /trailers: the one path of all resources, seen at two more of them."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import HubAnswer, Process
from tests.integration.conftest import Connected

from gladhand.core.db import Database
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.vehicle import VEHICLE

Connect = Callable[..., Awaitable[Connected]]
PublishedRecords = Callable[[str], Awaitable[list[Any]]]
BOTH = pytest.mark.parametrize("resource", [VEHICLE, TRAILER], ids=lambda each: each.name.value)


@pytest.fixture
async def sharing(connect: Connect) -> Connected:
    return await connect(permissions={"vehicle": "read_write", "trailer": "read_write"})


async def write(connected: Connected, resource: Resource, record: str = "", **fields: Any) -> HubAnswer:
    path = f"/v2/telematics/{resource.path}{f'/{record}' if record else ''}?is_sync=true"
    body = {"connection_id": connected.connection_id, **fields}
    return await (connected.api.patch(path, body) if record else connected.api.post(path, body))


async def items(connected: Connected, resource: Resource, **query: Any) -> list[Any]:
    answer = await connected.api.get(f"/v2/telematics/{resource.path}", params=query)
    assert answer.status == 200, answer.body
    assert answer.body["total"] >= len(answer.body["items"])
    return list(answer.body["items"])


@BOTH
async def test_a_create_and_an_update_are_done_at_the_provider_and_can_be_read(
    sharing: Connected, resource: Resource, published_records: PublishedRecords
) -> None:
    name, prefix = resource.natural_key[0], {"vehicle": "veh", "trailer": "trl"}[resource.name.value]
    body: dict[str, Any] = {name: "Unit 7", "model_year": 2024, "oem": "Volvo", "notes": "new"}
    made = await write(sharing, resource, **body)
    assert made.status == 200, made.body
    assert (made.body["resource"], made.body["source_id"]) == (resource.name.value, f"{prefix}:unit-7")
    changed = await write(sharing, resource, made.body["resource_id"], notes=None, total_axles=3)
    assert changed.status == 200, changed.body
    assert [(each["field"], each["outcome"]) for each in changed.body["field_results"]] == [
        ("notes", "applied"),
        ("total_axles", "applied"),
    ]
    answer = await sharing.api.get(f"/v2/telematics/{resource.path}/{made.body['resource_id']}")
    assert answer.status == 200
    assert list(answer.body) == list(resource.record_model.model_fields)
    shown = {field: answer.body[field] for field in (name, "model_year", "oem", "notes", "total_axles")}
    assert shown == {name: "Unit 7", "model_year": 2024, "oem": "Volvo", "notes": None, "total_axles": 3}
    (kept,) = [each for each in (await sharing.account.state())[resource.path] if each["id"] == f"{prefix}:unit-7"]
    assert (kept["name"], kept["year"], kept["remarks"], kept["axles"]) == ("Unit 7", 2024, None, 3)
    for event in (f"{resource.name.value}.added", f"{resource.name.value}.modified"):
        (record,) = await published_records(event)
        assert (record["id"], record[name]) == (made.body["resource_id"], "Unit 7")


async def test_events_of_trailers_have_the_name_where_the_contract_has_it_too(
    sharing: Connected, published_records: PublishedRecords
) -> None:
    await write(sharing, TRAILER, trailer_name="Reefer 7")
    (record,) = await published_records("trailer.added")
    assert (record["vehicle_name"], record["trailer_name"]) == ("Reefer 7", "Reefer 7")


@BOTH
async def test_each_filter_narrows_the_list(sharing: Connected, connect: Connect, resource: Resource) -> None:
    name = resource.natural_key[0]
    other = await connect(permissions={"vehicle": "read_write", "trailer": "read_write"})
    mine = (await write(sharing, resource, **{name: "A"})).body
    await write(sharing, resource, **{name: "B"})
    theirs = (await write(other, resource, **{name: "C"})).body

    async def names(**query: Any) -> list[str]:
        return [each[name] for each in await items(sharing, resource, **query)]

    assert await names() == ["A", "B", "C"]
    assert await names(connection_id=sharing.connection_id) == ["A", "B"]
    assert await names(fleet_refs=other.fleet_ref) == ["C"]
    assert await names(fleet_ids=str(sharing.fleet_id)) == ["A", "B"]
    assert await names(source_ids=mine["source_id"]) == ["A"]
    assert await names(**{f"{resource.name.value}_ids": theirs["resource_id"]}) == ["C"]
    assert await names(sort_by=name, sort_order="desc") == ["C", "B", "A"]
    assert await names(size=1) == ["A"]
    assert await names(source_ids=str(uuid4())) == []


@BOTH
async def test_rights_are_those_of_the_resource(connect: Connect, resource: Resource) -> None:
    other = "trailer" if resource is VEHICLE else "vehicle"
    connected = await connect(permissions={other: "read_write"})
    assert (await write(connected, resource, notes="x")).status == 403
    assert await items(connected, resource) == []


@BOTH
@pytest.mark.usefixtures("worker")
async def test_the_worker_does_what_was_accepted(sharing: Connected, resource: Resource, worker: Process) -> None:
    assert worker.handle.poll() is None
    body = {"connection_id": sharing.connection_id, resource.natural_key[0]: "Later"}
    accepted = await sharing.api.post(f"/v2/telematics/{resource.path}", body)
    assert accepted.status == 202
    assert (await sharing.settled(accepted.body["id"]))["status"] == "success"


@BOTH
async def test_a_name_that_is_taken_is_rejected_with_the_field(sharing: Connected, resource: Resource) -> None:
    name = resource.natural_key[0]
    await write(sharing, resource, **{name: "Twin"})
    second = await write(sharing, resource, **{name: "TWIN", "oem": "Volvo"})
    assert second.status == 502
    assert {each["field"]: each["outcome"] for each in second.body["field_results"]} == {
        name: "rejected",
        "oem": "unchanged",
    }


async def test_what_a_provider_cannot_do_is_501_with_its_reason(sharing: Connected, database: Database) -> None:
    async with database.connection() as db:
        await db.execute(
            """
            update connection c set (tsp_id, source_name) = (t.id, t.source_name) from tsp t
            where c.id = %s and t.source_name = 'webfleet'
            """,
            (sharing.connection_id,),
        )
    definition = providers()["webfleet"].definition
    for resource in (VEHICLE, TRAILER):
        answer = await write(sharing, resource, notes="x")
        assert answer.status == 501
        assert answer.body["detail"].startswith(definition.why_not(resource.name, "create"))
        # Reading is of what the hub has, whatever the provider can do.
        assert await items(sharing, resource) == []
