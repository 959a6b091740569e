"""SQL that stores the new rows of a long page of a timeline: they are copied into the table without a merge."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.tracing import trace_parent
from gladhand.records import binary_rows as binary
from gladhand.records.change_queries import CHANNEL
from gladhand.records.columns import column_list, table
from gladhand.records.derived_queries import newest_rows
from gladhand.records.event_records import RecordsOfEvent
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.page_rows import PageRows
from gladhand.records.upsert_queries import HIDDEN_FLEET
from gladhand.resources.resource import Resource

_COPY_CHANGES = b"""
copy record_change (fleet_id, event_name, partner_ids, fleet_refs, marker, shared, trace_parent, records, occurred_at)
from stdin (format binary)
"""


@dataclass(frozen=True)
class NewestRow:
    """The newest of the copied rows of an asset, by its key."""

    asset: str
    id: str
    occurred_at: datetime


async def list_known(db: Db, page: PageRows, indexes: Sequence[int]) -> set[int]:
    """The indexes of those rows that are stored already."""
    first, last = page.days()
    window = {"fleet_id": page.origin.fleet_id, "first": first, "last": last}
    found = await db.execute(_extent(page.resource), window)
    extent = await found.fetchone()
    assert extent is not None
    if extent["first"] is None:
        return set()
    # A feed mostly brings rows that are newer than all stored ones, and a backfill brings older ones.
    begin, end = extent["first"], extent["last"]
    among = [index for index in indexes if begin <= page.moments[index] <= end]
    if not among:
        return set()
    found = await db.execute(
        _known(page.resource),
        {
            **window,
            "indexes": among,
            "ids": _array(page.ids[index] for index in among),
            "times": _array(page.moments[index].isoformat() for index in among),
        },
    )
    return {row["index"] for row in await found.fetchall()}


def _array(values: Iterable[str]) -> str:
    """An array as text, of values without quotes and commas. The driver would turn each value of a list into a text."""
    return f"{{{','.join(values)}}}"


@cache
def _extent(resource: Resource) -> bytes:
    """The times of the first and the last row of a fleet in a window. Two looks into the index of the key."""
    end = sql.SQL(
        """(select occurred_at from {table} where fleet_id = %(fleet_id)s and occurred_at between %(first)s and %(last)s
            order by occurred_at {direction} limit 1)"""
    )
    ends = [end.format(table=table(resource), direction=sql.SQL(each)) for each in ("asc", "desc")]
    return sql.SQL("select {} as first, {} as last").format(*ends).as_bytes(None)


@cache
def _known(resource: Resource) -> bytes:
    return (
        sql.SQL(
            """
            select p.index
            from unnest(%(indexes)s::int[], %(ids)s::uuid[], %(times)s::timestamptz[]) as p (index, id, occurred_at)
            cross join lateral (
              select from {table} r where r.fleet_id = {fleet_id} and r.id = p.id
                and r.occurred_at = p.occurred_at and r.occurred_at between %(first)s and %(last)s
              limit 1
            ) r
            """
        )
        .format(table=table(resource), fleet_id=HIDDEN_FLEET)
        .as_bytes(None)
    )


async def copy_rows(db: Db, resource: Resource, names: Sequence[str], blocks: Iterable[bytes]) -> None:
    """Copy rows into these columns. The server reads a block while the next one is made."""
    statement = sql.SQL("copy {} ({}) from stdin (format binary)").format(table(resource), column_list(names))
    async with db.cursor() as cursor, cursor.copy(statement) as copy:
        for block in blocks:
            await copy.write(block)


async def copy_changes(
    db: Db,
    event_name: str,
    origin: RecordOrigin,
    *,
    audience: Sequence[Audience],
    marker: str,
    shared: bytes,
    events: Iterable[RecordsOfEvent],
) -> None:
    """Store changes of records: `events` in their order, each record of which has the members `shared`, too."""
    first = b"".join(
        (
            binary.uuid(origin.fleet_id.hex),
            binary.text(event_name),
            binary.uuids([each.partner_id.hex for each in audience]),
            binary.texts([each.fleet_ref for each in audience]),
            binary.uuid(marker),
            binary.sized(shared),
            *binary.column("text", [origin.trace_parent or trace_parent()]),
        )
    )
    async with db.cursor() as cursor, cursor.copy(_COPY_CHANGES) as copy:
        await copy.write(binary.BEGIN)
        for event in events:
            encoded = [[binary.sized(event.text)], [binary.moment(event.occurred_at)]]
            await copy.write(binary.rows(9, first=first, encoded=encoded))
        await copy.write(binary.END)


async def upsert_totals(
    db: Db,
    resource: Resource,
    origin: RecordOrigin,
    *,
    days: Mapping[date, int],
    hours: Mapping[datetime, int],
    newest: Sequence[NewestRow],
    has_changes: bool,
) -> None:
    """Store what follows from copied rows: counters, the newest row of each asset, a notice of the changes."""
    times = [row.occurred_at for row in newest]
    await db.execute(
        _totals(resource),
        {
            "fleet_id": origin.fleet_id,
            "connection_id": origin.connection_id,
            "days": list(days),
            "day_counts": list(days.values()),
            "hours": list(hours),
            "hour_counts": list(hours.values()),
            "assets": _array(row.asset for row in newest),
            "ids": _array(row.id for row in newest),
            "times": _array(time.isoformat() for time in times),
            "first": min(times, default=None),
            "last": max(times, default=None),
            "has_changes": has_changes,
        },
    )


@cache
def _totals(resource: Resource) -> bytes:
    newest: sql.Composable = sql.SQL("")
    if resource.latest_by is not None:
        newest = sql.SQL(
            """
            changed as materialized (
              select r.*, p.asset
              from unnest(%(assets)s::uuid[], %(ids)s::uuid[], %(times)s::timestamptz[]) as p (asset, id, occurred_at)
              cross join lateral (
                select r.* from {table} r where r.fleet_id = {fleet_id} and r.id = p.id
                  and r.occurred_at = p.occurred_at and r.occurred_at between %(first)s and %(last)s
                limit 1
              ) r
            ), {newest}
            """
        ).format(table=table(resource), newest=newest_rows(resource), fleet_id=HIDDEN_FLEET)
    return (
        sql.SQL(
            """
            with {newest} counted as (
              insert into record_count (fleet_id, resource, connection_id, day, shard, value)
              select %(fleet_id)s, {resource}, %(connection_id)s, day, 0, n
              from unnest(%(days)s::date[], %(day_counts)s::bigint[]) as counted (day, n) order by day
              on conflict (fleet_id, resource, connection_id, day, shard)
                do update set value = record_count.value + excluded.value
            ), counted_by_hour as (
              insert into record_hour_count (fleet_id, resource, connection_id, hour, value)
              select %(fleet_id)s, {resource}, %(connection_id)s, hour, n
              from unnest(%(hours)s::timestamptz[], %(hour_counts)s::bigint[]) as counted (hour, n) order by hour
              on conflict (fleet_id, resource, connection_id, hour)
                do update set value = record_hour_count.value + excluded.value
            )
            select case when %(has_changes)s then pg_notify({channel}, '') end
            """
        )
        .format(newest=newest, resource=sql.Literal(resource.name.value), channel=sql.Literal(CHANNEL))
        .as_bytes(None)
    )
