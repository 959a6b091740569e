"""SQL of complete walks: reads that have listed everything that a connection has of a resource."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.records.columns import connection_condition, table
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.resources.resource import Resource


@dataclass(frozen=True)
class Absence:
    """What a walk did not see."""

    again: Sequence[UUID]
    """Records that were absent from the complete walk before it, too."""
    first: int
    """How many were absent for the first time."""


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


async def insert_absences(
    db: Db, resource: Resource, origin: RecordOrigin, *, seen: Sequence[str], started_at: datetime
) -> Absence:
    """Mark the records that were there when the walk began and that it did not see; the others lose their mark."""
    found = await db.execute(
        sql.SQL(
            """
            with absent as materialized (
              select r.id from {table} r
              where r.fleet_id = %(fleet_id)s and r.deleted_at is null and {of_connection}
                -- A record that a write has made or changed meanwhile may be missing in a page that was read before.
                and r.updated_at < %(started_at)s
                and not exists (select from unnest(%(seen)s::uuid[]) as s (id) where s.id = r.id)
            ), known as materialized (
              select id from record_absence
              where fleet_id = %(fleet_id)s and connection_id = %(connection_id)s and resource = %(resource)s
            ), over as (
              delete from record_absence
              where fleet_id = %(fleet_id)s and connection_id = %(connection_id)s and resource = %(resource)s
                and (id not in (select id from absent) or id in (select id from known))
            ), marked as (
              insert into record_absence (fleet_id, connection_id, resource, id, absent_since)
              select %(fleet_id)s, %(connection_id)s, %(resource)s, id, clock_timestamp() from absent
              where id not in (select id from known)
              returning 1
            )
            select array(select id from absent where id in (select id from known)) as again,
              (select count(*) from marked) as first
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
    row = await found.fetchone()
    assert row is not None
    return Absence(row["again"], row["first"])
