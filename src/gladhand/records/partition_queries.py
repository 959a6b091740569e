"""SQL of the tables with a partition for each day. A partition has the rows of all fleets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from psycopg import sql

from gladhand.core.db import Db
from gladhand.records.ddl import create_partition, partition_name
from gladhand.records.retention import DailyTable

# Dropping a partition waits for those who read it.
_DROP_TIMEOUT = "10min"
# The comment of a partition whose indexes were rebuilt.
_COMPACT = "compact"


@dataclass(frozen=True)
class DayPartition:
    """The partition of one day."""

    name: str
    day: date
    is_attached: bool
    is_detaching: bool
    """Whether PostgreSQL has begun to detach it and was interrupted."""
    bytes: int
    """With its indexes."""


async def list_partitions(db: Db, table: DailyTable) -> list[DayPartition]:
    """All partitions, oldest first; also those that are detached and not dropped yet."""
    found = await db.execute(
        """
        select c.relname as name, to_date(right(c.relname, 8), 'YYYYMMDD') as day,
          i.inhrelid is not null as is_attached, coalesce(i.inhdetachpending, false) as is_detaching,
          pg_total_relation_size(c.oid) as bytes
        from pg_class c left join pg_inherits i on i.inhrelid = c.oid
        where c.relnamespace = (select relnamespace from pg_class where oid = %(table)s::regclass)
          and c.relkind = 'r' and c.relname ~ ('^' || %(table)s || '_[0-9]{8}$')
        order by day
        """,
        {"table": table.name},
    )
    return [DayPartition(**row) for row in await found.fetchall()]


async def create_partitions(db: Db, table: DailyTable, days: Sequence[date]) -> list[date]:
    """Create the partitions of these days that do not exist, and list their days. Needs a transaction."""
    # First without the lock, which all pages of history would wait for.
    if not await _missing_days(db, table, days):
        return []
    await db.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"gladhand.{table.name}",))
    missing = await _missing_days(db, table, days)
    for day in missing:
        begin, end = table.bounds(day)
        await db.execute(sql.SQL(create_partition(table.name, day, begin, end)))
    return missing


async def _missing_days(db: Db, table: DailyTable, days: Sequence[date]) -> list[date]:
    names = {partition_name(table.name, day): day for day in days}
    found = await db.execute(
        """
        select relname from pg_class
        where relnamespace = (select relnamespace from pg_class where oid = %s::regclass) and relname = any (%s)
        """,
        (table.name, list(names)),
    )
    existing = {row["relname"] for row in await found.fetchall()}
    return [day for name, day in names.items() if name not in existing]


async def detach_partition(db: Db, table: DailyTable, partition: DayPartition) -> None:
    """Detach a partition without stopping readers and writers of the others. Cannot run in a transaction."""
    if partition.is_attached:
        await db.execute(
            sql.SQL("alter table {} detach partition {} {}").format(
                sql.Identifier(table.name),
                sql.Identifier(partition.name),
                sql.SQL("finalize" if partition.is_detaching else "concurrently"),
            )
        )


async def list_loose_partitions(db: Db, table: DailyTable, until: date) -> list[str]:
    """The partitions of days before `until` whose indexes were not rebuilt since, oldest first."""
    # Compared as texts: a plan may look at the names of all tables first, and most of them end in no date.
    found = await db.execute(
        """
        select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = %s::regclass and right(c.relname, 8) < to_char(%s::date, 'YYYYMMDD')
          and obj_description(c.oid, 'pg_class') is distinct from %s
        order by c.relname
        """,
        (table.name, until, _COMPACT),
    )
    return [row["name"] for row in await found.fetchall()]


async def compact_partition(db: Db, partition: str) -> None:
    """Rebuild the indexes of a partition without gaps, beside those who read and write. Does nothing if it is gone.

    Needs a connection of its own, outside of a transaction: a large day takes long, and waits for older transactions.
    """
    await db.execute("set statement_timeout = 0")
    found = await db.execute(
        """
        select c.relname as name, i.indisvalid as is_valid from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indrelid = to_regclass(%s)
        """,
        (partition,),
    )
    indexes = await found.fetchall()
    if not indexes:
        return
    for index in indexes:
        # What is invalid was left by a run that was interrupted.
        change = "alter index {} set (fillfactor = 100)" if index["is_valid"] else "drop index {}"
        await db.execute(sql.SQL(change).format(sql.Identifier(index["name"])))
    await db.execute(sql.SQL("reindex table concurrently {}").format(sql.Identifier(partition)))
    await db.execute(sql.SQL("comment on table {} is {}").format(sql.Identifier(partition), sql.Literal(_COMPACT)))


async def drop_partition(db: Db, table: DailyTable, partition: DayPartition) -> None:
    """Drop a detached partition with the counters of its day. Needs a transaction."""
    await db.execute(sql.SQL("set local statement_timeout = {}").format(sql.Literal(_DROP_TIMEOUT)))
    if table.resource is not None:
        await db.execute(
            "delete from record_count where resource = %s and day = %s", (table.resource.value, partition.day)
        )
        begin = datetime.combine(partition.day, time(), UTC)
        await db.execute(
            "delete from record_hour_count where resource = %s and hour >= %s and hour < %s",
            (table.resource.value, begin, begin + timedelta(days=1)),
        )
    await db.execute(sql.SQL("drop table {}").format(sql.Identifier(partition.name)))


async def list_retentions(db: Db) -> dict[str, int]:
    """The days of the tables whose retention the operator has changed, by what they hold."""
    found = await db.execute("select name, days from record_retention")
    return {row["name"]: row["days"] for row in await found.fetchall()}


async def upsert_retention(db: Db, name: str, days: int) -> None:
    """Keep rows for so many days from now on."""
    await db.execute(
        """
        insert into record_retention (name, days) values (%s, %s)
        on conflict (name) do update set days = excluded.days
        """,
        (name, days),
    )
