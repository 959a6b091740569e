"""What recurs for operations."""

from datetime import timedelta

from gladhand.core.db import Database
from gladhand.core.log import get_logger
from gladhand.core.recurring import Worker
from gladhand.integrations.operations import queue

log = get_logger()

_SWEEP_EVERY = timedelta(seconds=5)


def register(worker: Worker, database: Database) -> None:
    """Have a worker look for operations that wait behind nobody."""

    async def sweep() -> None:
        async with database.connection() as db:
            found = await queue.free_overlooked(db)
        if found:
            log.info("operations.swept", count=found)

    worker.every("operations.sweep", _SWEEP_EVERY, sweep)
