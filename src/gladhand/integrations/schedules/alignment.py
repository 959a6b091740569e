"""Keeps schedules in line with connections and agreements.

A connection has a schedule for every resource that its provider can read and that a live agreement covers. The schedule
waits while the connection cannot be used, is cancelled with the last agreement, and is resumed with the next one.
Schedules that somebody has paused or deleted, and those that were switched off after failures, stay as they are.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import orjson

from gladhand.core import clock
from gladhand.core.container import Container
from gladhand.core.db import Database, Db
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.recurring import Worker
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.schedules import alignment_queries as queries
from gladhand.resources.registry import PARENT_ENTITIES

log = get_logger()

_ALIGNED = LogEvent("schedules.aligned", "Schedules were added or changed because of connections or agreements.")

_EVERY = timedelta(seconds=5)
# A transaction that changes an agreement may commit this much later than its time says.
_SLACK = timedelta(minutes=1)
# Everything is looked at again, for what was missed.
_EVERYTHING_EVERY = timedelta(hours=1)
_FLEETS_AT_ONCE = 500


async def align(db: Db, fleet_ids: Sequence[UUID]) -> None:
    """Bring the schedules of these fleets in line.

    Running twice is harmless. Call it in the transaction that changes a connection.
    """
    # The adapters of all other providers stay unread: importing them takes a worker longer than the rest of its start.
    source_names = await queries.list_source_names(db, fleet_ids)
    aligned = await queries.upsert_schedules(db, fleet_ids, readable(source_names))
    if aligned.count:
        log.info(_ALIGNED, count=aligned.count, fleets=len(fleet_ids))


def readable(source_names: Iterable[str]) -> str:
    """What these providers can read, as JSON for SQL. One without an adapter can read nothing."""
    return f"[{','.join(filter(None, map(_readable, sorted(source_names))))}]"


@cache
def _readable(source_name: str) -> str:
    provider = providers().get(source_name)
    reads = () if provider is None else provider.registration.reads.values()
    return ",".join(
        orjson.dumps(
            {
                "source_name": source_name,
                "resource": read.resource.name.value,
                "interval_seconds": max(1, int(read.every.total_seconds())),
                "history_seconds": None if read.backfill is None else read.backfill.total_seconds(),
                "comes_first": read.resource.name in PARENT_ENTITIES,
            }
        ).decode()
        for read in reads
    )


def register(worker: Worker, container: Container) -> None:
    """Let the worker follow what changes agreements, such as a call of a partner or the end of their time."""
    follower = _Follower(container.get(Database))
    worker.every("schedules.align", _EVERY, follower.follow)


class _Follower:
    """Remembers up to when it has looked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looked_at: datetime | None = None
        self._looked_at_everything: datetime | None = None

    async def follow(self) -> None:
        now = clock.now()
        if self._looked_at_everything is None or now - self._looked_at_everything >= _EVERYTHING_EVERY:
            await self._align_all(None, now)
            self._looked_at_everything = now
        elif self._looked_at is not None:
            await self._align_all(self._looked_at - _SLACK, now)
        self._looked_at = now

    async def _align_all(self, since: datetime | None, until: datetime) -> None:
        after: UUID | None = UUID(int=0)
        while after is not None:
            async with self._database.transaction() as db:
                fleet_ids = await queries.list_fleets(db, since, until, after=after, limit=_FLEETS_AT_ONCE)
                if fleet_ids:
                    await align(db, fleet_ids)
            after = fleet_ids[-1] if len(fleet_ids) == _FLEETS_AT_ONCE else None
