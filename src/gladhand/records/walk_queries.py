"""SQL of complete walks: reads that have listed everything that a connection has of a resource."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.time_window import TimeWindow
from gladhand.records.columns import table
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.origin_queries import connection_condition
from gladhand.resources.resource import Resource


@dataclass(frozen=True)
class Absence:
    """What a walk did not see."""

    again: Sequence[tuple[UUID, datetime]]
    """Records that were absent often enough to be removed, and when they occurred."""
    first: int
    """How many were absent and are not removed yet."""


async def find_last_count(db: Db, resource: Resource, origin: RecordOrigin) -> int | None:
    """How many records the last complete walk has seen."""
    found = await db.execute(
        "select seen from record_walk where fleet_id = %s and connection_id = %s and resource = %s",
        (origin.fleet_id, origin.connection_id, resource.name.value),
    )
    row = await found.fetchone()
    return None if row is None else row["seen"]


async def insert_walk(db: Db, resource: Resource, origin: RecordOrigin, seen: int) -> None:
    """Store how many records a complete walk has seen."""
    await db.execute(
        """
        insert into record_walk (fleet_id, connection_id, resource, seen, finished_at)
        values (%s, %s, %s, %s, clock_timestamp())
        on conflict (fleet_id, connection_id, resource)
          do update set seen = excluded.seen, finished_at = excluded.finished_at
        """,
        (origin.fleet_id, origin.connection_id, resource.name.value, seen),
    )


async def list_absent(
    db: Db, resource: Resource, origin: RecordOrigin, *, seen: Sequence[str], started_at: datetime
) -> list[tuple[str, str]]:
    """The ids and source ids of stored records that a walk over everything has not seen.

    Those that the walk before has not seen either come first, and the others in an order that no walk repeats.
    """
    found = await db.execute(
        sql.SQL(
            """
            select r.id::text as id, r.source_id
            from {table} r left join record_absence a on a.fleet_id = r.fleet_id and a.id = r.id
              and a.connection_id = %(connection_id)s and a.resource = %(resource)s
            where r.fleet_id = %(fleet_id)s and r.deleted_at is null and {of_connection}
              and r.updated_at < %(started_at)s and r.id <> all (%(seen)s::uuid[])
            order by a.walks desc nulls last, hashtextextended(r.id::text || %(started_at)s::text, 0), r.id
            """
        ).format(table=table(resource), of_connection=connection_condition(resource)),
        {
            "fleet_id": origin.fleet_id,
            "connection_id": origin.connection_id,
            "resource": resource.name.value,
            "seen": list(seen),
            "started_at": started_at,
        },
    )
    return [(row["id"], row["source_id"]) for row in await found.fetchall()]


async def count_absences(
    db: Db,
    resource: Resource,
    origin: RecordOrigin,
    *,
    seen: Sequence[str],
    started_at: datetime,
    window: TimeWindow | None = None,
) -> Absence:
    """Count in how many complete walks in a row each record was absent: of all records, or of those in a window.

    A second absence counts, in a window that lacks more than half of its records a third. Records that were seen lose
    their count, and so do those that a walk over everything no longer finds stored.
    """
    found = await db.execute(
        sql.SQL(
            """
            with within as materialized (
              select r.id, r.occurred_at, s.id is not null as is_seen
              from {table} r left join unnest(%(seen)s::uuid[]) as s (id) on s.id = r.id
              where r.fleet_id = %(fleet_id)s and r.deleted_at is null and {of_connection} and {in_window}
                -- A record that a write has made or changed meanwhile may be missing in a page that was read before.
                and (s.id is not null or r.updated_at < %(started_at)s)
            ), known as materialized (
              select id, walks from record_absence
              where fleet_id = %(fleet_id)s and connection_id = %(connection_id)s and resource = %(resource)s
            ), absent as materialized (
              select id, occurred_at, coalesce(known.walks, 0) + 1 as walks,
                case when %(is_window)s and count(*) over () * 2 > (select count(*) from within)
                  then 3 else 2 end as needed
              from within left join known using (id) where not is_seen
            ), over as (
              delete from record_absence
              where fleet_id = %(fleet_id)s and connection_id = %(connection_id)s and resource = %(resource)s
                and (
                  id in (
                    select id from unnest(%(seen)s::uuid[]) as s (id)
                    union all select id from absent where walks >= needed
                  ) or not %(is_window)s and id not in (select id from absent)
                )
            ), marked as (
              insert into record_absence (fleet_id, connection_id, resource, id, absent_since, walks)
              select %(fleet_id)s, %(connection_id)s, %(resource)s, id, clock_timestamp(), walks
              from absent where walks < needed order by id
              on conflict (fleet_id, connection_id, resource, id) do update set walks = excluded.walks
              returning 1
            )
            select coalesce(array_agg(id), '{{}}') as ids, coalesce(array_agg(occurred_at), '{{}}') as times,
              (select count(*) from marked) as first
            from absent where walks >= needed
            """
        ).format(
            table=table(resource),
            of_connection=connection_condition(resource),
            in_window=sql.SQL("true") if window is None else window.contains(sql.Identifier("r", "occurred_at")),
        ),
        {
            "fleet_id": origin.fleet_id,
            "connection_id": origin.connection_id,
            "resource": resource.name.value,
            "seen": list(seen),
            "started_at": started_at,
            "is_window": window is not None,
            **({} if window is None else window.parameters()),
        },
    )
    row = await found.fetchone()
    assert row is not None
    return Absence(list(zip(row["ids"], row["times"], strict=True)), row["first"])
