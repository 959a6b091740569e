import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from structlog.testing import capture_logs
from tests.conftest import PATIENCE, fresh_database

from gladhand.core import recurring
from gladhand.core.db import Database
from gladhand.core.recurring import Worker


@pytest.fixture
async def database(postgres: str) -> AsyncIterator[Database]:
    # Of its own: a worker of these tests takes every job it finds, and its connections are cut.
    with fresh_database(postgres) as url:
        async with Database(url, max_size=4, name="jobs-test") as opened:
            yield opened


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - what is looked at is no event, often a row
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(*workers: Worker) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(worker.run()) for worker in workers]
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        await asyncio.wait_for(asyncio.gather(*tasks), PATIENCE)


async def cut_connections(database: Database) -> None:
    """What a failover does: every connection of the database but the one that asks for it."""
    async with await database.connect() as connection:
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )


def ticking(database: Database, name: str = "test.tick") -> tuple[Worker, list[float]]:
    worker, times = Worker(database), list[float]()

    async def tick() -> None:
        times.append(asyncio.get_running_loop().time())

    worker.every(name, timedelta(seconds=0.05), tick)
    return worker, times


async def test_a_worker_whose_connections_are_cut_goes_on_by_itself(database):
    worker, times = ticking(database)
    async with running(worker):
        for _ in range(3):
            before = len(times)
            await until(partial(lambda before: len(times) > before, before))
            await cut_connections(database)


async def test_all_locks_of_a_worker_share_one_connection_which_ends_with_it(database):
    async def kept(db: Any) -> int:
        row = await (
            await db.execute(
                "select count(*) as n from pg_stat_activity"
                " where application_name = 'gladhand-listener' and datname = current_database()"
            )
        ).fetchone()
        return int(row["n"])

    worker, times = ticking(database)
    worker.every("test.other", timedelta(seconds=0.05), partial(asyncio.sleep, 0))
    async with database.connection() as db:
        async with running(worker):
            await until(lambda: len(times) > 5)
            assert await kept(db) == 1
        async with asyncio.timeout(PATIENCE):
            # The server of the database notes the end of a connection a moment after it.
            while await kept(db) > 0:  # noqa: ASYNC110 - what is looked at is a row
                await asyncio.sleep(0.02)


async def test_a_worker_that_is_stopped_finishes_what_it_has_in_hand(database):
    worker = Worker(database)
    begun, ended = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        begun.set()
        await asyncio.sleep(1)
        ended.set()

    worker.every("test.slow", timedelta(seconds=60), slow)
    async with running(worker):
        await asyncio.wait_for(begun.wait(), PATIENCE)
    assert ended.is_set()


async def test_a_worker_can_be_stopped_at_any_moment_of_its_start(database):
    for pause in (0, 0.001, 0.005, 0.01, 0.02, 0.05):
        worker, _ = ticking(database)
        async with running(worker):
            await asyncio.sleep(pause)


async def test_a_recurring_task_runs_on_one_worker_at_a_time(database):
    under_way, most, times = 0, 0, 0

    async def tick() -> None:
        nonlocal under_way, most, times
        under_way += 1
        most, times = max(most, under_way), times + 1
        await asyncio.sleep(0.03)
        under_way -= 1

    workers = [Worker(database) for _ in range(3)]
    for worker in workers:
        worker.every("test.tick", timedelta(seconds=0.01), tick)
    async with running(*workers):
        await until(lambda: times >= 10)
    assert most == 1


async def test_a_recurring_task_that_fails_is_run_again_and_leaves_no_lock(database):
    times = 0

    async def tick() -> None:
        nonlocal times
        times += 1
        raise RuntimeError("not this time")

    worker = Worker(database)
    worker.every("test.failing", timedelta(seconds=0.05), tick)
    async with running(worker):
        await until(lambda: times >= 3)
    async with database.connection() as db:
        row = await (await db.execute("select count(*) as n from pg_locks where locktype = 'advisory'")).fetchone()
    assert row == {"n": 0}


async def test_many_recurring_tasks_get_by_with_the_fewest_connections(database):
    async with Database(database.url, max_size=2) as small:
        worker, times = Worker(small), dict.fromkeys(range(5), 0)

        def tick(number: int) -> recurring.Recurring:
            async def run() -> None:
                async with small.transaction() as db:
                    await db.execute("select pg_sleep(0.05)")
                times[number] += 1

            return run

        for number in times:
            worker.every(f"test.{number}", timedelta(seconds=0.05), tick(number))
        async with running(worker):
            await until(lambda: min(times.values()) >= 3)


async def test_a_task_whose_statement_the_server_ends_is_not_told_as_a_lost_database(database):
    async def exceed() -> None:
        async with database.transaction() as db:
            await db.execute("set local statement_timeout = '20ms'")
            await db.execute("select pg_sleep(5)")

    async def lose() -> None:
        async with database.connection() as db:
            await db.execute("select pg_terminate_backend(pg_backend_pid())")

    worker = Worker(database)
    worker.every("test.exceed", timedelta(seconds=0.05), exceed)
    worker.every("test.lose", timedelta(seconds=0.05), lose)
    with capture_logs() as lines:
        async with running(worker):
            told: dict[str, set[tuple[str, str]]] = {}

            def all_told() -> bool:
                for line in lines:
                    if "task" in line:
                        told.setdefault(line["task"], set()).add((line["event"], line["reason"]))
                return len(told) == 2

            await until(all_told)
    assert told == {
        "test.exceed": {("database.statement_ended", "QueryCanceled")},
        "test.lose": {("task.database_away", "AdminShutdown")},
    }
