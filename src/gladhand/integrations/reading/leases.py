"""Extends the leases of runs that take long: one statement for all runs of the process."""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from gladhand.core.background import start_background
from gladhand.core.db import AWAY, Database, log_away
from gladhand.core.log import get_logger
from gladhand.integrations.executions import log_events, queue_queries
from gladhand.integrations.executions.queue_queries import ClaimedExecution

log = get_logger()

# A run has had its lease for at most twice this time when the lease is extended.
_EXTENDED_EVERY_SECONDS = 4.0


class LeaseKeeper:
    """Keeps the leases of the runs that are under way."""

    def __init__(self, database: Database, lease: timedelta) -> None:
        self._database = database
        self._lease = lease
        self._held: dict[UUID, ClaimedExecution] = {}
        self._keeping: asyncio.Task[None] | None = None

    @contextmanager
    def keep(self, execution: ClaimedExecution) -> Iterator[None]:
        """Extend the execution's lease until the block ends."""
        self._held[execution.id] = execution
        if self._keeping is None or self._keeping.done():
            self._keeping = start_background(self._keep_all())
        try:
            yield
        finally:
            del self._held[execution.id]

    async def _keep_all(self) -> None:
        before: Collection[UUID] = ()
        while self._held:
            # Most runs are over before their lease has to be extended.
            if lasting := [self._held[each] for each in before if each in self._held]:
                try:
                    async with self._database.connection() as db:
                        await queue_queries.extend_leases(db, lasting, self._lease)
                except AWAY as error:
                    for each in lasting:
                        log_away(error, log_events.DATABASE_AWAY, execution_id=str(each.id))
            before = list(self._held)
            await asyncio.sleep(_EXTENDED_EVERY_SECONDS)
