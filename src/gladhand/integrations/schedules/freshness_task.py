"""Notes every few minutes how many lists were read in time. Running twice notes the same."""

from datetime import timedelta

from gladhand.core.container import Container
from gladhand.core.db import Database
from gladhand.core.recurring import Worker
from gladhand.integrations.schedules.freshness_quarter_queries import upsert_freshness

_EVERY = timedelta(minutes=5)


def register(worker: Worker, container: Container) -> None:
    database = container.get(Database)

    async def sample() -> None:
        async with database.transaction() as db:
            await upsert_freshness(db)

    worker.every("schedules.freshness", _EVERY, sample)
