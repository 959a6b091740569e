"""Wakes a dispatcher: on each notice from PostgreSQL, and when it asks to be woken."""

import asyncio
from contextlib import suppress

from psycopg import sql

from gladhand.core.db import AWAY, Database, Db, require_usable
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_LISTENER_LOST = LogEvent(
    "database.listener_lost",
    "The connection that listens for notices was lost. The process polls meanwhile.",
)

_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
_RECONNECT_SECONDS = 1.0
_CHECKED_EVERY_SECONDS = 5.0


def pause(failures: int) -> float:
    """Seconds to wait before the database is tried again after this many failures in a row."""
    return _PAUSES[min(failures, len(_PAUSES) - 1)]


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
