"""Jobs: durable wake-ups, and tasks that recur. The only module that knows the queue (PgQueuer).

A job carries an id and nothing else. It may run twice, late, or not at all if a table was restored: the tables hold
the truth, a job says "look at this row now", and each noun's sweep finds rows whose wake-up was lost.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import TypeAlias, cast
from uuid import UUID

import structlog
from pgqueuer.db import PsycopgDriver
from pgqueuer.models import Job
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier

from gladhand.core.db import Connection, Database
from gladhand.core.log import get_logger

log = get_logger()

Task: TypeAlias = Callable[[UUID], Awaitable[None]]
Recurring: TypeAlias = Callable[[], Awaitable[None]]

# A job whose worker has not been heard of for so long is given to another.
_HEARTBEAT_TIMEOUT = timedelta(seconds=20)
# The queue is asked at least so often, should a notification be lost.
_POLL = timedelta(seconds=5)
_RESTART_DELAYS = (0.2, 0.5, 1.0, 2.0, 5.0)
# A queue that ran for so long had no trouble at its start.
_STEADY_SECONDS = 30
_KEEP_JOB_LOG = timedelta(days=1)


async def enqueue(connection: Connection, task: str, *ids: UUID, delay: timedelta = timedelta()) -> None:
    """Wake `task` for each id once the caller's transaction is committed, `delay` after now at the earliest."""
    if not ids:
        return
    count = len(ids)
    await Queries(_driver(connection)).enqueue(
        [task] * count, [each.bytes for each in ids], [0] * count, [delay] * count
    )


def _driver(connection: Connection) -> PsycopgDriver:
    # It asks for its own kind of rows on each cursor; the connection's kind does not matter.
    return PsycopgDriver(cast("AsyncConnection[TupleRow]", connection))


async def waiting(connection: Connection, task: str) -> int:
    """How many jobs of this name could be run now and are not."""
    cursor = await connection.execute(
        "select count(*) as jobs from pgqueuer where entrypoint = %s and status = 'queued' and execute_after <= now()",
        (task,),
    )
    row = await cursor.fetchone()
    return int(row["jobs"]) if row else 0


class _ListeningDriver(PsycopgDriver):
    """Listens on a connection of its own and asks on those of the pool.

    psycopg keeps a connection to itself while it waits for a notice, up to a second in PgQueuer: a query on the same
    one would stand behind that wait each time.
    """

    def __init__(self, database: Database, listening: Connection) -> None:
        super().__init__(cast("AsyncConnection[TupleRow]", listening))
        self._database = database

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        async with self._database.reader() as connection:
            return await _driver(connection).fetch(query, *args)

    async def execute(self, query: str, *args: object) -> str:
        async with self._database.reader() as connection:
            return await _driver(connection).execute(query, *args)


class Worker:
    """Runs jobs and recurring tasks until told to stop; survives the loss of its database connection.

    PgQueuer's own loop ends when its connection is lost, so it is started again here, with growing pauses.
    """

    def __init__(self, database: Database, *, concurrency: int = 20) -> None:
        self._database = database
        self._concurrency = concurrency
        self._tasks: dict[str, Task] = {}
        self._recurring: list[tuple[str, timedelta, Recurring]] = []
        self._stopping = asyncio.Event()
        self._queuer: QueueManager | None = None
        self.every("jobs.forget", timedelta(hours=1), self._forget_finished)

    def on(self, name: str, task: Task) -> None:
        """Run `task` for each job of this name."""
        self._tasks[name] = task

    def every(self, name: str, interval: timedelta, task: Recurring) -> None:
        """Run `task` about every `interval`, on one worker at a time."""
        self._recurring.append((name, interval, task))

    async def run(self) -> None:
        """Work until `stop()`; jobs in hand are finished first."""
        async with asyncio.TaskGroup() as group:
            for name, interval, task in self._recurring:
                group.create_task(self._recur(name, interval, task))
            await self._run_queue()

    def stop(self) -> None:
        self._stopping.set()
        if self._queuer is not None:
            self._queuer.shutdown.set()

    async def _run_queue(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            started = time.monotonic()
            try:
                async with await self._database.connect() as connection:
                    self._queuer = self._build(connection)
                    # The queue probes its listener at once and on another connection: it must not be heard too early,
                    # or the queue waits ten seconds for it in vain and starts anew.
                    await connection.execute(SQL("listen {}").format(Identifier(self._queuer.channel)))
                    if self._stopping.is_set():  # told so while it connected
                        return
                    log.info("worker.started", jobs=sorted(self._tasks))
                    await self._queuer.run(
                        dequeue_timeout=_POLL,
                        batch_size=self._concurrency,
                        max_concurrent_tasks=2 * self._concurrency,
                        shutdown_on_listener_failure=True,
                        heartbeat_timeout=_HEARTBEAT_TIMEOUT,
                    )
            except Exception as error:  # noqa: BLE001 - whatever ends the loop, the worker goes on
                log.warning("worker.interrupted", reason=str(error) or type(error).__name__)
            finally:
                self._queuer = None
            if not self._stopping.is_set():
                failures = 0 if time.monotonic() - started > _STEADY_SECONDS else failures
                await self._pause(_RESTART_DELAYS[min(failures, len(_RESTART_DELAYS) - 1)])
                failures += 1

    def _build(self, connection: Connection) -> QueueManager:
        # The queue alone: what recurs is run here, so that its connection is not shared with a scheduler's polling.
        queue = QueueManager(Queries(_ListeningDriver(self._database, connection)))
        for name, task in self._tasks.items():
            queue.entrypoint(name)(_unpacked(name, task))
        return queue

    async def _recur(self, name: str, interval: timedelta, task: Recurring) -> None:
        while not self._stopping.is_set():
            try:
                await self._once_among_workers(name, task)
            except Exception as error:  # noqa: BLE001 - it is run again; the other tasks must not suffer
                log.warning("task.failed", task=name, reason=str(error) or type(error).__name__)
            await self._pause(interval.total_seconds() * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load

    async def _once_among_workers(self, name: str, task: Recurring) -> None:
        lock = f"gladhand.{name}"
        # Not one of the pool: tasks that each hold one of its connections and need another could use it up. The lock
        # ends with the connection, whatever becomes of the task.
        async with await self._database.connect() as connection:
            cursor = await connection.execute("select pg_try_advisory_lock(hashtextextended(%s, 0)) as mine", (lock,))
            row = await cursor.fetchone()
            if row is not None and row["mine"]:
                await task()

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _forget_finished(self) -> None:
        async with self._database.reader() as connection:
            await connection.execute("delete from pgqueuer_log where created < now() - %s", (_KEEP_JOB_LOG,))


def _unpacked(name: str, task: Task) -> Callable[[Job], Awaitable[None]]:
    async def run(job: Job) -> None:
        subject = UUID(bytes=job.payload)
        with structlog.contextvars.bound_contextvars(job=name, subject=str(subject)):
            await task(subject)

    return run
