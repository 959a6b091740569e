"""The recurring tasks of records: partitions by their retention, their indexes, and parents that have arrived late."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

from psycopg.errors import UndefinedTable

from gladhand.core import clock
from gladhand.core.container import Container
from gladhand.core.db import Database
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.recurring import Worker, exclusively
from gladhand.records import partition_queries as queries
from gladhand.records.parents import fill_in_arrived
from gladhand.records.partition_queries import DayPartition
from gladhand.records.retention import DailyTable, daily_table, daily_tables
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource, ResourceKind

log = get_logger()

_CREATED = LogEvent("partitions.created", "Partitions of a table were created: the first and the last day.")
_DROPPED = LogEvent("partitions.dropped", "Partitions of a table were dropped: the first and the last day.")

_EVERY = timedelta(hours=1)
# The longest time for which a record may lack a vehicle that was stored at the same moment.
_PARENTS_EVERY = timedelta(seconds=10)
_COMPACT_AFTER = timedelta(days=1)

TIMELINES = tuple(each for each in REGISTRY.values() if each.kind is ResourceKind.TIMELINE)


def register(worker: Worker, container: Container) -> None:
    """Let the worker keep the partitions of all timelines, and fill in parents."""
    database = container.get(Database)
    worker.every("records.partitions", _EVERY, partial(keep_partitions, database, TIMELINES))
    worker.every("records.compaction", _EVERY, partial(compact_partitions, database, TIMELINES))
    worker.every("records.parents", _PARENTS_EVERY, partial(fill_in_arrived, database))


async def keep_partitions(database: Database, timelines: Sequence[Resource]) -> None:
    """Drop the partitions of days that are over, and create those ahead.

    Running twice is harmless: of two runs at once, one drops and the other finds nothing to do.
    """
    async with database.connection() as db:
        changed = await queries.list_retentions(db)
    for table in daily_tables(timelines):
        await _drop_old(database, table, changed.get(table.kept_as))
    await create_ahead(database, timelines)


async def compact_partitions(database: Database, timelines: Sequence[Resource]) -> None:
    """Rebuild the indexes of days that are over. Rows of many fleets in turn leave them half empty.

    Running twice is harmless: of two runs at once, one rebuilds and the other does nothing.
    """
    async with exclusively(database, "gladhand.partitions.compact") as is_alone:
        if not is_alone:
            return
        for table in filter(None, map(daily_table, timelines)):
            async with database.single_connection() as db:
                # Rows of yesterday still come.
                loose = await queries.list_loose_partitions(db, table, clock.now().date() - _COMPACT_AFTER)
                for partition in loose:
                    # A day that has just gone may be dropped meanwhile.
                    with suppress(UndefinedTable):
                        await queries.compact_partition(db, partition)


async def create_ahead(database: Database, timelines: Sequence[Resource]) -> None:
    """Create the partitions that are missing. A worker does so before it takes in records."""
    for table in daily_tables(timelines):
        async with database.transaction() as db:
            changed = (await queries.list_retentions(db)).get(table.kept_as)
            created = await queries.create_partitions(db, table, table.created_days(clock.now(), changed))
        if created:
            log.info(_CREATED, table=table.name, first=str(created[0]), last=str(created[-1]))


async def _drop_old(database: Database, table: DailyTable, changed: int | None) -> None:
    if not await _list_old(database, table, changed):
        return
    async with exclusively(database, f"gladhand.{table.name}.drop") as is_alone:
        if not is_alone:
            return
        old = await _list_old(database, table, changed)
        for each in old:
            async with database.connection() as db:
                await queries.detach_partition(db, table, each)
                async with db.transaction():
                    await queries.drop_partition(db, table, each)
    if old:
        log.info(_DROPPED, table=table.name, first=str(old[0].day), last=str(old[-1].day))


async def _list_old(database: Database, table: DailyTable, changed: int | None) -> list[DayPartition]:
    """The partitions of days that are over, and those that an interrupted run has detached and not dropped."""
    days = table.kept_days(clock.now(), changed)
    async with database.connection() as db:
        found = await queries.list_partitions(db, table)
    return [each for each in found if days.are_over(each.day) or not each.is_attached or each.is_detaching]
