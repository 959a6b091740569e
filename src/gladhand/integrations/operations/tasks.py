"""Recurring tasks of operations."""

from datetime import timedelta

from gladhand.core.container import Container
from gladhand.core.db import Database
from gladhand.core.log import get_logger
from gladhand.core.recurring import Worker
from gladhand.integrations.operations import log_events, queue_queries

log = get_logger()

_SWEEP_EVERY = timedelta(seconds=5)


def register(worker: Worker, container: Container) -> None:
    """Sweep for operations that wait although no earlier write blocks them."""
    database = container.get(Database)

    async def sweep() -> None:
        async with database.connection() as db:
            count = await queue_queries.unblock_overlooked(db)
        if count:
            log.info(log_events.SWEPT, count=count)

    worker.every("operations.sweep", _SWEEP_EVERY, sweep)
