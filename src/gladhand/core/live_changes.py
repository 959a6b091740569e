"""Tells open pages that something of a partner has changed: one listener of a process for all of them.

A notice has no content but the partner and a topic. A page that hears of it reads itself again, as its reader.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.db import AWAY, Database, Db, require_usable
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_LISTENER_LOST = LogEvent(
    "live.listener_lost", "The connection that tells open pages of changes was lost. They poll until it is back."
)

CHANNEL: LiteralString = "gladhand_live"
#: The topic of all topics, after a time in which nobody has listened.
EVERYTHING = "everything"
_RECONNECT_SECONDS = 1.0
_CHECKED_EVERY_SECONDS = 5.0


def telling(topic: LiteralString, rows: LiteralString) -> LiteralString:
    """A scalar expression that tells of a change of the partners of `rows`, which have a `partner_id`."""
    return (
        f"(select count(pg_notify('{CHANNEL}', told.partner_id || ' {topic}')) "
        f"from (select distinct partner_id from {rows}) told)"
    )


class PageSubscription:
    """What one open page waits for."""

    def __init__(self) -> None:
        self._topics: set[str] = set()
        self._is_woken = asyncio.Event()
        self.is_over = False
        """Whether the process ends, so that the page has to turn to another one."""

    def tell(self, topic: str) -> None:
        self._topics.add(topic)
        self._is_woken.set()

    def end(self) -> None:
        self.is_over = True
        self._is_woken.set()

    async def changed(self, seconds: float) -> frozenset[str]:
        """The topics that have changed since the last call; empty after so many seconds without a change."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_woken.wait()
        self._is_woken.clear()
        found, self._topics = frozenset(self._topics), set()
        return found


class LiveChanges:
    """The pages that are open at this process. It listens, on one connection, while there is at least one."""

    def __init__(self, database: Database, *, most: int = 500) -> None:
        self._database = database
        self._most = most
        self._subscriptions: dict[UUID, set[PageSubscription]] = {}
        self._count = 0
        self._listening: asyncio.Task[None] | None = None
        self._is_closed = False

    @property
    def is_full(self) -> bool:
        """Whether no further page can be told; it polls instead."""
        return self._is_closed or self._count >= self._most

    @property
    def is_listening(self) -> bool:
        return self._listening is not None

    @asynccontextmanager
    async def subscribed(self, partner_id: UUID) -> AsyncIterator[PageSubscription]:
        """One open page of the partner, for the block."""
        subscription = PageSubscription()
        self._subscriptions.setdefault(partner_id, set()).add(subscription)
        self._count += 1
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        try:
            yield subscription
        finally:
            self._count -= 1
            self._subscriptions[partner_id].discard(subscription)
            if not self._subscriptions[partner_id]:
                del self._subscriptions[partner_id]
            if not self._count:
                await self._stop()

    async def close(self) -> None:
        """End all streams: the process ends."""
        self._is_closed = True
        for subscription in self._all():
            subscription.end()
        await self._stop()

    async def _stop(self) -> None:
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.cancel()
            await asyncio.wait([listening])

    def _all(self) -> list[PageSubscription]:
        return [each for several in self._subscriptions.values() for each in several]

    async def _listen(self) -> None:
        while True:
            try:
                async with self._database.single_connection() as db:
                    await db.execute(sql.SQL("listen {}").format(sql.Identifier(CHANNEL)))
                    # Nobody has listened until now.
                    for subscription in self._all():
                        subscription.tell(EVERYTHING)
                    await self._listen_on(db)
            except AWAY as error:
                log.warning(_LISTENER_LOST, reason=type(error).__name__)
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _listen_on(self, db: Db) -> None:
        while True:
            async for notice in db.notifies(timeout=_CHECKED_EVERY_SECONDS):
                partner_id, _, topic = notice.payload.partition(" ")
                for subscription in self._subscriptions.get(UUID(partner_id), ()):
                    subscription.tell(topic)
            # A former primary sends no notice and no error: it reports its state with the answer to a statement.
            await db.execute("select 1")
            require_usable(db)
