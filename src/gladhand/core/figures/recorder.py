"""Stores each minute what this process has counted in it. Work itself only counts in memory.

What was counted while the database is away waits in memory, and is stored as the minutes in which it was counted. What
a statement that fails takes with it is lost: charts lack it. It counts twice if the answer to a commit is lost.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from gladhand.core.background import wait_for_stop
from gladhand.core.clock import now
from gladhand.core.db import AWAY, Database, Db, is_of_statement, log_away
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_LOST = LogEvent(
    "figures.lost",
    "The figures of a minute could not be stored. They are tried again with the next one, unless PostgreSQL ended the "
    "statement.",
)

_MINUTE = timedelta(minutes=1)
_WAIT_SECONDS = 5.0
# Charts go back two days. An outage that lasts longer than some hours shows as a gap.
_MOST_WAITING = 1000

#: Stores what was taken of one minute.
StoreMinute: TypeAlias = Callable[[Db], Awaitable[None]]
#: Takes what this process has counted since the last time, as its part of the minute that began then. None without any.
TakeMinute: TypeAlias = Callable[[datetime], StoreMinute | None]


class MinuteRecorder:
    """The figures of this process: a loop of a worker, a task beside a server."""

    def __init__(self, database: Database, takes: Sequence[TakeMinute]) -> None:
        self._database = database
        self._takes = takes
        self._waiting: deque[StoreMinute] = deque(maxlen=_MOST_WAITING)
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Store at the end of each minute, and once more after `stop()`."""
        while not self._stopping.is_set():
            begins = _minute_under_way()
            await wait_for_stop(self._stopping, (begins + _MINUTE - now()).total_seconds())
            await self.store(begins)

    def stop(self) -> None:
        self._stopping.set()

    async def store_rest(self) -> None:
        """Store what others have counted after `stop()`, when they have come to their end."""
        await self.store(_minute_under_way())

    async def store(self, begins: datetime) -> None:
        """Store what was counted since the last time as part of this minute, and what waits from minutes before.

        Processes add to the same rows at the same moment. Each statement has a transaction of its own, so that a row is
        locked while it is changed and not while the next figures are read.
        """
        self._waiting.extend(store for take in self._takes if (store := take(begins)) is not None)
        while self._waiting:
            try:
                async with self._database.transaction(wait=_WAIT_SECONDS) as db:
                    await self._waiting[0](db)
            except AWAY as error:
                log_away(error, _LOST)
                if not is_of_statement(error):
                    return
            self._waiting.popleft()


def _minute_under_way() -> datetime:
    return now().replace(second=0, microsecond=0)
