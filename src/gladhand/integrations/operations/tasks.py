"""Jobs of operations: one try each, and the sweep that finds what was overlooked."""

from datetime import timedelta
from uuid import UUID

from gladhand.core import jobs
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.jobs import Worker
from gladhand.core.log import get_logger
from gladhand.integrations.operations import attempt, queue
from gladhand.integrations.operations.service import ATTEMPT
from gladhand.integrations.reach import Reach

log = get_logger()

_SWEEP_EVERY = timedelta(seconds=2)
# A job that has not come for so long was lost with its worker, or is late: then a second one does no harm.
_OVERLOOKED_FOR = timedelta(seconds=5)
# The sweep fills the queue up to this and no further: when there is a backlog, nothing needs to be looked for.
_JOBS_ENOUGH = 1000


def register(worker: Worker, database: Database, keyring: Keyring, reach: Reach) -> None:
    """Let the worker have tries at operations."""

    async def try_one(operation_id: UUID) -> None:
        # Harmless when it comes twice: an attempt takes its operation under a lock, while it is pending and due.
        await attempt.run(database, keyring, reach, operation_id)

    async def sweep() -> None:
        async with database.transaction() as db:
            room = _JOBS_ENOUGH - await jobs.waiting(db, ATTEMPT)
            found = await queue.due(db, overlooked_for=_OVERLOOKED_FOR, limit=room) if room > 0 else []
            await jobs.enqueue(db, ATTEMPT, *found)
        if found:
            log.info("operations.swept", count=len(found))

    worker.on(ATTEMPT, try_one)
    worker.every("operations.sweep", _SWEEP_EVERY, sweep)
