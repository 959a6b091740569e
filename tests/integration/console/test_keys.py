"""The page of encryption keys on a server whose key is replaced."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import pytest
from tests.conftest import PATIENCE, PartnerFixture, Server, settings
from tests.integration.console.conftest import ConsoleBrowser
from tests.links import new_links
from tests.own_installation import database_url

from gladhand.core import rotation_queries
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.sealed_columns import INVITATION_LINK, SEALED_COLUMNS

# The keys of a whole database are replaced.
__all__ = ["database_url"]

OLD, NEW = Keyring.new_key(), Keyring.new_key()
MANY = 500
KEYS = "/console/operator/keys"
LONG_AGO = "update secret_count set counted_at = counted_at - interval '2 minutes'"


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


def restart(process: Server, keys: str) -> None:
    assert process.stop() == 0
    process.environment = {**process.environment, "GLADHAND_ENCRYPTION_KEYS": keys}
    process.start()


async def shown_in_time(operator: ConsoleBrowser, text: str) -> str:
    until = time.monotonic() + PATIENCE
    while text not in (page := (await operator.get(KEYS)).text):
        assert time.monotonic() < until, page
        await asyncio.sleep(0.1)
    return page


async def test_the_page_encrypts_again_what_an_older_key_has_made(
    operator: ConsoleBrowser, process: Server, partner: PartnerFixture, database: Database, keyring: Keyring
):
    single = (await operator.get(KEYS)).text
    assert "There is one key, and nothing to encrypt again." in single
    # Nothing was counted, so that there is no number.
    assert "Secrets of older keys" not in single
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

    restart(process, f"{NEW},{OLD}")
    before = (await operator.get(KEYS)).text
    assert "Encrypt them again before the other keys leave the list." in before
    assert f'aria-label="{INVITATION_LINK}">{MANY}</meter>' in before
    begun = await operator.submit(KEYS)
    assert "The secrets are being encrypted again." in begun.text
    done = await shown_in_time(operator, "Every secret is encrypted with the first key.")
    assert "Encrypt again" not in done
    newest = Keyring.parse(NEW)
    async with database.connection() as db:
        left: dict[str, Any] = {
            str(each): await rotation_queries.count_old(db, newest, each) for each in SEALED_COLUMNS
        }
        noted = await db.execute("select 1 from rights_change where action = 'console.keys.rotation_started'")
        assert len(await noted.fetchall()) == 1
    assert set(left.values()) == {0}
    restart(process, NEW)
    assert "There is one key, and nothing to encrypt again." in (await operator.get(KEYS)).text


async def test_a_long_count_holds_up_no_page_and_its_age_is_shown(
    operator: ConsoleBrowser, process: Server, database: Database
):
    restart(process, f"{NEW},{OLD}")
    async with database.connection() as db:
        await db.execute("delete from secret_count")
    async with database.transaction() as db:
        # As a table that is read for a long time.
        await db.execute("lock table sharing_link in access exclusive mode")
        for _ in range(2):
            waiting = (await operator.get(KEYS)).text
            assert "The secrets are being counted" in waiting
            assert "The other keys may leave the list." not in waiting
    counted = await shown_in_time(operator, "Every secret is encrypted with the first key.")
    async with database.connection() as db:
        rows = await db.execute("select min(counted_at) as counted_at from secret_count")
        [row] = await rows.fetchall()
        assert f'<time datetime="{row["counted_at"].astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}">' in counted
        # A count that is not old is shown again, and one of another newest key is none.
        await db.execute("update secret_count set old = 7 where column_name = 'mail.sealed'")
        assert 'aria-label="mail.sealed">7</meter>' in (await operator.get(KEYS)).text
        await db.execute(LONG_AGO)
    assert "Every secret is encrypted with the first key." in (await operator.get(KEYS)).text


async def test_an_old_count_lets_no_key_go(operator: ConsoleBrowser, process: Server, database: Database):
    restart(process, f"{NEW},{OLD}")
    await shown_in_time(operator, "The other keys may leave the list.")
    async with database.connection() as db:
        await db.execute(LONG_AGO)
    async with database.transaction() as db:
        await db.execute("lock table sharing_link in access exclusive mode")
        waiting = (await operator.get(KEYS)).text
        assert "The secrets are being counted" in waiting
        assert "The other keys may leave the list." not in waiting
    await shown_in_time(operator, "The other keys may leave the list.")


async def test_a_count_may_take_longer_than_other_statements(database: Database, keyring: Keyring):
    async def count() -> int:
        async with database.transaction() as db:
            await db.execute("set local statement_timeout = '50ms'")
            return await rotation_queries.count_old(db, keyring, INVITATION_LINK)

    async with database.transaction() as db:
        await db.execute("lock table invitation in access exclusive mode")
        counting = asyncio.create_task(count())
        await db.execute("select pg_sleep(0.5)")
    assert await counting >= 0


async def test_a_count_leaves_what_a_rotation_has_stored_since_it_began(database: Database):
    ring, other = Keyring.parse(Keyring.new_key()), Keyring.parse(Keyring.new_key())
    first, second = SEALED_COLUMNS[:2]
    async with database.transaction() as db:
        begun_at = await rotation_queries.lock_counting(db)
        assert begun_at is not None
        async with database.transaction() as beside:
            assert await rotation_queries.lock_counting(beside) is None
            await rotation_queries.upsert_counts(beside, ring, {first: 0})
        await rotation_queries.upsert_counts(db, ring, {first: 5, second: 7}, begun_at=begun_at)
        counts = {each.column_name: each.old for each in await rotation_queries.list_counts(db, ring)}
        assert counts == {str(first): 0, str(second): 7}
        # A count for another key says nothing of this one.
        await rotation_queries.upsert_counts(db, other, {first: 5}, begun_at=begun_at)
        assert [each.old for each in await rotation_queries.list_counts(db, other)] == [5]


async def test_a_secret_that_no_key_decrypts_stays_counted(
    operator: ConsoleBrowser, process: Server, partner: PartnerFixture, database: Database
):
    lost = Keyring([bytes(32)])
    async with database.connection() as db:
        found = await db.execute("select callback_secret from partner where id = %s", (partner.id,))
        readable = (await found.fetchall())[0]["callback_secret"]
        change = "update partner set callback_secret = %s where id = %s"
        await db.execute(change, (lost.seal("x", purpose="p"), partner.id))
        restart(process, f"{NEW},{OLD}")
        await operator.submit(KEYS)
        page = await shown_in_time(operator, "Encrypt again")
        assert "If a number stays, no key of the list decrypts those secrets" in page
        assert 'aria-label="partner.callback_secret">1</meter>' in page
        await db.execute(change, (readable, partner.id))
