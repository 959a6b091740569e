"""The recurring task of records: partitions of timelines by the retention that each resource declares."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from gladhand.core import clock
from gladhand.core.db import Database
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.provided import Provided
from gladhand.core.recurring import Locks, Worker
from gladhand.records import partition_queries as queries
from gladhand.records.columns import table_name
from gladhand.records.partition_queries import DayPartition
from gladhand.records.retention import KeptDays
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource, ResourceKind

log = get_logger()

_CREATED = LogEvent("partitions.created", "Partitions of a timeline were created: the first and the last day.")
_DROPPED = LogEvent("partitions.dropped", "Partitions of a timeline were dropped: the first and the last day.")

_EVERY = timedelta(hours=1)

TIMELINES = tuple(each for each in REGISTRY.values() if each.kind is ResourceKind.TIMELINE)


def register(worker: Worker, provided: Provided) -> None:
    """Let the worker keep the partitions of all timelines."""
    worker.every("records.partitions", _EVERY, partial(keep_partitions, provided.get(Database), TIMELINES))


async def keep_partitions(database: Database, timelines: Sequence[Resource]) -> None:
    """Drop the partitions of days that are over, and create those ahead.

    Running twice is harmless: of two runs at once, one drops and the other finds nothing to do.
    """
    for resource in timelines:
        await _drop_old(database, resource)
    await create_ahead(database, timelines)


async def create_ahead(database: Database, timelines: Sequence[Resource]) -> None:
    """Create the partitions that are missing. A worker does so before it takes in records."""
    for resource in timelines:
        if (days := KeptDays.of(resource, clock.now())) is None:
            continue
        async with database.transaction() as db:
            created = await queries.create_partitions(db, resource, list(days.partitions()))
        if created:
            log.info(_CREATED, resource=resource.name.value, first=str(created[0]), last=str(created[-1]))


async def _drop_old(database: Database, resource: Resource) -> None:
    if (days := KeptDays.of(resource, clock.now())) is None:
        return
    if not await _list_old(database, resource, days):
        return
    locks = Locks(database)
    try:
        if not await locks.take(f"gladhand.{table_name(resource)}.drop"):
            return
        old = await _list_old(database, resource, days)
        for each in old:
            async with database.connection() as db:
                await queries.detach_partition(db, resource, each)
                async with db.transaction():
                    await queries.drop_partition(db, resource, each)
    finally:
        await locks.close()
    if old:
        log.info(_DROPPED, resource=resource.name.value, first=str(old[0].day), last=str(old[-1].day))


async def _list_old(database: Database, resource: Resource, days: KeptDays) -> list[DayPartition]:
    """The partitions of days that are over, and those that an interrupted run has detached and not dropped."""
    async with database.connection() as db:
        found = await queries.list_partitions(db, resource)
    return [each for each in found if days.are_over(each.day) or not each.is_attached or each.is_detaching]
