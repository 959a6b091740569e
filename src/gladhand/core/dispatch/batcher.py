"""Writes results many at a time, and keeps them while the database is away."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from psycopg import DatabaseError, DataError, IntegrityError

from gladhand.core.db import AWAY, log_away
from gladhand.core.dispatch import log_events, metrics
from gladhand.core.dispatch.wakeup import Failures
from gladhand.core.log import get_logger

log = get_logger()

R = TypeVar("R")

# The class of SQLSTATE "program limit exceeded".
_LIMIT_EXCEEDED = "54"


class Batcher(Generic[R]):
    """Calls `write` with batches of results. A batch may be written twice, so `write` must bear that.

    Results gather for `gather_seconds` before they are written; the next ones gather meanwhile. `refused` says what is
    written instead of a result whose values the database refuses.
    """

    def __init__(
        self,
        name: str,
        write: Callable[[Sequence[R]], Awaitable[object]],
        *,
        refused: Callable[[R], R],
        batch_size: int,
        gather_seconds: float,
    ) -> None:
        self._name = name
        self._write = write
        self._refused = refused
        self._batch_size = batch_size
        self._gather_seconds = gather_seconds
        self._results: asyncio.Queue[tuple[R, asyncio.Future[None] | None]] = asyncio.Queue()
        self._batch: list[tuple[R, asyncio.Future[None] | None]] = []

    @property
    def unwritten(self) -> int:
        return len(self._batch) + self._results.qsize()

    def add(self, results: Sequence[R]) -> asyncio.Future[None]:
        """Have these written. The future is done when they are."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for number, result in enumerate(results, start=1):
            self._results.put_nowait((result, written if number == len(results) else None))
        return written

    async def run(self) -> None:
        """Write until cancelled. Fails when a statement is wrong, or is ended by the server time and again."""
        while True:
            self._batch = [await self._results.get()]
            await asyncio.sleep(self._gather_seconds)
            while len(self._batch) < self._batch_size and not self._results.empty():
                self._batch.append(self._results.get_nowait())
            await self._write_until_stored([result for result, _ in self._batch])
            batch, self._batch = self._batch, []
            for _, written in batch:
                self._results.task_done()
                if written is not None and not written.done():
                    written.set_result(None)

    async def finish(self, seconds: float) -> None:
        """Wait this long for all to be written. The leases of the rest run out, and its work is repeated."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._results.join()
        except TimeoutError:
            log.warning(log_events.UNWRITTEN, queue=self._name, count=self.unwritten)

    async def _write_until_stored(self, batch: Sequence[R]) -> None:
        failures = Failures()
        while True:
            try:
                await self._write_or_split(batch)
                return
            except AWAY as error:
                log_away(error, log_events.DATABASE_AWAY, queue=self._name, unwritten=self.unwritten)
                await asyncio.sleep(failures.add(error))

    async def _write_or_split(self, batch: Sequence[R]) -> None:
        """Write a batch; if the database refuses the values of one result, the others are written without it."""
        try:
            await self._write(batch)
        except Exception as error:
            if not _is_of_one_result(error):
                raise
            if len(batch) == 1:
                log.error(log_events.REFUSED, queue=self._name, exc_info=error)
                metrics.CRASHES.labels(self._name).inc()
                await self._write_refused(batch[0])
                return
            for result in batch:
                await self._write_or_split([result])

    async def _write_refused(self, result: R) -> None:
        try:
            await self._write([self._refused(result)])
        except Exception as error:
            if not _is_of_one_result(error):
                raise
            # Its lease runs out, and its work is repeated.
            log.error(log_events.REFUSED, queue=self._name, exc_info=error)


def _is_of_one_result(error: Exception) -> bool:
    """Whether the values of one result are at fault, and neither the statement nor the server."""
    if isinstance(error, DataError | IntegrityError):
        return True
    if isinstance(error, DatabaseError):
        # As when a value is too long for an index.
        return (error.sqlstate or "").startswith(_LIMIT_EXCEEDED)
    return not isinstance(error, AWAY)
