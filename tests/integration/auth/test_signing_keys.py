import asyncio
import sys
from collections.abc import AsyncIterator

import psycopg
import pytest
from tests.conftest import fresh_database
from tests.integration.auth.conftest import OPENID, FleetRow, Owner, Start
from tests.integration.auth.test_fleet_tokens import refresh
from tests.integration.auth.test_token_endpoint import read

from gladhand.auth.keys import service as keys
from gladhand.core.crypto import Keyring, Unsealable
from gladhand.core.db import Database

_LOAD = """
import asyncio, sys
from gladhand.auth.keys import service as keys
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database

async def main():
    async with Database(sys.argv[1], max_size=2) as database:
        print((await keys.load(database, Keyring.parse(sys.argv[2]), retired_for_seconds=60)).signing)

asyncio.run(main())
"""


@pytest.fixture
async def empty(postgres: str) -> AsyncIterator[Database]:
    """A database in which no server has ever started."""
    with fresh_database(postgres) as url:
        async with Database(url, max_size=5) as opened:
            yield opened


async def test_processes_that_start_at_once_agree_on_one_key(empty: Database, encryption_keys: str):
    started = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", _LOAD, empty.url, encryption_keys, stdout=asyncio.subprocess.PIPE
        )
        for _ in range(4)
    ]
    outputs = [await process.communicate() for process in started]
    assert [process.returncode for process in started] == [0] * 4
    kids = {stdout.strip() for stdout, _ in outputs}
    with psycopg.connect(empty.url) as connection:
        stored = connection.execute("select kid from signing_key").fetchall()
    assert {kid.decode() for kid in kids} == {row[0] for row in stored}
    assert len(stored) == 1


async def test_the_private_key_is_sealed(empty: Database, keyring: Keyring):
    await keys.load(empty, keyring, retired_for_seconds=60)
    async with empty.connection() as db:
        cursor = await db.execute("select private_key, public_jwk from signing_key")
        [row] = await cursor.fetchall()
    assert b"PRIVATE KEY" not in row["private_key"]
    assert row["public_jwk"].keys() == {"kty", "n", "e", "use", "alg", "kid"}
    with pytest.raises(Unsealable):
        await keys.load(empty, Keyring.parse(Keyring.new_key()), retired_for_seconds=60)


async def test_after_a_rotation_old_tokens_stay_good_and_new_ones_are_known_everywhere(
    start: Start, owner: Owner, database: Database, keyring: Keyring
):
    before = await start()
    old = await before.token(owner.client)
    kid = await keys.rotate(database, keyring)
    after = await start()
    new = await after.token(owner.client)
    assert read(new, 0)["kid"] == kid != read(old, 0)["kid"]
    # `before` has not seen the new key yet: the token makes it look.
    for running in (before, after):
        assert await running.status("/schemas", old) == 200
        assert await running.status("/schemas", new) == 200
        published = {key["kid"] for key in (await running.api.get(f"{OPENID}/certs")).body["keys"]}
        assert {read(old, 0)["kid"], kid} <= published
    assert read(await before.token(owner.client), 0)["kid"] == kid


async def test_a_refresh_token_of_before_a_rotation_is_good_at_a_process_that_starts_after_it(
    start: Start, fleet: FleetRow, database: Database, keyring: Keyring
):
    before = await start()
    token = before.tokens.for_fleet(fleet.id, fleet.slug).refresh
    await keys.rotate(database, keyring)
    assert (await refresh(await start(), token)).status == 200


async def test_a_key_that_was_retired_long_ago_is_not_trusted(empty: Database, keyring: Keyring):
    old = (await keys.load(empty, keyring, retired_for_seconds=60)).signing
    new = await keys.rotate(empty, keyring)
    assert set((await keys.load(empty, keyring, retired_for_seconds=60)).verifying) == {old, new}
    async with empty.connection() as db:
        await db.execute("update signing_key set retired_at = now() - interval '2 min' where kid = %s", (old,))
    found = await keys.load(empty, keyring, retired_for_seconds=60)
    assert (found.signing, set(found.verifying)) == (new, {new})
