"""Stores each minute what this process has counted in it. Work itself only counts in memory.

What was counted while the database is away comes to the first minute after. What a statement that fails takes with it
is lost: charts lack it.
"""

import asyncio
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
    "The figures of a minute could not be stored. They come with the next one, unless PostgreSQL ended the statement.",
)

_MINUTE = timedelta(minutes=1)
_WAIT_SECONDS = 5.0

#: Stores what this process has counted since the last time, as part of the minute that began then.
StoreMinute: TypeAlias = Callable[[Db, datetime], Awaitable[None]]


class MinuteRecorder:
    """The figures of this process: a loop of a worker, a task beside a server."""

    def __init__(self, database: Database, stores: Sequence[StoreMinute]) -> None:
        self._database = database
        self._stores = stores
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
        """Store what was counted since the last time as part of this minute.

        Processes add to the same rows at the same moment. Each statement has a transaction of its own, so that a row is
        locked while it is changed and not while the next figures are read.
        """
        for store in self._stores:
            try:
                async with self._database.transaction(wait=_WAIT_SECONDS) as db:
                    await store(db, begins)
            except AWAY as error:
                log_away(error, _LOST)
                if not is_of_statement(error):
                    return


def _minute_under_way() -> datetime:
    return now().replace(second=0, microsecond=0)
