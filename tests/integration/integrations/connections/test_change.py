"""PATCH and DELETE /v2/integrations/connections/{id}, and what becomes of writes that wait."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api, HubAnswer, Process
from tests.integration.conftest import Connected, SimulatorAccount

from gladhand.core.db import Database
from gladhand.integrations.connections.tasks import end_of_deleted_fleets
from gladhand.integrations.schedules.alignment import align

PublishedRecords = Callable[[str], Awaitable[list[Any]]]
Connect = Callable[..., Awaitable[Connected]]


async def patch(connected: Connected, **change: Any) -> HubAnswer:
    return await connected.fleet.patch(f"/v2/integrations/connections/{connected.connection_id}", change)


async def delete(connected: Connected) -> HubAnswer:
    return await connected.fleet.delete(f"/v2/integrations/connections/{connected.connection_id}")


async def set_status(database: Database, connected: Connected, status: str) -> None:
    async with database.connection() as db:
        await db.execute(
            "update connection set status = %s::connection_status where id = %s", (status, connected.connection_id)
        )


async def test_absent_keeps_null_clears_and_a_value_sets_the_description(connected: Connected) -> None:
    answer = await patch(connected, description="Trucks in Texas")
    assert (answer.status, answer.body["description"]) == (200, "Trucks in Texas")
    assert (await patch(connected)).body["description"] == "Trucks in Texas"
    assert (await patch(connected, credentials=None, status=None)).body["description"] == "Trucks in Texas"
    assert (await patch(connected, description=None)).body["description"] is None


async def test_a_paused_connection_lets_writes_wait_and_goes_on(
    connected: Connected, worker: Process, published_records: PublishedRecords, database: Database
) -> None:
    answer = await patch(connected, status="paused")
    assert (answer.status, answer.body["status"]) == (200, "paused")
    assert (await connected.create(first_name="Late")).status == 409
    assert [each["status"] for each in await published_records("connection.staled")] == ["paused"]
    assert (await patch(connected, status="paused")).status == 200
    assert len(await published_records("connection.staled")) == 1
    assert (await patch(connected, status="active")).body["status"] == "active"
    assert len(await published_records("fleet_connection.created")) == 2


async def test_a_pause_ends_also_while_the_provider_is_away(connected: Connected) -> None:
    await patch(connected, status="paused")
    await connected.account.inject_fault("fail", count=None)
    assert (await patch(connected, status="active")).body["status"] == "active"


@pytest.mark.parametrize("ending", ["cancelled", "deleted"])
async def test_what_waits_fails_at_once_when_the_connection_is_ended(
    connected: Connected, worker: Process, ending: str, published_records: PublishedRecords
) -> None:
    await connected.account.inject_fault("fail", count=None)
    waiting = (await connected.create(first_name="Waits")).body
    # Behind it in the queue, and suspended while the connection is paused.
    behind = (await connected.create(first_name="Behind")).body
    await patch(connected, status="paused")
    if ending == "deleted":
        assert (await delete(connected)).status == 204
    else:
        assert (await patch(connected, status=ending)).body["status"] == ending
    for operation in (waiting, behind):
        settled = await connected.settled(operation["id"])
        assert settled["status"] == "failed"
        assert f"The connection is {ending}." in settled["logs"][-1]["error_details"]
    assert [each["status"] for each in await published_records("connection.staled")] == ["paused", ending]


@pytest.mark.parametrize("status", ["stale", "failed", "deleted", "on fire"])
async def test_a_fleet_sets_no_state_that_a_connection_comes_into_by_itself(connected: Connected, status: str) -> None:
    answer = await patch(connected, status=status)
    assert answer.status == 422
    assert answer.body["detail"][0]["path"] == "body.status"


async def test_new_credentials_of_the_same_account_repair_it(
    connected: Connected, database: Database, published_records: PublishedRecords
) -> None:
    await set_status(database, connected, "stale")
    answer = await patch(connected, credentials={"api_key": connected.account.key})
    assert (answer.status, answer.body["status"]) == (200, "active")
    assert len(await published_records("fleet_connection.created")) == 2


async def test_the_schedules_of_a_paused_connection_are_paused_and_not_stale(
    connected: Connected, database: Database, admin: Api
) -> None:
    path = f"/v2/integrations/connections/{connected.connection_id}/schedules"

    async def shown() -> set[str]:
        fresh = (await connected.api.get("/v2/integrations/connections/data-freshness")).body
        listed = (await connected.api.get(path)).body["items"]
        assert listed
        assert len(fresh) == len(listed)
        one = (await connected.api.get(f"{path}/{listed[0]['id']}")).body
        return {each["status"] for each in (*listed, one)} | {each["schedule_status"] for each in fresh}

    assert await shown() == {"active"}
    await patch(connected, status="paused")
    assert await shown() == {"paused"}
    schedule = (await connected.api.get(path)).body["items"][0]
    refused = await admin.post(f"{path}/{schedule['id']}/activate")
    assert (refused.status, "with its connection" in str(refused.body)) == (409, True)
    await patch(connected, status="active")
    assert await shown() == {"active"}
    await set_status(database, connected, "stale")
    async with database.transaction() as db:
        await align(db, [connected.fleet_id])
    assert await shown() == {"stale"}


async def test_new_credentials_do_not_end_a_pause(connected: Connected) -> None:
    await patch(connected, status="paused")
    answer = await patch(connected, credentials={"api_key": connected.account.key})
    assert (answer.status, answer.body["status"]) == (200, "paused")


async def test_credentials_of_another_account_are_refused(
    connected: Connected, make_account: Callable[[], Awaitable[SimulatorAccount]]
) -> None:
    other = await make_account()
    answer = await patch(connected, credentials={"api_key": other.key})
    assert answer.status == 422
    assert answer.body["detail"][0]["error_type"] == "other_account"
    assert other.key not in str(answer.body)


@pytest.mark.parametrize(
    ("credentials", "path"),
    [({"api_key": "wrong"}, "body.credentials"), ({}, "body.credentials.api_key"), ("text", "body.credentials")],
)
async def test_credentials_that_do_not_work_change_nothing(connected: Connected, credentials: Any, path: str) -> None:
    answer = await patch(connected, credentials=credentials, description="changed")
    assert answer.status == 422
    assert answer.body["detail"][0]["path"] == path
    assert (await connected.connection())["description"] is None


@pytest.mark.parametrize("before", ["stale", "failed", "cancelled", "paused"])
async def test_going_on_tries_the_login_first(connected: Connected, database: Database, before: str) -> None:
    await set_status(database, connected, before)
    await connected.account.inject_fault("bad_auth", count=None)
    answer = await patch(connected, status="active")
    assert answer.status == 422
    assert (await connected.connection())["status"] == before
    await connected.account.behave()
    answer = await patch(connected, status="active")
    assert (answer.status, answer.body["status"]) == (200, "active")


async def test_a_deleted_connection_is_gone_with_its_secrets_and_its_records_stay(
    connected: Connected, database: Database, published_records: PublishedRecords
) -> None:
    user = (await connected.created(first_name="Stays"))["resource_id"]
    assert (await delete(connected)).status == 204
    async with database.connection() as db:
        rows = await db.execute("select * from connection where id = %s", (connected.connection_id,))
        row = await rows.fetchone()
        rows = await db.execute(
            "select count(*) as n from connection_session where connection_id = %s", (connected.connection_id,)
        )
        left = await rows.fetchone()
    assert row is not None
    assert left is not None
    assert (row["credentials"], row["masked_credentials"], left["n"]) == (b"", {}, 0)
    assert row["deleted_at"] is not None
    for api in (connected.api, connected.fleet):
        assert (await api.get(f"/v2/integrations/connections/{connected.connection_id}")).status == 404
    assert (await connected.create(first_name="Too late")).status == 404
    assert (await connected.api.get(f"/v2/telematics/users/{user}")).status == 200
    assert [each["status"] for each in await published_records("connection.staled")] == ["deleted"]
    assert (await delete(connected)).status == 404
    assert (await patch(connected, description="x")).status == 404


async def test_connecting_again_after_deleting_makes_another_connection(connected: Connected) -> None:
    await delete(connected)
    answer = await connected.sign_in()
    assert answer.status == 200
    assert answer.body["id"] != connected.connection_id


async def test_another_fleets_connection_is_missing(connected: Connected, connect: Connect) -> None:
    other = await connect()
    path = f"/v2/integrations/connections/{connected.connection_id}"
    missing = await other.fleet.patch(f"/v2/integrations/connections/{uuid4()}", {"status": "paused"})
    foreign = await other.fleet.patch(path, {"status": "paused"})
    assert (foreign.status, foreign.body) == (404, missing.body)
    assert (await other.fleet.delete(path)).status == 404
    assert (await connected.connection())["status"] == "active"


async def test_partners_neither_change_nor_delete(connected: Connected) -> None:
    path = f"/v2/integrations/connections/{connected.connection_id}"
    assert (await connected.api.patch(path, {"status": "paused"})).status == 403
    assert (await connected.api.delete(path)).status == 403


async def test_the_connections_of_a_deleted_fleet_end_with_their_credentials(
    connected: Connected, database: Database
) -> None:
    assert (await connected.fleet.delete(f"/v2/orgs/fleets/{connected.fleet_id}")).status == 204
    await end_of_deleted_fleets(database)
    async with database.connection() as db:
        rows = await db.execute("select status::text from connection where id = %s", (connected.connection_id,))
        assert [row["status"] for row in await rows.fetchall()] == ["deleted"]
