"""Limits of bulk answers in one process, so that they leave memory and database connections to all other requests."""

import asyncio
from collections import Counter
from uuid import UUID

from gladhand.core.problems import TooManyRequests

_MOST_PER_PARTNER = 4
# A page takes a database connection, then a thread. No page waits for a client.
_PAGES_AT_ONCE = 2
_RETRY_AFTER_SECONDS = 10


class BulkLimits:
    """How many bulk answers each partner reads, and whose next page is made."""

    def __init__(self) -> None:
        self.page = asyncio.Semaphore(_PAGES_AT_ONCE)
        self._running = Counter[UUID]()

    def begin(self, partner_id: UUID) -> None:
        """Count one more answer. Raises `TooManyRequests`."""
        if self._running[partner_id] >= _MOST_PER_PARTNER:
            raise TooManyRequests(_RETRY_AFTER_SECONDS)
        self._running[partner_id] += 1

    def end(self, partner_id: UUID) -> None:
        self._running[partner_id] -= 1
        if not self._running[partner_id]:
            del self._running[partner_id]
