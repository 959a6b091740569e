"""The recurring task that tells fleets of ended access. Without mail there is none."""

from datetime import timedelta
from functools import partial

from gladhand.core.container import Container
from gladhand.core.db import Database
from gladhand.core.mail.outbox import Outbox
from gladhand.core.recurring import Worker
from gladhand.orgs.notices import service

_EVERY = timedelta(seconds=5)


def register(worker: Worker, container: Container) -> None:
    """Let the worker look for agreements that have ended."""
    outbox = container.get(Outbox)
    if outbox.can_send():
        worker.every("notices.ended", _EVERY, partial(notify_ended, container.get(Database), outbox))


async def notify_ended(database: Database, outbox: Outbox) -> None:
    """Queue all messages. Running twice is harmless: an agreement whose end was told is not found again."""
    count = -1
    while count != 0:
        async with database.transaction() as db:
            count = await service.notify_ended(db, outbox)
