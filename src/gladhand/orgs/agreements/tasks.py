"""The recurring task of share agreements."""

from datetime import timedelta
from functools import partial

from gladhand.core.container import Container
from gladhand.core.db import Database
from gladhand.core.recurring import Worker
from gladhand.orgs.agreements import service

# Access ends on time by itself; the event of an expiry is at most this late.
_EVERY = timedelta(seconds=5)


def register(worker: Worker, container: Container) -> None:
    """Let the worker expire agreements."""
    worker.every("share_agreements.expire", _EVERY, partial(expire, container.get(Database)))


async def expire(database: Database) -> None:
    """Mark all agreements whose time is over. Running twice is harmless: a marked row is not found again."""
    expired = -1
    while expired != 0:
        async with database.transaction() as db:
            expired = await service.expire_due(db)
