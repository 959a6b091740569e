"""Keys are forgotten after a day."""

from datetime import timedelta

from gladhand.core.db import Database
from gladhand.core.idempotency import queries
from gladhand.core.recurring import Worker

KEPT_FOR = timedelta(hours=24)

_EVERY = timedelta(minutes=10)
_LOT = 5000


def register(worker: Worker, database: Database) -> None:
    """Let the worker forget old keys."""

    async def forget() -> None:
        await forget_old(database)

    worker.every("idempotency.forget", _EVERY, forget)


async def forget_old(database: Database) -> int:
    """Delete what is old, in lots, so that no lock lasts. Twice does no harm: the second time finds nothing."""
    forgotten = 0
    while True:
        async with database.connection() as db:
            lot = await queries.forget(db, KEPT_FOR, _LOT)
        forgotten += lot
        if lot < _LOT:
            return forgotten
