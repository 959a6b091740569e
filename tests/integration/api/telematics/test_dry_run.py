"""`dry_run=true`: what a write would do, and that it does nothing."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api, HubAnswer
from tests.integration.conftest import Connected

from gladhand.core.db import Database

Connect = Callable[..., Awaitable[Connected]]
USERS = "/v2/telematics/users"


async def dry_run(connected: Connected, record: str = "", /, **fields: Any) -> HubAnswer:
    body = {"connection_id": connected.connection_id, **fields}
    if record:
        return await connected.api.patch(f"{USERS}/{record}?dry_run=true", body)
    return await connected.api.post(f"{USERS}?dry_run=true", body)


async def kept(database: Database, connected: Connected) -> Any:
    """How much there is of everything that a write leaves behind, and what the provider was asked."""
    async with database.connection() as db:
        rows = await db.execute(
            """
            select (select count(*) from resource_operation where connection_id = %(id)s) as operations,
              (select count(*) from record_user where connection_id = %(id)s) as records,
              (select count(*) from connection_session where connection_id = %(id)s) as sessions,
              (select count(*) from event e join connection c using (fleet_id) where c.id = %(id)s) as events
            """,
            {"id": connected.connection_id},
        )
        found = await rows.fetchone()
    account = await connected.account.state()
    return found, account["creates"], account["updates"]


async def test_a_create_shows_its_request_with_the_key_masked_and_what_becomes_of_each_field(
    connected: Connected, database: Database
) -> None:
    before = await kept(database, connected)
    answer = await dry_run(connected, username="ann", license_expiration="2031-05-01", notes=None)
    assert answer.status == 200, answer.body
    assert answer.headers["Content-Type"] == "application/vnd.gladhand.dry-run+json"
    (request,) = answer.body["requests"]
    assert (request["method"], request["url"].rpartition("/api")[2]) == ("POST", "/drivers")
    assert request["headers"]["Authorization"] == "Bearer *****"
    assert request["body"].pop("external_id")
    assert request["body"] == {"username": "ann", "license_expires": "2031-05-01"}
    assert [(each["field"], each["outcome"]) for each in answer.body["field_results"]] == [
        ("username", "applied"),
        ("license_expiration", "applied"),
        ("notes", "unchanged"),
    ]
    assert answer.body["payload"] == {"username": "ann", "license_expiration": "2031-05-01", "notes": None}
    assert (answer.body["operation_type"], answer.body["resource_id"], answer.body["refusal"]) == ("create", None, None)
    assert connected.account.key not in str(answer.body)
    assert await kept(database, connected) == before


async def test_an_update_names_its_record(connected: Connected) -> None:
    made = await connected.created(username="ann")
    answer = await dry_run(connected, made["resource_id"], last_name="Berg", first_name=None)
    (request,) = answer.body["requests"]
    assert (request["method"], request["url"].rpartition("/api")[2]) == ("PATCH", "/drivers/user:ann")
    assert request["body"] == {"family_name": "Berg", "given_name": None}
    assert (answer.body["resource_id"], answer.body["source_id"]) == (made["resource_id"], "user:ann")
    assert (await connected.account.driver("user:ann")).get("family_name") is None


async def test_what_would_be_refused_is_said_with_its_field(connected: Connected) -> None:
    answer = await dry_run(connected, username="x" * 300, first_name="Ann", lastname="Berg")
    assert answer.status == 200
    assert answer.body["requests"] == []
    assert answer.body["refusal"]["error_type"] == "validation"
    assert {each["field"]: each["outcome"] for each in answer.body["field_results"]} == {
        "username": "rejected",
        "first_name": "unchanged",
        "lastname": "ignored",
    }


async def test_every_check_of_the_write_holds(
    connected: Connected, connect: Connect, anyone: Api, database: Database
) -> None:
    assert (await dry_run(connected, "nobody", notes="x")).status == 404
    assert (await dry_run(connected, hos_ruleset_code="NONSENSE")).status == 422
    unknown = {"connection_id": str(uuid4())}
    assert (await connected.api.post(f"{USERS}?dry_run=true", unknown)).status == 404
    assert (await anyone.post(f"{USERS}?dry_run=true", unknown)).status == 401
    assert (await connected.fleet.post(f"{USERS}?dry_run=true", unknown)).status == 403
    assert (await dry_run(await connect(permissions={"user": "read"}), notes="x")).status == 403
    async with database.connection() as db:
        await db.execute("update connection set status = 'stale' where id = %s", (connected.connection_id,))
    assert (await dry_run(connected, notes="x")).status == 409


@pytest.mark.parametrize("path", ["vehicles", "trailers"])
async def test_every_resource_that_can_be_written_has_a_dry_run(connect: Connect, path: str) -> None:
    connected = await connect(permissions={"vehicle": "read_write", "trailer": "read_write"})
    body = {"connection_id": connected.connection_id, "vin": "1FU", "model_year": 2024}
    answer = await connected.api.post(f"/v2/telematics/{path}?dry_run=true&is_sync=true", body)
    assert answer.status == 200, answer.body
    (request,) = answer.body["requests"]
    assert request["body"]["vin"] == "1FU"
    assert (await connected.account.state())["trailers"] == []


async def test_a_key_is_not_used_up_by_a_dry_run(connected: Connected) -> None:
    body = {"connection_id": connected.connection_id, "username": "ann"}
    key = {"Idempotency-Key": str(uuid4())}
    for _ in range(2):
        planned = await connected.api.post(f"{USERS}?dry_run=true", body, headers=key)
        assert (planned.status, len(planned.body["requests"])) == (200, 1)
    written = await connected.api.post(f"{USERS}?is_sync=true", body, headers=key)
    assert (written.status, written.body["status"]) == (200, "success")
    assert [each["username"] for each in await connected.account.drivers()] == ["ann"]
