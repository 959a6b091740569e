"""Writes that name other records: messages, inspections and fuel purchases through the one path of all writes."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import HubAnswer
from tests.integration.conftest import Connected

from gladhand.core.db import Database
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

Connect = Callable[..., Awaitable[Connected]]
PublishedRecords = Callable[[str], Awaitable[list[Any]]]
RESOURCES = (ResourceEnum.MESSAGE, ResourceEnum.GROUP_MESSAGE, ResourceEnum.DVIR_LOG, ResourceEnum.FUEL_TRANSACTION)
EACH = pytest.mark.parametrize("resource", RESOURCES)
ALL = dict.fromkeys(("user", "vehicle", *RESOURCES), "read_write")


@pytest.fixture
async def sharing(connect: Connect) -> Connected:
    return await connect(permissions=ALL)


async def body_of(connected: Connected, resource: ResourceEnum) -> dict[str, Any]:
    """A write by the user ann, of the user ben or of the vehicle 7."""
    ann, ben = [(await connected.created(username=name))["resource_id"] for name in ("ann", "ben")]
    body = {"connection_id": connected.connection_id, "vehicle_name": "7"}
    vehicle = (await connected.api.post("/v2/telematics/vehicles?is_sync=true", body)).body["resource_id"]
    bodies: dict[ResourceEnum, dict[str, Any]] = {
        ResourceEnum.MESSAGE: {"sender_id": ann, "recipient_id": ben, "message_text": "Dock 4"},
        ResourceEnum.GROUP_MESSAGE: {"sender_id": ann, "recipient_ids": [ben, ann], "message_text": "Ice"},
        ResourceEnum.DVIR_LOG: {"driver_id": ann, "vehicle_id": vehicle, "log_type": "pre_trip", "defects": ["horn"]},
        ResourceEnum.FUEL_TRANSACTION: {
            "driver_id": ann,
            "vehicle_id": vehicle,
            "fuel_volume": 100,
            "fuel_volume_unit": "US_GALLON",
            "odometer": 10,
            "odometer_unit": "miles",
            "total_cost": "412.50",
            "currency": "USD",
        },
    }
    return bodies[resource]


async def post(connected: Connected, resource: ResourceEnum, body: dict[str, Any], query: str = "") -> HubAnswer:
    path = f"/v2/telematics/{REGISTRY[resource].path}{query}"
    return await connected.api.post(path, {"connection_id": connected.connection_id} | body)


#: What the record shows of the write above.
SHOWN: dict[ResourceEnum, dict[str, Any]] = {
    ResourceEnum.MESSAGE: {"source_sender_id": "user:ann", "source_recipient_id": "user:ben", "message_text": "Dock 4"},
    ResourceEnum.GROUP_MESSAGE: {"source_recipient_ids": ["user:ben", "user:ann"], "status": "sent"},
    ResourceEnum.DVIR_LOG: {"source_vehicle_id": "veh:7", "log_type": "pre_trip", "defects": ["horn"]},
    ResourceEnum.FUEL_TRANSACTION: {"fuel_volume": 0.378541, "odometer": 16093.44, "total_cost": "412.50"},
}


@EACH
async def test_a_create_reaches_the_provider_with_its_ids_and_can_be_read(
    sharing: Connected, resource: ResourceEnum, published_records: PublishedRecords
) -> None:
    body = await body_of(sharing, resource)
    made = await post(sharing, resource, body, "?is_sync=true")
    assert made.status == 200, made.body
    references = {name: value for name, value in body.items() if name.endswith(("_id", "_ids"))}
    assert {name: made.body["payload"][name] for name in body} == body
    assert made.body["payload"].keys() == body.keys() | {f"source_{name}" for name in references}
    steering = {"fuel_volume_unit", "odometer_unit"}
    assert {each["field"]: each["outcome"] for each in made.body["field_results"]} == dict.fromkeys(
        body.keys() - steering, "applied"
    )
    answer = await sharing.api.get(f"/v2/telematics/{REGISTRY[resource].path}")
    (record,) = answer.body["items"]
    assert (record["id"], record["source_id"]) == (made.body["resource_id"], made.body["source_id"])
    # The hub adds no list of its own ids to a record.
    single = {name: value for name, value in references.items() if isinstance(value, str)}
    assert {name: record[name] for name in single} == single
    assert {name: record[name] for name in SHOWN[resource]} == SHOWN[resource]
    assert [each["id"] for each in await published_records(f"{resource.value}.added")] == [record["id"]]


@EACH
async def test_a_dry_run_shows_the_ids_of_the_provider_and_sends_nothing(
    sharing: Connected, resource: ResourceEnum
) -> None:
    body = await body_of(sharing, resource)
    answer = await post(sharing, resource, body, "?dry_run=true")
    assert answer.status == 200, answer.body
    (request,) = answer.body["requests"]
    assert "user:ann" in request["body"].values()
    assert answer.body["payload"].keys() > body.keys()
    assert (await sharing.api.get(f"/v2/telematics/{REGISTRY[resource].path}")).body["items"] == []


@EACH
async def test_a_record_that_the_connection_does_not_have_is_refused_by_its_field(
    sharing: Connected, connect: Connect, database: Database, resource: ResourceEnum
) -> None:
    body = await body_of(sharing, resource)
    name = next(name for name in body if name.endswith(("_ids", "recipient_id", "driver_id")))
    foreign = (await (await connect(permissions=ALL)).created(username="eve"))["resource_id"]
    (gone,) = {body[name]} if isinstance(body[name], str) else {body[name][0]}
    async with database.connection() as db:
        await db.execute("update record_user set deleted_at = now() where id = %s", (gone,))
    for unknown in (str(uuid4()), foreign, gone):
        sent = [unknown] if isinstance(body[name], list) else unknown
        answer = await post(sharing, resource, body | {name: sent})
        assert answer.status == 422, answer.body
        assert {(each["path"], each["input"], each["error_type"]) for each in answer.body["detail"]} == {
            (f"body.{name}", unknown, "unknown_reference")
        }


async def test_a_record_that_the_fleet_does_not_share_is_refused_by_its_field(
    sharing: Connected, database: Database
) -> None:
    body = await body_of(sharing, ResourceEnum.MESSAGE)
    async with database.connection() as db:
        await db.execute(
            "update share_agreement set scopes = scopes - 'user' where fleet_id = %s", (sharing.origin.fleet_id,)
        )
    answer = await post(sharing, ResourceEnum.MESSAGE, body)
    assert answer.status == 422, answer.body
    assert {(each["path"], each["error_type"]) for each in answer.body["detail"]} == {
        ("body.sender_id", "unknown_reference"),
        ("body.recipient_id", "unknown_reference"),
    }


async def test_messages_of_one_conversation_leave_in_the_order_of_their_acceptance(
    sharing: Connected, database: Database
) -> None:
    body = await body_of(sharing, ResourceEnum.MESSAGE)
    # The first one is not done before the second is accepted.
    await sharing.account.inject_fault("fail", count=3, method="POST", path="/api/messages")
    operations = [(await post(sharing, ResourceEnum.MESSAGE, body)).body["id"] for _ in range(2)]
    async with database.connection() as db:
        rows = await db.execute(
            "select is_blocked from resource_operation where id = any(%s) order by position", (operations,)
        )
        assert [row["is_blocked"] for row in await rows.fetchall()] == [False, True]


@pytest.mark.parametrize("resource", RESOURCES)
def test_every_provider_says_why_it_cannot(resource: ResourceEnum) -> None:
    for provider in providers().values():
        if not provider.can(resource).create:
            assert provider.definition.why_not(resource, "create"), (provider.source_name, resource)
