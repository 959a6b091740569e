"""Notifies open pages that something of a partner has changed. One listener of a process serves all of them.

A notice has no content but the partner and a topic. The page then fetches itself again, with its reader's session.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from typing import LiteralString
from uuid import UUID

from gladhand.core.background import start_background
from gladhand.core.db import Database
from gladhand.core.listening import listen

CHANNEL: LiteralString = "gladhand_live"


class ChangeTopic(StrEnum):
    """What a page can refresh upon."""

    DELIVERIES = "deliveries"
    OPERATIONS = "operations"


class PageSubscription:
    """What one open page waits for."""

    def __init__(self) -> None:
        self._topics: set[str] = set()
        self._is_woken = asyncio.Event()
        self.is_over = False
        """Whether the process ends, so that the page has to turn to another one."""

    def notify(self, topics: Iterable[str]) -> None:
        self._topics.update(topics)
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
        # By the id as a notice has it. A notice of something else belongs to no page.
        self._subscriptions: dict[str, set[PageSubscription]] = {}
        self._count = 0
        self._listening: asyncio.Task[None] | None = None
        self._is_closed = False

    @property
    def is_full(self) -> bool:
        """Whether no further page can subscribe; it polls instead."""
        return self._is_closed or self._count >= self._most

    @property
    def is_listening(self) -> bool:
        return self._listening is not None and not self._listening.done()

    @asynccontextmanager
    async def subscribed(self, partner_id: UUID) -> AsyncIterator[PageSubscription]:
        """One open page of the partner, for the block."""
        partner, subscription = str(partner_id), PageSubscription()
        self._subscriptions.setdefault(partner, set()).add(subscription)
        self._count += 1
        if self._is_closed:
            # It was let in before the end.
            subscription.end()
        elif self._listening is None:
            self._listening = start_background(self._listen())
        try:
            yield subscription
        finally:
            self._count -= 1
            self._subscriptions[partner].discard(subscription)
            if not self._subscriptions[partner]:
                del self._subscriptions[partner]
            if not self._count:
                await self._stop()

    def end_streams(self) -> None:
        """Let all open pages turn to another process, and take no further ones."""
        self._is_closed = True
        for subscription in self._all():
            subscription.end()

    async def close(self) -> None:
        """Stop listening. Raises what the listener has failed with."""
        await self._stop()
        if self._listening is not None:
            self._listening.result()

    async def _stop(self) -> None:
        # A listener that has failed stays, for `close`.
        if self._listening is None or self._listening.done():
            return
        listening, self._listening = self._listening, None
        listening.cancel()
        await asyncio.wait([listening])

    def _all(self) -> list[PageSubscription]:
        return [each for several in self._subscriptions.values() for each in several]

    async def _listen(self) -> None:
        await listen(self._database, CHANNEL, on_listening=self._notify_all, on_notice=self._notify)

    def _notify_all(self) -> None:
        """Nobody has listened until now, so anything may have changed."""
        for subscription in self._all():
            subscription.notify(ChangeTopic)

    def _notify(self, payload: str) -> None:
        partner_id, _, topic = payload.partition(" ")
        for subscription in self._subscriptions.get(partner_id, ()):
            subscription.notify([topic])
