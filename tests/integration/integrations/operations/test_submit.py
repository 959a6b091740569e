"""Accepting writes: the order of the checks, and what is committed with an accepted one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api, HubAnswer
from tests.integration.conftest import Connected

from gladhand.core.db import Database
from gladhand.integrations.operations.queue_queries import CHANNEL

USERS = "/v2/telematics/users"
Connect = Callable[..., Awaitable[Connected]]


def outcome(answer: HubAnswer) -> tuple[int, list[str]]:
    detail = answer.body["detail"]
    return answer.status, [fault["path"] for fault in detail] if isinstance(detail, list) else []


async def test_an_accepted_write_is_pending_and_shows_what_was_sent(connected: Connected) -> None:
    answer = await connected.create(first_name="Ann", notes=None)
    assert answer.status == 202
    operation = answer.body
    assert operation["payload"] == {"first_name": "Ann", "notes": None}
    assert list(operation["payload"]) == ["first_name", "notes"]
    assert operation["connection_id"] == connected.connection_id
    assert (operation["status"], operation["operation_type"], operation["resource"]) == ("pending", "create", "user")
    assert (operation["resource_id"], operation["source_id"], operation["deleted_at"]) == (None, None, None)
    assert operation["logs"] == []


async def test_row_event_and_notice_are_committed_together(
    connected: Connected, database: Database, published_records: Callable[[str], Awaitable[list[Any]]]
) -> None:
    async with await database.connect() as listening:
        await listening.execute(f"listen {CHANNEL}")
        operation = (await connected.create(first_name="Ann")).body
        assert [each.channel async for each in listening.notifies(timeout=5, stop_after=1)] == [CHANNEL]
    (event,) = await published_records("resource_operation.created")
    assert event["id"] == operation["id"]
    assert event["payload"] == {"first_name": "Ann"}
    assert event["fleet_ref"] == connected.fleet_ref


async def test_the_token_is_checked_before_the_body(connected: Connected, anyone: Api) -> None:
    assert (await anyone.post(USERS, {"connection_id": 7})).status == 401
    assert (await connected.fleet.post(USERS, {"connection_id": 7})).status == 403


async def test_the_body_is_checked_before_the_connection(connected: Connected) -> None:
    answer = await connected.api.post(USERS, {"connection_id": str(uuid4()), "hos_ruleset_code": "NONSENSE"})
    assert outcome(answer) == (422, ["body.hos_ruleset_code"])


async def test_an_unknown_connection_is_404(connected: Connected) -> None:
    assert (await connected.api.post(USERS, {"connection_id": str(uuid4())})).status == 404


async def test_a_foreign_connection_answers_like_a_missing_one(
    connected: Connected, anyone: Api, make_partner: Callable[..., Awaitable[Any]]
) -> None:
    stranger = anyone.with_token((await make_partner()).token)
    foreign = await stranger.post(USERS, {"connection_id": connected.connection_id})
    missing = await stranger.post(USERS, {"connection_id": str(uuid4())})
    assert foreign.status == missing.status == 404
    assert foreign.body == missing.body


async def test_an_agreement_that_only_reads_is_403_even_when_the_connection_is_stale(
    connect: Connect, database: Database
) -> None:
    connected = await connect(permissions={"user": "read"})
    async with database.connection() as db:
        await db.execute("update connection set status = 'stale' where id = %s", (connected.connection_id,))
    assert (await connected.create(first_name="Ann")).status == 403


async def test_an_agreement_about_something_else_is_403(connect: Connect) -> None:
    connected = await connect(permissions={"vehicle": "read_write"})
    assert (await connected.create(first_name="Ann")).status == 403


async def test_the_plural_spelling_of_a_permission_counts(connect: Connect) -> None:
    connected = await connect(permissions={"users": "read_write"})
    assert (await connected.create(first_name="Ann")).status == 202


@pytest.mark.parametrize("status", ["stale", "paused", "failed", "cancelled"])
async def test_a_connection_that_is_not_active_is_409(connected: Connected, database: Database, status: str) -> None:
    async with database.connection() as db:
        await db.execute(
            "update connection set status = %s::connection_status where id = %s", (status, connected.connection_id)
        )
    answer = await connected.create(first_name="Ann")
    assert answer.status == 409
    assert status in answer.body["detail"]


async def test_a_provider_without_this_write_is_501(connected: Connected, database: Database) -> None:
    async with database.connection() as db:
        await db.execute(
            """
            with zonar as (
              insert into tsp
              select (jsonb_populate_record(t, '{"slug": "gone", "source_name": "zonar", "status": "deleted"}'
                || jsonb_build_object('id', uuidv7()))).* from tsp t where slug = 'groundhog'
              returning id, source_name
            )
            update connection c set (tsp_id, source_name) = (zonar.id, zonar.source_name) from zonar where c.id = %s
            """,
            (connected.connection_id,),
        )
    answer = await connected.create(first_name="Ann")
    assert (answer.status, answer.body["code"]) == (501, 501)


async def test_a_change_names_a_record_by_our_id_or_by_the_providers(connected: Connected) -> None:
    made = await connected.created(username="ann")
    for record in (made["resource_id"], made["source_id"]):
        answer = await connected.update(record, first_name="Ann")
        assert answer.status == 202
        assert (answer.body["resource_id"], answer.body["source_id"]) == (made["resource_id"], made["source_id"])


async def test_a_change_of_an_unknown_record_is_404(connected: Connected) -> None:
    for record in (str(uuid4()), "user:nobody"):
        assert (await connected.update(record, first_name="Ann")).status == 404


async def test_a_change_of_a_foreign_record_is_404(
    connected: Connected, anyone: Api, make_partner: Callable[..., Awaitable[Any]]
) -> None:
    made = await connected.created(username="ann")
    stranger = anyone.with_token((await make_partner()).token)
    body = {"connection_id": connected.connection_id, "first_name": "Eve"}
    assert (await stranger.patch(f"{USERS}/{made['resource_id']}", body)).status == 404


async def test_a_change_through_another_connection_is_422(connected: Connected, connect: Connect) -> None:
    made = await connected.created(username="ann")
    other = await connect()
    body = {"connection_id": other.connection_id, "first_name": "Ann"}
    answer = await connected.api.patch(f"{USERS}/{made['resource_id']}", body)
    assert outcome(answer) == (422, ["body.connection_id"])


async def test_a_change_needs_the_connection(connected: Connected) -> None:
    made = await connected.created(username="ann")
    answer = await connected.api.patch(f"{USERS}/{made['resource_id']}", {"first_name": "Ann"})
    assert outcome(answer) == (422, ["body.connection_id"])


async def test_a_refused_write_leaves_nothing_behind(
    connected: Connected, published_records: Callable[[str], Awaitable[list[Any]]]
) -> None:
    await connected.api.post(USERS, {"connection_id": connected.connection_id, "is_active": "maybe"})
    await connected.update(str(uuid4()), first_name="Ann")
    listed = await connected.api.get("/v2/integrations/connections/resource-operations")
    assert listed.body["items"] == []
    assert await published_records("resource_operation.created") == []


async def test_many_writes_at_once_are_all_kept(connected: Connected) -> None:
    answers = await asyncio.gather(*(connected.create(username=f"driver-{number}") for number in range(60)))
    assert {answer.status for answer in answers} == {202}
    listed = await connected.api.get("/v2/integrations/connections/resource-operations")
    assert {each["id"] for each in listed.body["items"]} == {answer.body["id"] for answer in answers}
