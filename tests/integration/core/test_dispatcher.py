"""The dispatcher on a toy table: claims under a lease, attempts side by side, writes in batches, gives back."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from psycopg.errors import QueryCanceled, UndefinedColumn
from tests.conftest import PATIENCE, fresh_database

from gladhand.core.db import Database, Db
from gladhand.core.dispatch import wakeup
from gladhand.core.dispatch.dispatcher import Attempted, Dispatcher, WorkSource
from gladhand.core.dispatch.limiter import Partition
from gladhand.core.dispatch.scheduler import ClaimedWork

SLOTS = 4


@dataclass(frozen=True)
class ToyQueue:
    name: str
    due: int


@dataclass(frozen=True)
class ToyWork:
    id: int
    queue: str


class ToySource(WorkSource[ToyQueue, ToyWork, int]):
    """Work without effects; `before` is called in each attempt."""

    name = "toys"
    channel = "toy"
    gather_seconds = 0.0
    batch_size = 10
    start_within = 10.0
    stop_seconds = 10.0

    def __init__(self, database: Database) -> None:
        super().__init__(SLOTS)
        self.database = database
        self.claim_statement = (
            "update toy set lease_until = now() + interval '60 seconds', claims = claims + 1 where id in"
            " (select id from toy where queue = %s and not is_done and (lease_until is null or lease_until <= now())"
            " order by id limit %s for update skip locked) returning id, queue"
        )
        self.running = 0
        self.most_running = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def list_queues(self, db: Db, after: ToyQueue | None, limit: int) -> list[ToyQueue]:
        rows = await db.execute(
            "select queue as name, count(*)::int as due from toy where not is_done and queue > %s"
            " and (lease_until is null or lease_until <= now()) group by queue order by queue limit %s",
            (after.name if after else "", limit),
        )
        return [ToyQueue(**row) for row in await rows.fetchall()]

    async def claim(self, db: Db, queues: Sequence[ToyQueue]) -> list[tuple[Partition, ToyWork]]:
        due = {self.partition(queue.name): queue.due for queue in queues}
        claimed = []
        for partition, quota in self.scheduler.quotas(due).items():
            rows = await db.execute(self.claim_statement, (partition.key, quota))
            claimed += [(partition, ToyWork(**row)) for row in await rows.fetchall()]
        return claimed

    async def attempt(self, claimed: ClaimedWork[ToyWork]) -> Attempted[ToyWork]:
        work = claimed.work
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            await self.gate.wait()
            if self.stopping.is_set():
                return Attempted(answered=True, requests=0, unsent=[work])
            if work.queue == "broken":
                raise RuntimeError("a bug")
            self.results.add([work.id])
            return Attempted(answered=True)
        finally:
            self.running -= 1

    async def write(self, results: Sequence[int]) -> None:
        async with self.database.connection() as db:
            await db.execute("update toy set is_done = true, lease_until = null where id = any(%s)", (list(results),))

    def refused(self, result: int) -> int:
        return -result

    async def give_back(self, db: Db, unsent: Sequence[ToyWork]) -> None:
        await db.execute("update toy set lease_until = null where id = any(%s)", ([toy.id for toy in unsent],))

    def log_ids(self, work: ToyWork) -> Mapping[str, str]:
        return {"toy_id": str(work.id)}

    def partition(self, key: str) -> Partition:
        return self.limiter.partition(key, most=SLOTS)


@pytest.fixture
async def database(postgres: str) -> AsyncIterator[Database]:
    with fresh_database(postgres) as url:
        async with Database(url, max_size=4) as opened, opened.connection() as db:
            await db.execute(
                "create table toy (id int primary key, queue text not null, lease_until timestamptz,"
                " is_done boolean not null default false, claims int not null default 0)"
            )
            yield opened


async def add(database: Database, queue: str, first: int, count: int) -> None:
    async with database.transaction() as db:
        await db.execute("insert into toy (id, queue) select n, %s from generate_series(%s::int, %s::int) n", (
            queue, first, first + count - 1,
        ))  # fmt: skip
        await db.execute("notify toy")


async def rows(database: Database, condition: str) -> list[dict[str, Any]]:
    async with database.connection() as db:
        found = await db.execute(f"select * from toy where {condition} order by id")
        return await found.fetchall()


async def until(database: Database, condition: str, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(await rows(database, condition)) != count:  # noqa: ASYNC110 - what is looked at is a row
            await asyncio.sleep(0.02)


@asynccontextmanager
async def dispatching(database: Database) -> AsyncIterator[tuple[asyncio.Task[None], ToySource]]:
    async with Database(database.url, max_size=3, name="toys") as own:
        source = ToySource(own)
        dispatcher = Dispatcher(own, source)
        running = asyncio.create_task(dispatcher.run())
        try:
            yield running, source
        finally:
            dispatcher.stop()
            source.gate.set()
            await asyncio.wait_for(running, PATIENCE)


async def test_all_work_is_done_once_within_the_slots(database: Database) -> None:
    await add(database, "a", 1, 30)
    await add(database, "b", 31, 30)
    async with dispatching(database) as (_, source):
        await until(database, "is_done", 60)
    assert source.most_running <= SLOTS
    assert {row["claims"] for row in await rows(database, "true")} == {1}


async def test_an_attempt_that_crashes_costs_no_other_and_keeps_its_lease(database: Database) -> None:
    await add(database, "broken", 1, 1)
    await add(database, "well", 2, 10)
    async with dispatching(database):
        await until(database, "is_done", 10)
        await until(database, "queue = 'broken' and lease_until > now()", 1)


async def test_a_stop_gives_back_what_was_not_begun(database: Database) -> None:
    await add(database, "a", 1, 10)
    async with dispatching(database) as (_, source):
        source.gate.clear()
        await until(database, "lease_until is not null", SLOTS)
    assert await rows(database, "lease_until is not null") == []
    assert await rows(database, "is_done") == []


async def test_lost_connections_lose_no_work_and_no_result(database: Database) -> None:
    await add(database, "a", 1, 200)
    async with dispatching(database):
        for _ in range(3):
            await rows(
                database,
                "(select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database()"
                " and application_name in ('toys', 'gladhand-listener')) > 0",
            )
            await asyncio.sleep(0.1)
        await add(database, "b", 201, 20)
        await until(database, "is_done", 220)


async def test_a_wrong_statement_ends_the_dispatcher(database: Database) -> None:
    async def dispatch() -> None:
        async with dispatching(database) as (running, source):
            source.claim_statement = "update toy set absent = 1 where queue = %s and id = %s returning id, queue"
            await add(database, "a", 1, 1)
            await asyncio.wait([running], timeout=PATIENCE)
            assert running.done()

    with pytest.raises(ExceptionGroup) as raised:
        await dispatch()
    assert raised.group_contains(UndefinedColumn)


async def test_a_statement_that_is_cancelled_time_and_again_ends_the_dispatcher_and_loses_no_work(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As an administrator's `pg_cancel_backend`, or a time limit, ends it.
    cancelled = (
        "update toy set claims = claims + 1 where queue = %s and id >= %s - 1000000"
        " and pg_cancel_backend(pg_backend_pid()) and pg_sleep(1) is not null returning id, queue"
    )

    async def dispatch() -> None:
        async with dispatching(database) as (running, source):
            source.claim_statement = cancelled
            await add(database, "a", 1, 20)
            await asyncio.wait([running], timeout=PATIENCE)
            assert running.done()

    with monkeypatch.context() as patch:
        patch.setattr(wakeup, "_PAUSES", (0.0,))
        with pytest.raises(ExceptionGroup) as raised:
            await dispatch()
    assert raised.group_contains(QueryCanceled)
    async with dispatching(database):
        await until(database, "is_done and claims = 1", 20)
