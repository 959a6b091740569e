"""Recurring tasks of operations."""

from datetime import UTC, datetime, timedelta

from gladhand.core import clock
from gladhand.core.container import Container
from gladhand.core.db import Database
from gladhand.core.log import get_logger
from gladhand.core.recurring import Worker
from gladhand.integrations.gateway import AttemptSettings, ProviderGateway
from gladhand.integrations.operations import backlog_queries, log_events, queue_queries
from gladhand.integrations.operations.attempt import AttemptedOperation, obstacle
from gladhand.integrations.operations.finishing import finish

log = get_logger()

_SWEEP_EVERY = timedelta(seconds=5)
_END_EVERY = timedelta(seconds=2)
# A transaction that changes an agreement may commit this much later than its time says.
_SLACK = timedelta(minutes=1)
_EVER = datetime.min.replace(tzinfo=UTC)
_ENDED_AT_ONCE = 200
_LEASE = timedelta(seconds=30)


def register(worker: Worker, container: Container) -> None:
    """Sweep for operations that wait although no earlier write blocks them, and end those that no agreement allows."""
    gateway = container.get(ProviderGateway)
    database = gateway.database

    async def sweep() -> None:
        async with database.connection() as db:
            count = await backlog_queries.update_blocked(db)
        if count:
            log.info(log_events.SWEPT, count=count)

    worker.every("operations.sweep", _SWEEP_EVERY, sweep)
    worker.every("operations.end_uncovered", _END_EVERY, UncoveredWrites(database, gateway.settings).end)


class UncoveredWrites:
    """Writes that wait and that no agreement allows any more. Remembers up to when it has looked at agreements.

    At first it looks at all of them, however long no worker has run.
    """

    def __init__(self, database: Database, settings: AttemptSettings) -> None:
        self._database = database
        self._settings = settings
        self._looked_at: datetime | None = None

    async def end(self) -> None:
        """End those whose agreement has changed since it last looked."""
        now = clock.now()
        since = _EVER if self._looked_at is None else self._looked_at - _SLACK
        await end_uncovered(self._database, self._settings, since)
        self._looked_at = now


async def end_uncovered(database: Database, settings: AttemptSettings, since: datetime) -> None:
    """End the writes that wait and that an agreement has ceased to allow since then, also where their connection is
    stale. Running twice is harmless: a finished operation is not found again.
    """
    claimed = None
    while claimed != []:
        async with database.transaction() as db:
            claimed = await queue_queries.claim_uncovered(db, since, _LEASE, limit=_ENDED_AT_ONCE)
            ended = [AttemptedOperation(each, failure) for each in claimed if (failure := obstacle(each)) is not None]
            await finish(db, ended, settings)
