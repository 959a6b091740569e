import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from tests.conftest import fresh_database

from gladhand.core import jobs
from gladhand.core.db import Database
from gladhand.core.jobs import Worker, enqueue


@pytest.fixture
async def database(postgres: str) -> AsyncIterator[Database]:
    # Of its own: a worker of these tests takes every job it finds, and its connections are cut.
    with fresh_database(postgres) as url:
        async with Database(url, max_size=4, name="jobs-test") as opened:
            yield opened


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
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
        await asyncio.wait_for(asyncio.gather(*tasks), 15)


def recorder(database: Database, name: str = "look") -> tuple[Worker, list[UUID]]:
    worker, seen = Worker(database), list[UUID]()

    async def look(subject: UUID) -> None:
        seen.append(subject)

    worker.on(name, look)
    return worker, seen


async def test_a_job_runs_for_each_id_once_its_transaction_is_committed(database):
    worker, seen = recorder(database)
    ids = {uuid4() for _ in range(20)}
    async with running(worker):
        async with database.transaction() as connection:
            await enqueue(connection, "look", *ids)
            await asyncio.sleep(0.5)
            assert seen == []
        await until(lambda: len(seen) == 20)
    assert set(seen) == ids


async def test_a_job_of_a_transaction_that_fails_was_never_there(database):
    with suppress(RuntimeError):
        async with database.transaction() as connection:
            await enqueue(connection, "look", uuid4())
            raise RuntimeError
    async with database.reader() as connection:
        assert await jobs.waiting(connection, "look") == 0


async def test_no_ids_are_no_jobs(database):
    async with database.reader() as connection:
        await enqueue(connection, "look")
        assert await jobs.waiting(connection, "look") == 0


async def test_a_delayed_job_waits(database):
    worker, seen = recorder(database)
    soon, later = uuid4(), uuid4()
    async with running(worker):
        async with database.reader() as connection:
            await enqueue(connection, "look", later, delay=timedelta(seconds=2))
            await enqueue(connection, "look", soon)
            assert await jobs.waiting(connection, "look") <= 1
        await until(lambda: seen == [soon])
        await asyncio.sleep(1)
        assert seen == [soon]
        await until(lambda: seen == [soon, later])


async def test_a_job_that_raises_stops_neither_the_worker_nor_other_jobs(database, caplog):
    worker, seen = recorder(database)

    async def fail(_: UUID) -> None:
        raise RuntimeError("this job is broken")

    worker.on("fail", fail)
    async with running(worker):
        for _ in range(3):
            async with database.transaction() as connection:
                await enqueue(connection, "fail", uuid4(), uuid4())
                await enqueue(connection, "look", uuid4())
        await until(lambda: len(seen) == 3)
        subject = uuid4()
        async with database.reader() as connection:
            await enqueue(connection, "look", subject)
        await until(lambda: subject in seen)


async def cut_connections(database: Database) -> None:
    """What a failover does: every connection of the database but the one that asks for it."""
    async with await database.connect() as connection:
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )


async def test_a_worker_whose_connections_are_cut_goes_on_by_itself(database):
    worker, seen = recorder(database)
    async with running(worker):
        for _ in range(3):
            before = len(seen)
            async with await database.connect() as connection:
                await enqueue(connection, "look", uuid4())
            await until(partial(lambda before: len(seen) > before, before), 15)
            await cut_connections(database)


async def test_a_worker_that_is_stopped_finishes_what_it_has_in_hand(database):
    worker = Worker(database)
    begun, ended = asyncio.Event(), asyncio.Event()

    async def slow(_: UUID) -> None:
        begun.set()
        await asyncio.sleep(1)
        ended.set()

    worker.on("slow", slow)
    async with running(worker):
        async with database.reader() as connection:
            await enqueue(connection, "slow", uuid4())
        await asyncio.wait_for(begun.wait(), 10)
    assert ended.is_set()


async def test_a_worker_can_be_stopped_at_any_moment_of_its_start(database):
    for pause in (0, 0.001, 0.005, 0.01, 0.02, 0.05):
        worker, _ = recorder(database)
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
    async with database.reader() as connection:
        row = await (
            await connection.execute("select count(*) as n from pg_locks where locktype = 'advisory'")
        ).fetchone()
    assert row == {"n": 0}


async def test_many_recurring_tasks_get_by_with_the_fewest_connections(database):
    async with Database(database.url, max_size=2) as small:
        worker, times = Worker(small), dict.fromkeys(range(5), 0)

        def tick(number: int) -> jobs.Recurring:
            async def run() -> None:
                async with small.transaction() as connection:
                    await connection.execute("select pg_sleep(0.05)")
                times[number] += 1

            return run

        for number in times:
            worker.every(f"test.{number}", timedelta(seconds=0.05), tick(number))
        async with running(worker):
            await until(lambda: min(times.values()) >= 3, 10)


async def test_a_finished_job_is_forgotten_after_a_while(database):
    worker, seen = recorder(database)
    async with running(worker):
        async with database.reader() as connection:
            await enqueue(connection, "look", uuid4())
        await until(lambda: len(seen) == 1)
    async with database.reader() as connection:
        await connection.execute("update pgqueuer_log set created = now() - interval '2 days'")
        await worker._forget_finished()
        row = await (await connection.execute("select count(*) as n from pgqueuer_log")).fetchone()
    assert row == {"n": 0}
