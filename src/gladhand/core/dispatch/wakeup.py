"""Wakes a pump: when a notice says that there is work in the database, and now and then when none comes."""

import asyncio
from contextlib import suppress

from psycopg import sql

from gladhand.core.db import AWAY, Database
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_LISTENER_LOST = LogEvent(
    "database.listener_lost",
    "The connection that listens for notices was lost. The process polls meanwhile.",
)

_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
_NEXT_LISTENER_SECONDS = 1.0


def pause(failures: int) -> float:
    """Seconds to wait before the database is asked again, after so many times in vain."""
    return _PAUSES[min(failures, len(_PAUSES) - 1)]


class WakeupListener:
    """Rung by notices on a channel, and by whoever has made room for more."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    def hush(self) -> None:
        """What rings from here on is news."""
        self._rung.clear()

    async def heard(self, seconds: float) -> None:
        """Wait until it rings, or for so long."""
        if seconds > 0:
            with suppress(TimeoutError):
                # Not `wait_for`: Python 3.11's may swallow a cancellation.
                async with asyncio.timeout(seconds):
                    await self._rung.wait()

    async def listen(self) -> None:
        """Ring for each notice, until cancelled. A listener that is lost is replaced: whoever waits has its clock."""
        while True:
            try:
                async with await self._database.connect() as connection:
                    await connection.execute(sql.SQL("listen {}").format(sql.Identifier(self._channel)))
                    self.ring()
                    async for _ in connection.notifies():
                        self.ring()
            except AWAY as error:
                log.warning(_LISTENER_LOST, channel=self._channel, reason=type(error).__name__)
            await asyncio.sleep(_NEXT_LISTENER_SECONDS)
