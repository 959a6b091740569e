"""What recurs for invitations."""

from datetime import timedelta
from functools import partial

from gladhand.core.db import Database
from gladhand.core.recurring import Worker
from gladhand.orgs.invitations import service
from gladhand.orgs.invitations.service import InvitationSettings

# The event of an expiry is late by so much at most. Looking is one short index scan.
_EVERY = timedelta(seconds=5)


def register(worker: Worker, database: Database, settings: InvitationSettings) -> None:
    worker.every("invitations.expire", _EVERY, partial(expire, database, settings))


async def expire(database: Database, settings: InvitationSettings) -> None:
    """Settle all invitations whose time is over, in lots. May run anywhere, any number of times: a settled one is not
    found again."""
    settled = -1
    while settled != 0:
        async with database.transaction() as db:
            settled = await service.expire_due(db, settings)
