"""Wakes a dispatcher: on each notice from PostgreSQL, and when it asks to be woken."""

import asyncio
from contextlib import suppress

from gladhand.core.db import Database, is_of_statement
from gladhand.core.listening import listen

_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
# Retries of a statement that the server ends, each after a pause.
_MOST_OF_STATEMENTS = 10


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
        """Wake on each notice until cancelled. Without a connection, `wait` ends by its time."""
        await listen(self._database, self._channel, on_listening=self.wake, on_notice=lambda _: self.wake())
