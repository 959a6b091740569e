"""Figures of queues: what several processes have counted becomes one minute."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram
from psycopg import OperationalError

from gladhand.core.clock import now
from gladhand.core.db import Database, Db
from gladhand.core.figures import queues
from gladhand.core.figures.queries import QueueStep, list_queue_steps, quantile
from gladhand.core.figures.queues import QueueFigures
from gladhand.core.figures.recorder import MinuteRecorder, StoreMinute
from gladhand.core.metrics import DURATIONS

MINUTE = timedelta(minutes=1)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A full hour, at whose first minutes' end figures are stored."""
    hour = now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    monkeypatch.setattr(queues, "now", lambda: hour + MINUTE)
    return hour


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


async def test_processes_add_up_and_each_minute_has_what_was_new(database: Database, noon: datetime):
    queue = f"queue-{uuid4()}"
    first, second = QueueProcess(queue, 3.0), QueueProcess(queue, 8.0)
    for process in (first, second):
        process.count("ok", 0.2, 0.02)
        process.count("bad", 4000.0, 7.0, source_name="other")
    first.count("worse", 0.2, 0.02)
    first.count("elsewhere", 0.2, 0.02)
    async with database.transaction() as db:
        await first.figures.take(noon)(db)
        await second.figures.take(noon)(db)
    second.count("ok", 0.2, 0.02)
    async with database.transaction() as db:
        await first.figures.take(noon + MINUTE)(db)
        await second.figures.take(noon + MINUTE)(db)
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

    def take(begins: datetime) -> StoreMinute:
        async def store(_: Db) -> None:
            stored.append(begins)

        return store

    recorder = MinuteRecorder(database, [take])
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

    def take_next(begins: datetime) -> StoreMinute:
        async def store(_: Db) -> None:
            async with database.transaction() as beside:
                rows = await beside.execute(
                    "select 1 from queue_minute where queue = %s and begins = %s for update nowait", (queue, begins)
                )
                free.append(len(await rows.fetchall()))

        return store

    await MinuteRecorder(database, [process.figures.take, take_next]).store(now().replace(second=0, microsecond=0))
    assert free == [1]


async def test_a_statement_that_fails_keeps_no_other_figures_back(database: Database):
    stored: list[str] = []

    async def cancelled(db: Db) -> None:
        await db.execute("set local statement_timeout = '1ms'")
        await db.execute("select pg_sleep(60)")

    async def store(_: Db) -> None:
        stored.append("next")

    recorder = MinuteRecorder(database, [lambda _: cancelled, lambda _: store])
    await recorder.store(now())
    assert stored == ["next"]


async def test_what_was_counted_while_the_database_was_away_is_stored_as_the_minute_that_it_was(
    database: Database, noon: datetime
):
    stored: list[datetime] = []
    is_away = True

    def take(begins: datetime) -> StoreMinute:
        async def store(_: Db) -> None:
            if is_away:
                raise OperationalError("the server closed the connection")
            stored.append(begins)

        return store

    recorder = MinuteRecorder(database, [take, take])
    await recorder.store(noon)
    await recorder.store(noon + MINUTE)
    assert not stored
    is_away = False
    await recorder.store(noon + 2 * MINUTE)
    assert stored == [noon, noon, noon + MINUTE, noon + MINUTE, noon + 2 * MINUTE, noon + 2 * MINUTE]


async def test_minutes_that_are_stored_late_have_what_was_counted_and_empty_ones_are_gaps(
    database: Database, noon: datetime
):
    queue = f"queue-{uuid4()}"
    process = QueueProcess(queue, 100.0)
    process.count("ok", 0.2, 0.02)
    # The clock stands at the end of the first minute.
    busy, idle = process.figures.take(noon - MINUTE), process.figures.take(noon - 2 * MINUTE)
    async with database.transaction() as db:
        await busy(db)
        await idle(db)
    [step] = await steps_of(database, queue, MINUTE)
    assert (step.begins, step.well, step.oldest_seconds) == (noon - MINUTE, 1, 40.0)


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
