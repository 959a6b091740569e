"""The encryption keys are replaced while a server runs: no request fails, and the old key may go."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.conftest import Api, HubAnswer, PartnerFixture, Server, settings
from tests.forked_processes import command_line
from tests.integration.conftest import Connected
from tests.links import new_links
from tests.own_installation import database_url

from gladhand.auth.people.queries import insert_person
from gladhand.auth.second_step.queries import update_secret
from gladhand.connect.queries import insert_sign_in
from gladhand.core import rotation, rotation_queries
from gladhand.core.crypto import Keyring, Unsealable
from gladhand.core.db import Database
from gladhand.core.mail.outbox import MailChannelEnum, MailDraft, Outbox
from gladhand.core.sealed_columns import HISTORY_STATE, READING_STATE, SEALED_COLUMNS, TOTP_SECRET, SealedColumn
from gladhand.integrations.executions.sealed_state import StateSeal
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.pre_auths import service as pre_auths
from gladhand.integrations.schedules.position import Position
from gladhand.integrations.sessions.queries import claim_renewal, update_session
from gladhand.integrations.sessions.store import DatabaseSessionStore
from gladhand.orgs.sharing.queries import SharingOwner, upsert_link
from gladhand.sdk.credential_kinds import ApiBasicCredentials

# The keys of a whole database are replaced.
__all__ = ["database_url"]

OLD, NEW = Keyring.new_key(), Keyring.new_key()
BOTH = Keyring.parse(f"{NEW},{OLD}")
MANY = 600
READING = {"next": "/users?key=key-of-fleet"}

INVITATIONS = "/v2/orgs/invitations"
WEBHOOKS = "/v2/notifications/webhooks"


@pytest.fixture(scope="module")
def keyring() -> Keyring:
    return Keyring.parse(OLD)


@pytest.fixture(scope="module")
def process(database_url: str, simulator: str) -> Iterator[Server]:
    server = Server(settings(database_url, OLD, GLADHAND_SIMULATOR_URL=simulator)).start()
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="module")
def server(process: Server) -> str:
    return process.url


async def old_rows(database: Database, keyring: Keyring) -> dict[SealedColumn, int]:
    async with database.connection() as db:
        return {column: await rotation_queries.count_old(db, keyring, column) for column in SEALED_COLUMNS}


def restart(process: Server, keys: str) -> None:
    assert process.stop() == 0
    process.environment = {**process.environment, "GLADHAND_ENCRYPTION_KEYS": keys}
    process.start()


async def fill(database: Database, keyring: Keyring, partner: PartnerFixture, connected: Connected) -> None:
    """Rows with what neither an invitation nor a connection makes, and many invitations."""
    hashes, sealed = new_links(keyring, partner.id, MANY)
    async with database.transaction() as db:
        await db.execute(
            """
            insert into invitation (partner_id, link_hash, sealed_link, fleet_ref, expires_in_hours, expires_at,
              permissions)
            select %s, hash, sealed, 'bulk-' || n, 24, now() + interval '1 day', '{}'
            from unnest(%s::bytea[], %s::bytea[]) with ordinality as link (hash, sealed, n)
            """,
            (partner.id, hashes, sealed),
        )
        await insert_sign_in(
            db,
            connected.fleet_id,
            b"state",
            browser=b"browser",
            slug="groundhog",
            link_parameters=[("invite", str(uuid4()))],
            keyring=keyring,
            seconds=600,
        )
        entered = ApiBasicCredentials(username="ann", password="horse")
        await pre_auths.keep(db, keyring, connected.fleet_id, UUID(connected.tsp_id), entered)
        await db.execute(
            "update webhook set retired_secrets = array[secret, secret], retired_until = array[now(), now()]"
        )
        await db.execute(
            "insert into connection_session (fleet_id, connection_id, sealed) values (%s, %s, %s)",
            (connected.fleet_id, connected.connection_id, DatabaseSessionStore.encrypted(keyring, {"token": "t"})),
        )
        person_id = await insert_person(db, f"{uuid4().hex}@example.com", name=None, password_hash=None)
        assert person_id is not None
        await update_secret(db, person_id, keyring.seal("key", purpose=TOTP_SECRET.purpose_beside(person_id)))
        await upsert_link(db, SharingOwner(partner.id, connected.fleet_id), keyring)
        await Outbox(keyring, frozenset(MailChannelEnum)).queue(db, MailDraft("test", "joe@example.com"))
        adapter = providers()["catena_simulator"].adapter({"api_key": "key-of-fleet"}, DryRunTransport())
        for row in await (await db.execute("select id from schedule")).fetchall():
            place = Position(StateSeal(keyring, row["id"]).seal(adapter, READING), pages=7).dump()
            await db.execute(
                "update schedule set position = %s, history_position = %s where id = %s", (place, place, row["id"])
            )


@asynccontextmanager
async def load(*requests: Callable[[], Awaitable[HubAnswer]]) -> AsyncIterator[list[int]]:
    """Sends the requests again and again, beside each other; the statuses of all answers."""
    statuses: list[int] = []

    async def repeat(request: Callable[[], Awaitable[HubAnswer]]) -> None:
        while True:
            statuses.append((await request()).status)

    running = [asyncio.create_task(repeat(request)) for request in requests]
    try:
        yield statuses
    finally:
        for task in running:
            task.cancel()
        ended = await asyncio.gather(*running, return_exceptions=True)
        assert [type(each) for each in ended] == [asyncio.CancelledError] * len(running)


@pytest.mark.timeout(300)
async def test_a_rotation_under_load_fails_no_request_and_ends_the_old_key(
    database: Database,
    keyring: Keyring,
    process: Server,
    api: Api,
    anyone: Api,
    partner: PartnerFixture,
    connected: Connected,
):
    keyed: dict[str, Any] = {"headers": {"Idempotency-Key": uuid4().hex}}
    webhook = {"event_name": "user.added", "url": "https://93.184.216.34/hooks"}
    created = await api.post(WEBHOOKS, webhook, **keyed)
    assert created.status == 200, created.body
    await fill(database, keyring, partner, connected)
    assert all((await old_rows(database, Keyring.parse(NEW))).values()), "each column has an old value"
    before = (await api.get(f"{INVITATIONS}?size=1000")).body

    restart(process, f"{NEW},{OLD}")
    async with load(
        lambda: api.get(f"{INVITATIONS}?size=50"),
        lambda: api.post(INVITATIONS, {"fleet_ref": uuid4().hex}),
        lambda: api.post(WEBHOOKS, webhook, **keyed),
        lambda: connected.create(is_sync=True, username=uuid4().hex[:12], first_name="A", last_name="B"),
        lambda: api.get("/v2/notifications/events?size=20"),
    ) as statuses:
        progresses = rotation.rotate(database, BOTH)
        interrupted = [await anext(progresses) for _ in range(5)]
        await progresses.aclose()
        assert interrupted[-1].rotated > 0
        done = await asyncio.to_thread(command_line, "keys", "rotate", environment=process.environment)
        assert done.returncode == 0, done.stderr
        assert "The other keys may leave the list." in done.stdout
    assert len(statuses) > 20
    assert {status for status in statuses if status >= 400} == set()

    assert set((await old_rows(database, Keyring.parse(NEW))).values()) == {0}
    async with database.connection() as db:
        rows = await (await db.execute("select id, position, history_position from schedule")).fetchall()
    for row in rows:
        for place in (Position.load(row[name]) for name in ("position", "history_position")):
            assert (StateSeal(Keyring.parse(NEW), row["id"]).open(place.state), place.pages) == (READING, 7)
    restart(process, NEW)
    assert (await api.get(f"{INVITATIONS}?size=1000")).body["items"][:500] == before["items"][:500]
    assert (await api.post(WEBHOOKS, webhook, **keyed)).body == created.body
    assert (await connected.create(is_sync=True, username="after", first_name="A", last_name="B")).status == 200
    again = await connected.sign_in()
    assert (again.status, again.body["id"]) == (200, connected.connection_id)


async def test_values_of_a_lost_key_are_counted_and_left_alone(database: Database, partner: PartnerFixture):
    lost = Keyring([bytes(32)])
    async with database.connection() as db:
        rows = await db.execute("select callback_secret from partner where id = %s", (partner.id,))
        readable = (await rows.fetchall())[0]["callback_secret"]
        await db.execute(
            "update partner set callback_secret = %s where id = %s", (lost.seal("x", purpose="p"), partner.id)
        )
        last = {progress.column.table: progress async for progress in rotation.rotate(database, BOTH)}
        assert last["partner"].unreadable == 1
        with pytest.raises(Unsealable):
            Keyring.parse(NEW).unseal(lost.seal("x", purpose="p"), purpose="p")
        await db.execute("update partner set callback_secret = %s where id = %s", (readable, partner.id))


async def test_cursors_that_somebody_has_set_stop_no_rotation(database: Database, connected: Connected):
    no_text, no_base64 = (Position({"gladhand.sealed": each}).dump() for each in ("\0", "é" * 40))
    async with database.connection() as db:
        await db.execute("update schedule set position = %s, history_position = %s", (no_text, no_base64))
    last = {progress.column: progress async for progress in rotation.rotate(database, BOTH)}
    assert READING_STATE not in last
    assert last[HISTORY_STATE].unreadable == last[HISTORY_STATE].total > 0


async def test_a_renewed_session_is_stored_although_the_keys_were_rotated_meanwhile(
    database: Database, connected: Connected
):
    fleet_id, connection_id = connected.fleet_id, uuid4()
    async with database.connection() as db:
        await db.execute(
            """
            insert into connection (fleet_id, id, tsp_id, source_name, credentials, masked_credentials, account_id,
              account_fingerprint)
            select fleet_id, %s, tsp_id, source_name, '', '{}', 'x', 'x' from connection where id = %s
            """,
            (connection_id, connected.connection_id),
        )
        sealed = DatabaseSessionStore.encrypted(Keyring.parse(OLD), {"token": "before"})
        await db.execute(
            "insert into connection_session (fleet_id, connection_id, sealed) values (%s, %s, %s)",
            (fleet_id, connection_id, sealed),
        )
        claim = await claim_renewal(db, fleet_id, connection_id, 30)
        assert claim is not None
        assert [p async for p in rotation.rotate(database, BOTH) if p.column.table == "connection_session"]
        renewed = DatabaseSessionStore.encrypted(BOTH, {"token": "after"})
        assert await update_session(db, fleet_id, connection_id, claim, renewed)
        assert not await update_session(db, fleet_id, connection_id, claim, renewed)
