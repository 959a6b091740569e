"""Sessions of stored connections, renewed by several processes at a provider whose refresh tokens work once."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import PATIENCE, eventually
from tests.fakes.serving import serve
from tests.fakes.tokens import TokenFake
from tests.integration.conftest import Connected

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.sealed_columns import SESSION
from gladhand.integrations.sessions import queries as session_queries
from gladhand.integrations.sessions.store import DatabaseSessionStore
from gladhand.integrations.unreadable import CredentialsUnreadable
from gladhand.sdk.errors import AuthFailed, NoAnswer, Unavailable
from gladhand.sdk.session import NONE, Session

SCRIPT = Path(__file__).with_name("renewing.py")


@pytest.fixture
async def tokens() -> AsyncIterator[TokenFake]:
    async with serve(TokenFake(slowness=0.1)) as fake:
        yield fake


@pytest.fixture
def stored(database: Database, keyring: Keyring, connected: Connected) -> DatabaseSessionStore:
    return DatabaseSessionStore(database, keyring, connected.fleet_id, UUID(connected.connection_id), longest=2)


async def row(database: Database, connected: Connected) -> Any:
    async with database.connection() as db:
        rows = await db.execute("select * from connection_session where connection_id = %s", (connected.connection_id,))
        return await rows.fetchone()


async def process(
    database_url: str, keys: str, connected: Connected, tokens: TokenFake, rounds: int, longest: float = 5
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(SCRIPT),
        database_url,
        keys,
        str(connected.fleet_id),
        connected.connection_id,
        tokens.url,
        str(rounds),
        str(longest),
        stdout=asyncio.subprocess.PIPE,
    )


async def test_two_processes_never_use_a_refresh_token_twice(
    database_url: str, encryption_keys: str, connected: Connected, tokens: TokenFake, stored: DatabaseSessionStore
) -> None:
    first, second = [await process(database_url, encryption_keys, connected, tokens, 8) for _ in range(2)]
    (one, _), (two, _) = await asyncio.wait_for(asyncio.gather(first.communicate(), second.communicate()), PATIENCE)
    assert (first.returncode, second.returncode) == (0, 0)
    assert tokens.refused == 0
    used = [word for word in (one + two).split() if word.startswith(b"access-")]
    assert len(used) == 16
    # Those who came second were given what the first had got.
    assert tokens.granted == len(set(used))
    assert (await stored.current())["refresh_token"] == tokens.good


async def test_many_tasks_that_find_the_session_dead_sign_in_once(
    stored: DatabaseSessionStore, database: Database, keyring: Keyring, connected: Connected
) -> None:
    signed_in = 0

    async def sign_in(session: Session) -> Session:
        nonlocal signed_in
        signed_in += 1
        await asyncio.sleep(0.2)
        return {"number": signed_in, "was": session.get("number")}

    others = [
        DatabaseSessionStore(database, keyring, connected.fleet_id, UUID(connected.connection_id)) for _ in range(20)
    ]
    got = await asyncio.gather(*(each.renew(NONE, sign_in) for each in others))
    assert signed_in == 1
    assert got == [{"number": 1, "was": None}] * 20
    assert await stored.renew({"number": 1, "was": None}, sign_in) == {"number": 2, "was": 1}


async def test_a_session_is_sealed_in_the_database(
    stored: DatabaseSessionStore, database: Database, connected: Connected
) -> None:
    async def sign_in(_: Session) -> Session:
        return {"access_token": "very-secret-token"}

    await stored.renew(NONE, sign_in)
    assert b"very-secret-token" not in (await row(database, connected))["sealed"]
    assert await stored.current() == {"access_token": "very-secret-token"}


async def test_the_new_session_is_stored_before_it_is_used(
    stored: DatabaseSessionStore, database: Database, connected: Connected
) -> None:
    async def sign_in(_: Session) -> Session:
        found = await row(database, connected)
        assert found["renewing_until"] is not None
        async with database.connection() as db:
            # Nobody holds a lock, nor a transaction, while the provider is asked.
            rows = await db.execute(
                "select count(*) as n from pg_stat_activity where state like 'idle in transaction%%' and datname ="
                " current_database() and query like '%%connection_session%%'"
            )
            found = await rows.fetchone()
            assert found is not None
            assert found["n"] == 0
        return {"number": 1}

    assert await stored.renew(NONE, sign_in) == {"number": 1}
    found = await row(database, connected)
    assert (found["sealed"] is None, found["renewing_until"]) == (False, None)


async def test_the_lease_of_a_dead_renewer_runs_out(
    database_url: str, encryption_keys: str, connected: Connected, stored: DatabaseSessionStore
) -> None:
    async with serve(TokenFake(slowness=3600)) as hanging:
        dead = await process(database_url, encryption_keys, connected, hanging, 1, longest=1)
        async with asyncio.timeout(PATIENCE):
            while not hanging.seen:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
        dead.kill()
        await dead.wait()

        async def sign_in(_: Session) -> Session:
            return {"number": 2}

        assert await asyncio.wait_for(stored.renew(NONE, sign_in), PATIENCE) == {"number": 2}


async def test_a_failed_sign_in_gives_the_lease_back_at_once(
    stored: DatabaseSessionStore, database: Database, connected: Connected
) -> None:
    async def fail(_: Session) -> Session:
        raise Unavailable("No connection to the provider could be made.")

    async def sign_in(_: Session) -> Session:
        return {"number": 1}

    with pytest.raises(Unavailable):
        await stored.renew(NONE, fail)
    assert (await row(database, connected))["renewing_until"] is None
    assert await stored.renew(NONE, sign_in) == {"number": 1}


async def test_a_sign_in_that_takes_too_long_is_given_up(
    database: Database, keyring: Keyring, connected: Connected
) -> None:
    short = DatabaseSessionStore(database, keyring, connected.fleet_id, UUID(connected.connection_id), longest=0.2)

    async def hang(_: Session) -> Session:
        await asyncio.sleep(30)
        return {}

    with pytest.raises(NoAnswer):
        await short.renew(NONE, hang)


async def test_who_runs_out_of_time_while_the_provider_answers_loses_no_token(stored: DatabaseSessionStore) -> None:
    is_asked, answers = asyncio.Event(), asyncio.Event()

    async def sign_in(_: Session) -> Session:
        is_asked.set()
        await answers.wait()
        return {"refresh_token": "one of a kind"}

    renewing = asyncio.create_task(stored.renew(NONE, sign_in))
    await asyncio.wait_for(is_asked.wait(), PATIENCE)
    renewing.cancel()
    await asyncio.wait([renewing])
    answers.set()

    async def is_stored() -> bool:
        return await stored.current() == {"refresh_token": "one of a kind"}

    await eventually(is_stored, "the new session in the database")


async def test_what_the_fleet_signed_in_with_meanwhile_is_not_overwritten(
    stored: DatabaseSessionStore, database: Database, keyring: Keyring, connected: Connected
) -> None:
    async def overtaken(_: Session) -> Session:
        async with database.transaction() as db:
            await session_queries.upsert_session(
                db,
                connected.fleet_id,
                UUID(connected.connection_id),
                DatabaseSessionStore.encrypted(keyring, {"from": "fleet"}),
            )
        return {"from": "renewal"}

    assert await stored.renew(NONE, overtaken) == {"from": "fleet"}
    assert await stored.current() == {"from": "fleet"}


async def test_whoever_is_refused_because_another_was_quicker_takes_the_others_session(
    stored: DatabaseSessionStore, database: Database, keyring: Keyring, connected: Connected
) -> None:
    async def refused(_: Session) -> Session:
        async with database.transaction() as db:
            await session_queries.upsert_session(
                db,
                connected.fleet_id,
                UUID(connected.connection_id),
                DatabaseSessionStore.encrypted(keyring, {"number": 7}),
            )
        raise AuthFailed("The refresh token was used before.")

    assert await stored.renew(NONE, refused) == {"number": 7}


async def test_a_session_whose_key_is_missing_is_an_error_that_can_be_tried_again(
    stored: DatabaseSessionStore, database: Database, connected: Connected
) -> None:
    without_key = Keyring.parse(Keyring.new_key()).seal('{"access_token": "a"}', purpose=SESSION.purpose)
    async with database.connection() as db:
        await db.execute(
            "insert into connection_session (fleet_id, connection_id, sealed) values (%s, %s, %s)",
            (connected.fleet_id, connected.connection_id, without_key),
        )

    async def sign_in(_: Session) -> Session:
        raise AssertionError("nobody signs in with an unknown session")

    with pytest.raises(CredentialsUnreadable):
        await stored.current()
    with pytest.raises(CredentialsUnreadable):
        await stored.renew(NONE, sign_in)
    # Others do not wait for a lease.
    assert (await row(database, connected))["renewing_until"] is None
