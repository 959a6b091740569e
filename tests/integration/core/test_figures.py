"""Figures of queues: what several processes have counted becomes one minute."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram

from gladhand.core.clock import now
from gladhand.core.db import Database, Db
from gladhand.core.figures.queries import QueueStep, list_queue_steps, quantile
from gladhand.core.figures.queues import QueueFigures
from gladhand.core.figures.recorder import MinuteRecorder
from gladhand.core.metrics import DURATIONS

MINUTE = timedelta(minutes=1)


class QueueProcess:
    """The metrics of one process, and its figures."""

    def __init__(self, queue: str, oldest_seconds: float) -> None:
        registry = CollectorRegistry()
        self.attempts = Counter("attempts", ".", ["source_name", "outcome"], registry=registry)
        self.waited = Histogram("waited", ".", ["source_name"], buckets=DURATIONS, registry=registry)
        self.took = Histogram("took", ".", buckets=DURATIONS, registry=registry)

        async def oldest(_: Db) -> float:
            return oldest_seconds

        self.figures = QueueFigures(
            queue,
            attempts=self.attempts,
            well="ok",
            failed=("bad", "worse"),
            waited=self.waited,
            took=self.took,
            oldest=oldest,
        )

    def count(self, outcome: str, waited: float, took: float, *, source_name: str = "acme") -> None:
        self.attempts.labels(source_name, outcome).inc()
        self.waited.labels(source_name).observe(waited)
        self.took.observe(took)


async def steps_of(database: Database, queue: str, step: timedelta) -> list[QueueStep]:
    async with database.connection() as db:
        found = await list_queue_steps(db, within=timedelta(hours=3), step=step)
    return [each for each in found if each.queue == queue]


async def test_processes_add_up_and_each_minute_has_what_was_new(database: Database):
    queue = f"queue-{uuid4()}"
    first, second = QueueProcess(queue, 3.0), QueueProcess(queue, 8.0)
    noon = now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    for process in (first, second):
        process.count("ok", 0.2, 0.02)
        process.count("bad", 4000.0, 7.0, source_name="other")
    first.count("worse", 0.2, 0.02)
    first.count("elsewhere", 0.2, 0.02)
    async with database.transaction() as db:
        await first.figures.store(db, noon)
        await second.figures.store(db, noon)
    second.count("ok", 0.2, 0.02)
    async with database.transaction() as db:
        await first.figures.store(db, noon + MINUTE)
        await second.figures.store(db, noon + MINUTE)
    one, two = await steps_of(database, queue, MINUTE)
    assert (one.begins, one.well, one.failed, one.oldest_seconds) == (noon, 2, 3, 8.0)
    assert (two.begins, two.well, two.failed) == (noon + MINUTE, 1, 0)
    quick, never = DURATIONS.index(0.25), len(DURATIONS)
    assert {place: count for place, count in enumerate(one.waited) if count} == {quick: 4, never: 2}
    assert {place: count for place, count in enumerate(one.took) if count} == {
        DURATIONS.index(0.025): 4,
        DURATIONS.index(10.0): 2,
    }
    assert sum(two.waited) == sum(two.took) == 1
    (hour,) = await steps_of(database, queue, timedelta(hours=1))
    assert (hour.begins, hour.well, hour.failed, sum(hour.waited)) == (noon, 3, 3, 7)


async def test_a_process_that_stops_stores_what_it_has(database: Database):
    stored: list[datetime] = []

    async def store(_: Db, begins: datetime) -> None:
        stored.append(begins)

    recorder = MinuteRecorder(database, [store])
    began = now()
    running = asyncio.create_task(recorder.run())
    await asyncio.sleep(0)
    recorder.stop()
    await running
    assert stored
    assert stored[-1] == stored[-1].replace(second=0, microsecond=0, tzinfo=UTC)
    assert began - MINUTE < stored[-1] <= now()


async def test_no_row_stays_locked_while_the_next_figures_are_read(database: Database):
    queue = f"queue-{uuid4()}"
    process = QueueProcess(queue, 1.0)
    free: list[int] = []

    async def store_next(_: Db, begins: datetime) -> None:
        async with database.transaction() as beside:
            rows = await beside.execute(
                "select 1 from queue_minute where queue = %s and begins = %s for update nowait", (queue, begins)
            )
            free.append(len(await rows.fetchall()))

    await MinuteRecorder(database, [process.figures.store, store_next]).store(now().replace(second=0, microsecond=0))
    assert free == [1]


async def test_a_statement_that_fails_keeps_no_other_figures_back(database: Database):
    stored: list[str] = []

    async def cancelled(db: Db, _: datetime) -> None:
        await db.execute("set local statement_timeout = '1ms'")
        await db.execute("select pg_sleep(60)")

    async def store(_: Db, __: datetime) -> None:
        stored.append("next")

    await MinuteRecorder(database, [cancelled, store]).store(now())
    assert stored == ["next"]


def test_quantiles_lie_between_the_bounds_of_their_values():
    counts = [0] * (len(DURATIONS) + 1)
    assert quantile(counts, 0.5) is None
    counts[DURATIONS.index(0.1)] = 90
    counts[DURATIONS.index(5.0)] = 10
    assert quantile(counts, 0.9) == pytest.approx(0.1)
    assert quantile(counts, 0.45) == pytest.approx(0.075)
    assert quantile(counts, 0.95) == pytest.approx(3.75)
    beyond = [0] * len(DURATIONS) + [1]
    assert quantile(beyond, 0.5) == DURATIONS[-1]
