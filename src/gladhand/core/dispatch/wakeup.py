"""Wakes a dispatcher: on each notice from PostgreSQL, and when it asks to be woken."""

import asyncio
from contextlib import suppress

from psycopg import sql

from gladhand.core.db import AWAY, Database, Db, is_of_statement, require_usable
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_LISTENER_LOST = LogEvent(
    "database.listener_lost",
    "The connection that listens for notices was lost. The process polls meanwhile.",
)

_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
# Retries of a statement that the server ends, each after a pause.
_MOST_OF_STATEMENTS = 10
_RECONNECT_SECONDS = 1.0
_CHECKED_EVERY_SECONDS = 5.0


class Failures:
    """Counts failures in a row of a loop that goes on while the database is away."""

    def __init__(self) -> None:
        self._count = self._of_statements = 0

    def clear(self) -> None:
        self._count = self._of_statements = 0

    def add(self, error: Exception) -> float:
        """Seconds to wait before the next try.

        Raises `error` when statements themselves have failed too often in a row, so that the process ends with its
        traceback. The leases of its work run out then, and another process does it.
        """
        self._of_statements = self._of_statements + 1 if is_of_statement(error) else 0
        if self._of_statements > _MOST_OF_STATEMENTS:
            raise error
        self._count += 1
        return _PAUSES[min(self._count, len(_PAUSES)) - 1]


class WakeupListener:
    """An event that notices on a channel set, and that `wake` sets from inside the process."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel
        self._is_woken = asyncio.Event()

    def wake(self) -> None:
        self._is_woken.set()

    def clear(self) -> None:
        self._is_woken.clear()

    async def wait(self, seconds: float) -> None:
        """Return when woken since the last `clear`, or after this many seconds."""
        if seconds > 0:
            with suppress(TimeoutError):
                # Not `wait_for`: Python 3.11's may swallow a cancellation.
                async with asyncio.timeout(seconds):
                    await self._is_woken.wait()

    async def listen(self) -> None:
        """Wake on each notice until cancelled. A lost connection is replaced; meanwhile `wait` ends by its time."""
        while True:
            try:
                async with self._database.single_connection() as db:
                    await db.execute(sql.SQL("listen {}").format(sql.Identifier(self._channel)))
                    self.wake()
                    await self._listen_on(db)
            except AWAY as error:
                log.warning(_LISTENER_LOST, channel=self._channel, reason=type(error).__name__)
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _listen_on(self, db: Db) -> None:
        """Wake on each notice. Raises when the connection is lost, or leads to a server that accepts no writes."""
        while True:
            async for _ in db.notifies(timeout=_CHECKED_EVERY_SECONDS):
                self.wake()
            # A former primary sends no notice and no error: it reports its state with the answer to a statement.
            await db.execute("select 1")
            require_usable(db)
