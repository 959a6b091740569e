"""SQL of the partitions of timelines. Each partition has the rows of all fleets for one day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psycopg import sql

from gladhand.core.db import Db
from gladhand.records.columns import table_name
from gladhand.records.ddl import create_partition
from gladhand.resources.resource import Resource

# Counting the rows of one day takes longer than any other statement.
_DROP_TIMEOUT = "10min"


@dataclass(frozen=True)
class DayPartition:
    """The partition of one day."""

    name: str
    day: date
    is_attached: bool
    is_detaching: bool
    """Whether PostgreSQL has begun to detach it and was interrupted."""


async def list_partitions(db: Db, resource: Resource) -> list[DayPartition]:
    """All partitions, oldest first; also those that are detached and not dropped yet."""
    name = table_name(resource)
    found = await db.execute(
        """
        select c.relname as name, to_date(right(c.relname, 8), 'YYYYMMDD') as day,
          i.inhrelid is not null as is_attached, coalesce(i.inhdetachpending, false) as is_detaching
        from pg_class c left join pg_inherits i on i.inhrelid = c.oid
        where c.relnamespace = (select relnamespace from pg_class where oid = %(table)s::regclass)
          and c.relkind = 'r' and c.relname ~ ('^' || %(table)s || '_[0-9]{8}$')
        order by day
        """,
        {"table": name},
    )
    return [DayPartition(**row) for row in await found.fetchall()]


async def create_partitions(db: Db, resource: Resource, days: Sequence[date]) -> list[date]:
    """Create the partitions of these days that do not exist, and list their days. Needs a transaction."""
    await db.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"gladhand.{table_name(resource)}",))
    existing = {partition.day for partition in await list_partitions(db, resource)}
    missing = [day for day in days if day not in existing]
    for day in missing:
        await db.execute(sql.SQL(create_partition(resource, day)))
    return missing


async def detach_partition(db: Db, resource: Resource, partition: DayPartition) -> None:
    """Detach a partition without stopping readers and writers of the others. Cannot run in a transaction."""
    if partition.is_attached:
        await db.execute(
            sql.SQL("alter table {} detach partition {} {}").format(
                sql.Identifier(table_name(resource)),
                sql.Identifier(partition.name),
                sql.SQL("finalize" if partition.is_detaching else "concurrently"),
            )
        )


async def drop_partition(db: Db, resource: Resource, partition: DayPartition) -> None:
    """Drop a detached partition and take its rows off the counters. Needs a transaction."""
    await db.execute(sql.SQL("set local statement_timeout = {}").format(sql.Literal(_DROP_TIMEOUT)))
    await db.execute(
        sql.SQL(
            """
            insert into record_count (fleet_id, resource, connection_id, shard, value)
            select fleet_id, {resource}, connection_id, 0, -count(*) from {partition} group by fleet_id, connection_id
            order by fleet_id, connection_id
            on conflict (fleet_id, resource, connection_id, shard)
              do update set value = record_count.value + excluded.value
            """
        ).format(resource=sql.Literal(resource.name.value), partition=sql.Identifier(partition.name))
    )
    await db.execute(sql.SQL("drop table {}").format(sql.Identifier(partition.name)))
