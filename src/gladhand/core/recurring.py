"""Recurring tasks, each on one worker at a time. Work that waits in tables is claimed by `core.dispatch` instead."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TypeAlias

from psycopg import DatabaseError

import gladhand
from gladhand.core.background import wait_for_stop
from gladhand.core.db import AWAY, Database, Db, log_away, require_usable
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.migrate import known_names

log = get_logger()

_WORKER_STARTED = LogEvent("worker.started", "The worker runs its recurring tasks: version and schema.")
_TASK_DATABASE_AWAY = LogEvent(
    "task.database_away", "A recurring task could not reach the database. It runs again at its next time."
)
_TASK_FAILED = LogEvent("task.failed", "A recurring task failed because of a bug; the line has a traceback.")

Recurring: TypeAlias = Callable[[], Awaitable[None]]


class Worker:
    """Runs recurring tasks until stopped, also while the database restarts. A wrong statement ends it."""

    def __init__(self, database: Database) -> None:
        self._recurring: list[tuple[str, timedelta, Recurring]] = []
        self._locks = Locks(database)
        self._stopping = asyncio.Event()

    def every(self, name: str, interval: timedelta, task: Recurring) -> None:
        """Run `task` about every `interval`, on one worker at a time."""
        self._recurring.append((name, interval, task))

    async def run(self) -> None:
        """Run the tasks until `stop()`. A task that is already running finishes first."""
        log.info(
            _WORKER_STARTED,
            version=gladhand.__version__,
            schema=known_names()[-1],
            tasks=sorted(name for name, _, _ in self._recurring),
        )
        try:
            async with asyncio.TaskGroup() as group:
                for name, interval, task in self._recurring:
                    group.create_task(self._recur(name, interval, task))
        finally:
            await self._locks.close()

    def stop(self) -> None:
        self._stopping.set()

    async def _recur(self, name: str, interval: timedelta, task: Recurring) -> None:
        while not self._stopping.is_set():
            try:
                await self._once_among_workers(name, task)
            except AWAY as error:
                log_away(error, _TASK_DATABASE_AWAY, task=name)
            except DatabaseError:
                raise
            except Exception as error:
                # The task runs again at its next time; the other tasks go on.
                log.error(_TASK_FAILED, task=name, exc_info=error)
            await wait_for_stop(self._stopping, interval.total_seconds() * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load

    async def _once_among_workers(self, name: str, task: Recurring) -> None:
        lock = f"gladhand.{name}"
        if await self._locks.take(lock):
            try:
                await task()
            finally:
                await self._locks.give_back(lock)


class Locks:
    """Advisory locks of one process, on one connection of their own.

    It is not a connection of the pool, since tasks that each hold one and need another could exhaust the pool. When the
    connection is lost its locks are free, and another process may begin a task that still runs here. So running a
    recurring task twice must be harmless. A lost connection is noticed when the next lock is taken.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Db | None = None
        self._lock_use = asyncio.Lock()

    async def take(self, name: str) -> bool:
        """Take the lock if it is free. Raises when the database is unreachable."""
        async with self._lock_use:
            try:
                return await self._take(name)
            except AWAY:
                # The old connection was lost. Opening a new one shows whether the database is reachable.
                await self._drop()
                return await self._take(name)

    async def give_back(self, name: str) -> None:
        """Free the lock. If that fails, the lock ends with the connection."""
        async with self._lock_use:
            if self._connection is None:
                return
            try:
                await self._connection.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", (name,))
            except AWAY:
                await self._drop()

    async def close(self) -> None:
        async with self._lock_use:
            await self._drop()

    async def _take(self, name: str) -> bool:
        if self._connection is None or self._connection.closed:
            self._connection = await self._database.connect()
        cursor = await self._connection.execute("select pg_try_advisory_lock(hashtextextended(%s, 0)) as mine", (name,))
        row = await cursor.fetchone()
        require_usable(self._connection)
        return row is not None and bool(row["mine"])

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*AWAY):
                await connection.close()


@asynccontextmanager
async def exclusively(database: Database, name: str) -> AsyncIterator[bool]:
    """Take a lock for the block, on a connection of its own; whether it was free."""
    locks = Locks(database)
    try:
        yield await locks.take(name)
    finally:
        await locks.close()
