"""Writes results many at a time, and keeps them while the database is away."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from psycopg import DatabaseError, DataError, IntegrityError

from gladhand.core.db import AWAY
from gladhand.core.dispatch import log_events
from gladhand.core.dispatch.wakeup import pause
from gladhand.core.log import get_logger

log = get_logger()

R = TypeVar("R")


@dataclass(frozen=True)
class BatchSettings:
    """`gather_seconds`: how long results gather before they are written; the next ones gather meanwhile."""

    batch_size: int
    gather_seconds: float


class Batcher(Generic[R]):
    """Calls `write` with batches of results. A batch may be written twice, so `write` must bear that."""

    def __init__(self, name: str, write: Callable[[Sequence[R]], Awaitable[object]], settings: BatchSettings) -> None:
        self._name = name
        self._write = write
        self._settings = settings
        self._waiting: list[tuple[R, asyncio.Future[None] | None]] = []
        self._has_results = asyncio.Event()
        self._is_empty = asyncio.Event()
        self._is_empty.set()

    def add(self, results: Sequence[R]) -> asyncio.Future[None]:
        """Have these written. The future is done when they are."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting += [(result, None) for result in results[:-1]]
        self._waiting += [(result, written) for result in results[-1:]]
        self._is_empty.clear()
        self._has_results.set()
        return written

    async def run(self) -> None:
        """Write until cancelled. Fails when a statement is wrong."""
        failures = 0
        while True:
            await self._has_results.wait()
            await asyncio.sleep(self._settings.gather_seconds)
            batch = self._waiting[: self._settings.batch_size]
            try:
                await self._write_or_split([result for result, _ in batch])
            except AWAY as error:
                log.warning(
                    log_events.DATABASE_AWAY,
                    queue=self._name,
                    reason=type(error).__name__,
                    unwritten=len(self._waiting),
                )
                await asyncio.sleep(pause(failures))
                failures += 1
                continue
            failures = 0
            del self._waiting[: len(batch)]
            for _, written in batch:
                if written is not None and not written.done():
                    written.set_result(None)
            if not self._waiting:
                self._has_results.clear()
                self._is_empty.set()

    async def finish(self, seconds: float) -> None:
        """Wait this long for all to be written. The leases of what is left run out, and it is done once more."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0)):
                await self._is_empty.wait()
        if self._waiting:
            log.warning(log_events.UNWRITTEN, queue=self._name, count=len(self._waiting))

    async def _write_or_split(self, batch: Sequence[R]) -> None:
        """Write a batch; if the database refuses the values of one result, the others are written without it."""
        try:
            await self._write(batch)
        except AWAY:
            raise
        except Exception as error:
            if isinstance(error, DatabaseError) and not isinstance(error, DataError | IntegrityError):
                # The statement is wrong, not the values of one result.
                raise
            if len(batch) == 1:
                # Its lease runs out, and it is done once more.
                log.error(log_events.REFUSED, queue=self._name, exc_info=error)
                return
            for result in batch:
                await self._write_or_split([result])
