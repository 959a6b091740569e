"""The recurring task of invitations."""

from datetime import timedelta
from functools import partial

from gladhand.core.container import Container
from gladhand.core.db import Database
from gladhand.core.recurring import Worker
from gladhand.orgs.invitations import service
from gladhand.orgs.invitations.settings import InvitationSettings

# The event of an expiry is at most this late. The search for expired rows is one short index scan.
_EVERY = timedelta(seconds=5)


def register(worker: Worker, container: Container) -> None:
    """Let the worker expire invitations."""
    database, settings = container.get(Database), container.get(InvitationSettings)
    worker.every("invitations.expire", _EVERY, partial(expire, database, settings))


async def expire(database: Database, settings: InvitationSettings) -> None:
    """Mark all invitations whose time is over. Running twice is harmless: a marked row is not found again."""
    expired = -1
    while expired != 0:
        async with database.transaction() as db:
            expired = await service.expire_due(db, settings)
