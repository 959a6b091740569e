"""Idempotency-Key on POSTs: what is sent again does nothing again, whatever happened the first time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from tests.conftest import PATIENCE, Api, HubAnswer, PartnerFixture, Process, Server, eventually, fetch_token
from tests.integration.conftest import Connected, SimulatorAccount
from tests.outbox import empty_outbox

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.idempotency import queries
from gladhand.core.retention import delete_old_rows, retentions
from gladhand.core.sealed_columns import IDEMPOTENT_ANSWER

INVITATIONS = "/v2/orgs/invitations"


def new_key() -> str:
    return f"key-{uuid4()}"


def keyed(key: str) -> dict[str, dict[str, str]]:
    return {"headers": {"Idempotency-Key": key}}


def invitation(**fields: Any) -> dict[str, Any]:
    return {"fleet_ref": f"ref-{uuid4().hex[:8]}"} | fields


def is_replay(answer: HubAnswer) -> bool:
    return header(answer, "Idempotent-Replayed") == "true"


def header(answer: HubAnswer, name: str) -> str | None:
    return next((value for known, value in answer.headers.items() if known.lower() == name.lower()), None)


async def count(database: Database, statement: Any, *values: Any) -> int:
    async with database.connection() as db:
        row = await (await db.execute(statement, values)).fetchone()
        assert row is not None
        return int(row["n"])


async def operations(database: Database, connected: Connected) -> int:
    return await count(
        database, "select count(*) as n from resource_operation where connection_id = %s", connected.connection_id
    )


async def begun(database: Database, key: str) -> None:
    """Wait until a request with this key is under way."""

    async def is_kept() -> bool:
        return await count(database, "select count(*) as n from idempotency_key where key = %s", key) > 0

    await eventually(is_kept, "the request")


async def test_the_same_request_again_gets_the_first_answer(api: Api, database: Database) -> None:
    key, body = new_key(), invitation()
    first = await api.post(INVITATIONS, body, **keyed(key))
    again = await api.post(INVITATIONS, body, **keyed(key))
    assert (first.status, again.status) == (201, 201)
    assert again.body == first.body
    assert (is_replay(first), is_replay(again)) == (False, True)
    # Without the key, or with a new one, it is a request of its own.
    assert (await api.post(INVITATIONS, body)).status == 200
    assert (await api.post(INVITATIONS, body, **keyed(new_key()))).status == 200


async def test_the_key_is_good_for_one_body_path_and_query(api: Api, connected: Connected) -> None:
    key = new_key()
    first = {"connection_id": connected.connection_id, "first_name": "Ann"}
    assert (await api.post("/v2/telematics/users", first, **keyed(key))).status == 202
    for path, body in (
        ("/v2/telematics/users", first | {"first_name": "Bob"}),
        ("/v2/telematics/users?is_sync=true", first),
        (INVITATIONS, invitation()),
    ):
        answer = await api.post(path, body, **keyed(key))
        assert answer.status == 422
        assert answer.body["detail"][0]["path"] == "header.Idempotency-Key"


async def test_another_client_may_use_the_same_key(
    api: Api, anyone: Api, make_partner: Callable[..., Awaitable[PartnerFixture]]
) -> None:
    key, body = new_key(), invitation()
    first = await api.post(INVITATIONS, body, **keyed(key))
    other = await anyone.with_token((await make_partner()).token).post(INVITATIONS, body, **keyed(key))
    assert (other.status, is_replay(other)) == (201, False)
    assert other.body["id"] != first.body["id"]


async def test_a_new_token_of_the_same_client_finds_the_first_answer(
    api: Api, anyone: Api, partner: PartnerFixture
) -> None:
    key, body = new_key(), invitation()
    first = await api.post(INVITATIONS, body, **keyed(key))
    token = await fetch_token(anyone, partner.client_id, partner.client_secret)
    assert token != partner.token
    again = await anyone.with_token(token).post(INVITATIONS, body, **keyed(key))
    assert (is_replay(again), again.body) == (True, first.body)


@pytest.mark.parametrize("key", ["", "two words", "k" * 256, "ümlaut", "tab\there"])
async def test_what_cannot_be_a_key_is_refused(api: Api, key: str) -> None:
    answer = await api.post(INVITATIONS, invitation(), **keyed(key))
    assert answer.status == 422
    assert answer.body["detail"][0]["path"] == "header.Idempotency-Key"


async def test_two_keys_in_one_request_are_refused(anyone: Api, partner: PartnerFixture) -> None:
    headers = [("Authorization", f"Bearer {partner.token}"), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    async with anyone.session.post(anyone.url + INVITATIONS, json=invitation(), headers=headers) as answer:
        assert answer.status == 422


async def test_a_refused_request_does_not_use_the_key_up(api: Api) -> None:
    key = new_key()
    assert (await api.post(INVITATIONS, {"fleet_ref": ""}, **keyed(key))).status == 422
    assert (await api.post(INVITATIONS, invitation(callback_url="http://10.0.0.1/x"), **keyed(key))).status == 422
    missing = {"connection_id": str(uuid4()), "first_name": "Ann"}
    assert (await api.post("/v2/telematics/users", missing, **keyed(key))).status == 404
    assert (await api.post("/v2/telematics/users?is_sync=true", missing, **keyed(key))).status == 404
    answer = await api.post(INVITATIONS, invitation(), **keyed(key))
    assert (answer.status, is_replay(answer)) == (201, False)


async def test_no_token_and_a_wrong_scope_are_told_before_anything_is_repeated(
    api: Api, anyone: Api, accept: Callable[..., Awaitable[Any]]
) -> None:
    key, body = new_key(), invitation()
    assert (await api.post(INVITATIONS, body, **keyed(key))).status == 201
    assert (await anyone.post(INVITATIONS, body, **keyed(key))).status == 401
    fleet = anyone.with_token((await accept())["pre_registration_access_token"])
    assert (await fleet.post(INVITATIONS, body, **keyed(key))).status == 403


async def test_answers_with_secrets_lie_sealed(api: Api, database: Database, sink: Any) -> None:
    key = new_key()
    body = {"event_name": "user.added", "url": sink.url, "secret": f"whsec-{uuid4().hex}"}
    first = await api.post("/v2/notifications/webhooks", body, **keyed(key))
    again = await api.post("/v2/notifications/webhooks", body, **keyed(key))
    assert first.status == 200, first.body
    assert (is_replay(again), again.body) == (True, first.body)
    assert await count(database, "select count(*) as n from idempotency_key where key = %s", key) == 1
    secret = first.body["secret"]
    assert secret
    found = "select count(*) as n from idempotency_key k where key = %s and position(%s in k::text) > 0"
    assert await count(database, found, key, secret) == 0
    assert await count(database, found, key, secret.encode().hex()) == 0


async def test_an_answer_whose_key_is_missing_is_told_and_nothing_is_done_twice(
    api: Api, database: Database, sink: Any
) -> None:
    key = new_key()
    body = {"event_name": "user.added", "url": sink.url, "secret": f"whsec-{uuid4().hex}"}
    assert (await api.post("/v2/notifications/webhooks", body, **keyed(key))).status == 200
    before = await api.get("/v2/notifications/webhooks")
    without_key = Keyring.parse(Keyring.new_key()).seal("{}", purpose=IDEMPOTENT_ANSWER.purpose)
    async with database.connection() as db:
        await db.execute("update idempotency_key set answer = %s where key = %s", (without_key, key))
    again = await api.post("/v2/notifications/webhooks", body, **keyed(key))
    assert again.status == 409
    assert "its stored answer cannot be decrypted" in str(again.body)
    assert (await api.get("/v2/notifications/webhooks")).body == before.body


async def test_routes_without_a_token_take_a_key_too(api: Api, anyone: Api) -> None:
    made = await api.post(INVITATIONS, invitation())
    key, path = new_key(), f"{INVITATIONS}/{made.body['id']}/accept"
    first = await anyone.post(path, **keyed(key))
    again = await anyone.post(path, **keyed(key))
    assert (first.status, again.status) == (200, 200)
    assert again.body == first.body
    assert again.body["pre_registration_access_token"]
    assert (await anyone.post(path)).status == 409
    # The path says whose it is: the key means nothing for another invitation.
    other = await api.post(INVITATIONS, invitation())
    assert not is_replay(await anyone.post(f"{INVITATIONS}/{other.body['id']}/accept", **keyed(key)))


async def test_a_key_whose_server_died_is_a_409_until_the_database_has_noticed(
    api: Api, partner: PartnerFixture, database: Database
) -> None:
    key, body = new_key(), invitation()
    # What the session of a server that died still holds.
    async with database.transaction() as db:
        assert await queries.lock_key(db, f"client {partner.client_id}", key)
        refused = await api.post(INVITATIONS, body, **keyed(key))
        assert (refused.status, refused.headers["Retry-After"]) == (409, "1")
    assert (await api.post(INVITATIONS, body, **keyed(key))).status == 201


async def test_fifty_at_once_make_one_operation(connected: Connected, database: Database) -> None:
    key = new_key()
    body = {"connection_id": connected.connection_id, "first_name": "Only", "last_name": "One"}
    answers = await asyncio.gather(*(connected.api.post("/v2/telematics/users", body, **keyed(key)) for _ in range(50)))
    assert {each.status for each in answers} <= {202, 409}
    accepted = [each for each in answers if each.status == 202]
    assert len({each.body["id"] for each in accepted}) == 1
    assert sum(not is_replay(each) for each in accepted) == 1
    assert await operations(database, connected) == 1
    assert {header(each, "Retry-After") for each in answers if each.status == 409} <= {"1"}
    assert (await connected.api.post("/v2/telematics/users", body, **keyed(key))).body == accepted[0].body


async def test_a_synchronous_write_is_repeated_neither_while_it_runs_nor_after(
    connected: Connected, database: Database
) -> None:
    key, path = new_key(), "/v2/telematics/users?is_sync=true"
    body = {"connection_id": connected.connection_id, "first_name": "Slow"}
    await connected.account.inject_fault("slow", delay=1.0)
    running = asyncio.create_task(connected.api.post(path, body, **keyed(key)))
    await begun(database, key)
    assert (await connected.api.post(path, body, **keyed(key))).status == 409
    first = await running
    again = await connected.api.post(path, body, **keyed(key))
    assert (first.status, is_replay(again), again.body) == (200, True, first.body)
    assert await operations(database, connected) == 1
    assert len(await connected.account.drivers()) == 1


async def test_a_failed_synchronous_write_is_answered_as_it_was(connected: Connected, database: Database) -> None:
    key, path = new_key(), "/v2/telematics/users?is_sync=true"
    body = {"connection_id": connected.connection_id, "first_name": "No"}
    await connected.account.inject_fault("reject")
    first = await connected.api.post(path, body, **keyed(key))
    again = await connected.api.post(path, body, **keyed(key))
    assert (first.status, again.status) == (502, 502)
    assert (is_replay(again), again.body) == (True, first.body)
    assert await operations(database, connected) == 1


async def test_the_key_of_a_synchronous_write_that_sent_nothing_can_be_used_again(
    connected: Connected, database: Database
) -> None:
    # The write in front stays where it is.
    await connected.account.inject_fault("throttle", method="POST", retry_after=60, count=None)
    await connected.create(username="bob")
    key, path = new_key(), "/v2/telematics/users?is_sync=true"
    body = {"connection_id": connected.connection_id, "username": "bob"}
    first = await connected.api.post(path, body, **keyed(key))
    again = await connected.api.post(path, body, **keyed(key))
    for answer in (first, again):
        assert (answer.status, is_replay(answer)) == (502, False)
        assert answer.body["logs"][0]["error_details"].startswith("Not sent.")
    assert await operations(database, connected) == 3


async def test_connecting_is_repeated_neither_while_it_runs_nor_after(
    connected: Connected,
    make_account: Callable[[], Awaitable[SimulatorAccount]],
    published_records: Callable[[str], Awaitable[list[Any]]],
    database: Database,
) -> None:
    account, key = await make_account(), new_key()
    await account.inject_fault("slow", delay=1.0)
    body = {"tsp_id": connected.tsp_id, "credentials": {"api_key": account.key}}
    running = asyncio.create_task(connected.fleet.post("/v2/integrations/connections", body, **keyed(key)))
    await begun(database, key)
    assert (await connected.fleet.post("/v2/integrations/connections", body, **keyed(key))).status == 409
    first = await running
    assert first.status == 200
    before = len(await published_records("fleet_connection.created"))
    again = await connected.fleet.post("/v2/integrations/connections", body, **keyed(key))
    assert (again.status, is_replay(again), again.body) == (200, True, first.body)
    assert len(await published_records("fleet_connection.created")) == before


@pytest.mark.parametrize("path", ["/v2/telematics/users?is_sync=true", "/v2/integrations/connections"])
async def test_a_server_that_died_before_it_had_the_answer_finds_what_was_accepted(
    connected: Connected, make_account: Callable[[], Awaitable[SimulatorAccount]], database: Database, path: str
) -> None:
    is_write, key = "users" in path, new_key()
    api = connected.api if is_write else connected.fleet
    credentials = {"api_key": (await make_account()).key}
    body: dict[str, Any] = {"connection_id": connected.connection_id, "first_name": "Once"}
    body = body if is_write else {"tsp_id": connected.tsp_id, "credentials": credentials}
    first = await api.post(path, body, **keyed(key))
    assert first.status == 200
    events = "select count(*) as n from event where fleet_id = %s"
    await empty_outbox(database)
    before = await count(database, events, connected.fleet_id)
    async with database.connection() as db:
        # As it is between the transaction that accepts and the one that stores the answer.
        await db.execute("update idempotency_key set status = null, answer = null where key = %s", (key,))
    again = await api.post(path, body, **keyed(key))
    assert (again.status, again.body["id"], is_replay(again)) == (200, first.body["id"], False)
    assert is_replay(await api.post(path, body, **keyed(key)))
    await empty_outbox(database)
    assert await count(database, events, connected.fleet_id) == before
    assert await operations(database, connected) == int(is_write)


async def test_refused_credentials_do_not_use_the_key_up(
    connected: Connected, make_account: Callable[[], Awaitable[SimulatorAccount]]
) -> None:
    account, key = await make_account(), new_key()
    await account.inject_fault("bad_auth")
    body = {"tsp_id": connected.tsp_id, "credentials": {"api_key": account.key}}
    assert (await connected.fleet.post("/v2/integrations/connections", body, **keyed(key))).status == 422
    answer = await connected.fleet.post("/v2/integrations/connections", body, **keyed(key))
    assert (answer.status, is_replay(answer)) == (200, False)


async def test_keys_are_forgotten_after_a_day(api: Api, database: Database) -> None:
    old, new, body = new_key(), new_key(), invitation()
    for key in (old, new):
        await api.post(INVITATIONS, body, **keyed(key))
    async with database.connection() as db:
        await db.execute("update idempotency_key set created_at = now() - interval '25 hours' where key = %s", (old,))
    assert (
        await delete_old_rows(
            database, retentions(event_days=16, operation_days=90, mail_days=30, request_log_hours=24)
        )
        >= 1
    )
    assert not is_replay(await api.post(INVITATIONS, body, **keyed(old)))
    assert is_replay(await api.post(INVITATIONS, body, **keyed(new)))


@pytest.mark.parametrize("is_sync", [False, True])
async def test_a_server_that_is_killed_leaves_no_request_done_twice(
    connected: Connected, environment: dict[str, str], worker: Process, database: Database, is_sync: bool
) -> None:
    """Each request is sent until it is answered, by servers that are killed all the time."""
    own = {"GLADHAND_PUBLIC_URL": connected.api.url, "GLADHAND_SYNC_TIMEOUT_SECONDS": "2"}
    server = Server(environment | own)
    url = f"{server.url}/v2/telematics/users{'?is_sync=true' if is_sync else ''}"
    wanted = {new_key(): f"Driver {number}" for number in range(15)}
    answered: dict[str, set[str]] = {key: set() for key in wanted}
    await connected.account.inject_fault("slow", delay=0.05, count=None)

    async def insist(session: aiohttp.ClientSession, key: str, name: str) -> None:
        body = {"connection_id": connected.connection_id, "first_name": name}
        headers = {"Authorization": f"Bearer {connected.api.token}", "Idempotency-Key": key}
        while True:
            try:
                async with session.post(url, json=body, headers=headers) as answer:
                    if answer.status in (200, 202, 502):
                        answered[key].add((await answer.json())["id"])
                        return
                    assert answer.status in (409, 503), await answer.text()
            except (aiohttp.ClientError, ConnectionError):
                pass
            await asyncio.sleep(0.1)

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        insisting = [asyncio.create_task(insist(session, key, name)) for key, name in wanted.items()]
        await asyncio.to_thread(server.start)
        for pause in (0.05, 0.15):
            await asyncio.sleep(pause)
            server.kill()
            await asyncio.to_thread(server.start)
        try:
            await asyncio.wait_for(asyncio.gather(*insisting), PATIENCE)
        finally:
            server.stop()
    assert await operations(database, connected) == len(wanted)
    assert len({each for ids in answered.values() for each in ids}) == len(wanted)
    for ids in answered.values():
        await connected.settled(next(iter(ids)))
    assert len(await connected.account.drivers()) <= len(wanted)
