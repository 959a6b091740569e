"""What the schema's own functions do, on a real PostgreSQL."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import PATIENCE, until

from gladhand.core.clock import now, wire_time
from gladhand.core.counter_queries import counted, counting
from gladhand.core.db import Database, Db

moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.timezones())  # noqa: DTZ001 - zones are drawn beside


def test_now_is_aware_and_in_utc():
    assert now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 60, tzinfo=UTC), "2026-01-02T03:04:05.000060Z"),
        (datetime.fromisoformat("2026-01-02T03:04:05.5+02:00"), "2026-01-02T01:04:05.500000Z"),
    ],
)
def test_a_time_on_the_wire_ends_in_z_and_has_microseconds_only_when_there_are_any(moment, text):
    assert wire_time(moment) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.lists(moments, min_size=20, max_size=40))
def test_postgresql_writes_times_as_the_clock_does(database_url, listed):
    listed += [moment.replace(microsecond=0) for moment in listed[:5]]
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            "select wire_time(each) from unnest(%s::timestamptz[]) as each", (listed,)
        ).fetchall()
    assert [text for (text,) in found] == [wire_time(moment) for moment in listed]


async def value(database: Database, partner_id: UUID, name: str) -> int:
    async with database.connection() as db:
        row = await (await db.execute(f"select {counted('%s', '%s')} as n", (partner_id, name))).fetchone()
    assert row is not None
    return int(row["n"])


async def count(db: Db, partner_id: UUID, name: str, delta: int) -> None:
    changes: LiteralString = "select %s::uuid as partner_id, %s::text as name, %s::int as delta"
    await db.execute(counting(changes), (partner_id, name, delta))


async def test_a_count_is_exact_when_many_count_at_once(database):
    partner_id = uuid4()

    async def count_both(number: int) -> None:
        async with database.transaction() as db:
            await count(db, partner_id, "things", 3 if number % 3 else -1)
            await count(db, partner_id, "others", 1)

    await asyncio.gather(*(count_both(number) for number in range(150)))
    assert await value(database, partner_id, "things") == 100 * 3 - 50
    assert await value(database, partner_id, "others") == 150


async def test_what_is_rolled_back_is_not_counted(database):
    partner_id = uuid4()
    with suppress(RuntimeError):
        async with database.transaction() as db:
            await count(db, partner_id, "things", 5)
            raise RuntimeError
    assert await value(database, partner_id, "things") == 0


async def test_partners_and_names_are_counted_apart(database):
    one, other = uuid4(), uuid4()
    async with database.transaction() as db:
        for partner_id, name, delta in ((one, "a", 1), (one, "b", 2), (other, "a", 4)):
            await count(db, partner_id, name, delta)
    assert [await value(database, *each) for each in ((one, "a"), (one, "b"), (other, "a"), (other, "b"))] == [
        1,
        2,
        4,
        0,
    ]


async def test_a_transaction_ends_with_its_block_and_is_taken_back_when_that_fails(database):
    partner_id = uuid4()
    async with database.transaction() as db:
        await count(db, partner_id, "kept", 1)
        assert await value(database, partner_id, "kept") == 0
    assert await value(database, partner_id, "kept") == 1


async def test_every_connection_speaks_utc(database):
    for source in (database.connection(), database.transaction(), await database.connect()):
        async with source as connection:
            row = await (await connection.execute("show timezone")).fetchone()
            assert row == {"TimeZone": "UTC"}


async def test_a_connection_is_waited_for_as_long_as_the_caller_says(database_url):
    async with Database(database_url, max_size=1) as database, database.connection():
        # Without `wait` each would wait half a minute.
        async with asyncio.timeout(20):
            with pytest.raises(psycopg.OperationalError):
                async with database.connection(wait=0.2):
                    pass
            with pytest.raises(psycopg.OperationalError):
                async with database.transaction(wait=0.2):
                    pass


async def test_a_cancellation_that_comes_together_with_a_connection_is_obeyed(database_url):
    async with Database(database_url, max_size=1) as database:

        async def hold() -> None:
            async with database.connection():
                await asyncio.Event().wait()

        for turns in range(8):
            async with database.connection():
                holding = asyncio.create_task(hold())
                await until(
                    lambda: bool(database._pool.get_stats().get("requests_waiting")), "the queue for a connection"
                )
            # The connection is on its way to the task, which takes a few turns of the event loop.
            for _ in range(turns):
                await asyncio.sleep(0)
            holding.cancel()
            await asyncio.wait([holding], timeout=PATIENCE)
            assert holding.cancelled(), f"not cancelled after {turns} turns"
