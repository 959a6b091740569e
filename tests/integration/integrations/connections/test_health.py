"""A login that is refused: told once, with a link that lets the fleet repair it; what waits goes on by itself."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from tests.conftest import Api, PartnerFixture, Process
from tests.integration.conftest import Connected
from tests.links import list_published

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.integrations.connections import service, tasks
from gladhand.integrations.gateway import AttemptSettings, ProviderGateway
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.notifications.sealed_links import hash_link

PublishedRecords = Callable[[str], Awaitable[list[Any]]]
Connect = Callable[..., Awaitable[Connected]]


@pytest.fixture
async def gateway(simulator: str, database: Database, keyring: Keyring) -> AsyncIterator[ProviderGateway]:
    async with aiohttp.ClientSession() as session:
        yield ProviderGateway(
            database,
            keyring,
            AiohttpTransport(session),
            AttemptSettings(
                waits=(),
                provider_timeout=2,
                sync_timeout=5,
                base_urls={"catena_simulator": simulator},
                recheck_waits=(60.0, 120.0),
            ),
        )


async def make_stale(connected: Connected) -> None:
    """As the provider does it: by refusing the login that a write uses."""
    await connected.account.inject_fault("bad_auth", count=None)
    answer = await connected.create(is_sync=True, first_name="Refused")
    assert answer.status == 502
    assert (await connected.connection())["status"] == "stale"


async def column(database: Database, connected: Connected, name: str) -> Any:
    async with database.connection() as db:
        rows = await db.execute(f"select {name} as value from connection where id = %s", (connected.connection_id,))
        row = await rows.fetchone()
        assert row is not None
        return row["value"]


async def recheck_now(database: Database, gateway: ProviderGateway, connected: Connected) -> int:
    async with database.connection() as db:
        await db.execute(
            "update connection set recheck_at = now() where id = %s and recheck_at is not null",
            (connected.connection_id,),
        )
    return await tasks.recheck_due(gateway)


async def test_an_episode_is_told_once_and_the_next_one_again(
    connected: Connected, published_records: PublishedRecords
) -> None:
    await connected.account.inject_fault("bad_auth", count=None)
    answers = await asyncio.gather(*(connected.create(is_sync=True, first_name=f"No {n}") for n in range(4)))
    assert {each.status for each in answers} <= {502, 409}
    assert [each["status"] for each in await published_records("connection.staled")] == ["stale"]
    await connected.account.behave()
    assert (await connected.sign_in()).status == 200
    await make_stale(connected)
    assert len(await published_records("connection.staled")) == 2


async def test_the_event_has_a_link_that_works_although_the_invitations_time_was_over(
    connected: Connected, published_records: PublishedRecords, database: Database, server: str
) -> None:
    async with database.connection() as db:
        await db.execute(
            "update invitation set expires_at = now() - interval '40 days' where fleet_id = %s", (connected.fleet_id,)
        )
    await make_stale(connected)
    (event,) = await published_records("connection.staled")
    async with database.connection() as db:
        rows = await db.execute(
            "select link_hash, expires_at > now() + interval '1 hour' as is_open, status::text as status"
            " from invitation where fleet_id = %s",
            (connected.fleet_id,),
        )
        row = await rows.fetchone()
    assert row is not None
    assert hash_link(UUID(event["magic_link"].rpartition("=")[2])) == row["link_hash"]
    assert (row["is_open"], row["status"]) == (True, "accepted")
    async with aiohttp.ClientSession() as browser, browser.get(event["magic_link"]) as page:
        text = await page.text()
    assert "Sign in again" in text


async def test_writes_that_wait_for_a_stale_connection_go_on_after_the_new_sign_in(
    connected: Connected, connect: Callable[..., Awaitable[Connected]], worker: Process, database: Database
) -> None:
    await connected.account.inject_fault("fail", count=None)
    waiting = [(await connected.create(first_name=f"Waits {n}")).body["id"] for n in range(3)]
    # What a refused login of another write does; whatever is under way at that moment would be refused, too.
    refused = await column(database, connected, "credentials")
    async with database.transaction() as db:
        assert await service.stale(db, connected.fleet_id, UUID(connected.connection_id), refused=bytes(refused))
    # Another fleet's write goes through all pauses between tries, so the next tries of these would have come.
    other = await connect()
    await other.account.inject_fault("fail", count=4)
    assert (await other.settled((await other.create(first_name="Marker")).body["id"]))["status"] == "success"
    assert {(await connected.operation(each))["status"] for each in waiting} == {"pending"}
    await connected.account.behave()
    assert (await connected.sign_in()).body["id"] == connected.connection_id
    assert {(await connected.settled(each))["status"] for each in waiting} == {"success"}
    assert len(await connected.account.drivers()) == 3


async def test_a_login_that_was_replaced_meanwhile_says_nothing_about_the_new_one(
    connected: Connected, database: Database, published_records: PublishedRecords
) -> None:
    old = await column(database, connected, "credentials")
    await connected.sign_in()
    async with database.transaction() as db:
        is_current = await service.stale(db, connected.fleet_id, UUID(connected.connection_id), refused=bytes(old))
    assert not is_current
    assert (await connected.connection())["status"] == "active"
    assert await published_records("connection.staled") == []


async def test_linking_the_same_account_many_times_at_once_makes_one_connection(
    accept: Callable[..., Awaitable[Any]],
    anyone: Api,
    api: Api,
    tsp_id: str,
    connected: Connected,
    published_records: PublishedRecords,
) -> None:
    before = len(await published_records("connection.created"))
    invitation = await accept()
    fleet = anyone.with_token(invitation["pre_registration_access_token"])
    body = {"tsp_id": tsp_id, "credentials": {"api_key": connected.account.key}}
    # As many as may be tried at once at one account.
    answers = await asyncio.gather(*(fleet.post("/v2/integrations/connections", body) for _ in range(5)))
    assert {each.status for each in answers} == {200}
    assert len({each.body["id"] for each in answers}) == 1
    assert len(await published_records("connection.created")) == before + 1


async def test_a_login_that_works_again_by_itself_is_found_out(
    connected: Connected, database: Database, gateway: ProviderGateway, published_records: PublishedRecords
) -> None:
    await make_stale(connected)
    assert await column(database, connected, "recheck_at > now() + interval '5 minutes'")
    await connected.account.behave()
    assert await recheck_now(database, gateway, connected) == 1
    assert (await connected.connection())["status"] == "active"
    assert len(await published_records("fleet_connection.created")) == 2
    assert await column(database, connected, "recheck_at") is None


async def test_a_login_that_stays_refused_is_tried_a_few_times_and_then_left_alone(
    connected: Connected, database: Database, gateway: ProviderGateway, published_records: PublishedRecords
) -> None:
    await make_stale(connected)
    for left in (True, False):
        assert await recheck_now(database, gateway, connected) == 0
        assert await column(database, connected, "recheck_at is not null") is left
    assert await recheck_now(database, gateway, connected) == 0
    assert await column(database, connected, "rechecks") == 2
    assert (await connected.connection())["status"] == "stale"
    assert len(await published_records("connection.staled")) == 1


async def test_no_partner_is_given_another_partners_link(
    connected: Connected,
    make_partner: Callable[..., Any],
    partner: PartnerFixture,
    anyone: Api,
    database: Database,
    keyring: Keyring,
) -> None:
    other = await make_partner("Other Partner")
    theirs = anyone.with_token(other.token)
    invited = await theirs.post("/v2/orgs/invitations", {"fleet_ref": "same-fleet", "permissions": {"user": "read"}})
    accepted = await anyone.request(
        "POST",
        f"/v2/orgs/invitations/{invited.body['id']}/accept",
        headers={"Authorization": f"Bearer {connected.fleet.token}"},
    )
    assert accepted.status == 200, accepted.body
    await make_stale(connected)
    links = {
        each.id: record["magic_link"].rpartition("=")[2]
        for each in (partner, other)
        for name, record in await list_published(database, keyring, each.id)
        if name == "connection.staled"
    }
    assert links[other.id] == invited.body["id"]
    assert links[partner.id] not in ("", invited.body["id"])
