"""SQL that reads single records, and who may see those of a fleet."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.records.columns import table
from gladhand.records.ingest_queries import Audience
from gladhand.records.privacy.covered import is_covered
from gladhand.resources.resource import Resource


async def list_source_ids(db: Db, resource: Resource, fleet_id: UUID, connection_id: UUID) -> list[str]:
    """The provider's ids of the records of one connection that are not gone, in order."""
    found = await db.execute(
        sql.SQL(
            """
            select source_id from {table} where fleet_id = %s and connection_id = %s and deleted_at is null
            order by source_id
            """
        ).format(table=table(resource)),
        (fleet_id, connection_id),
    )
    return [row["source_id"] for row in await found.fetchall()]


async def list_audience(db: Db, fleet_id: UUID, resource: Resource) -> list[Audience]:
    """The partners who may see the fleet's records of this resource."""
    found = await db.execute(
        """
        select partner_id, fleet_ref, %s and movement_privacy is not null as is_private from live_agreement
        where fleet_id = %s and shared_level(scopes, %s) is not null order by partner_id
        """,
        (is_covered(resource), fleet_id, resource.name.value),
    )
    return [Audience(**row) for row in await found.fetchall()]


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """All records that a connection has of a resource."""

    fleet_id: UUID
    connection_id: UUID
    resource: str


async def list_filled(db: Db, groups: Sequence[RecordGroup]) -> set[RecordGroup]:
    """Those of the groups that may hold a record. The others never held one, so nothing can be removed from them."""
    found = await db.execute(
        """
        select g.fleet_id, g.connection_id, g.resource
        from unnest(%s::uuid[], %s::uuid[], %s::text[]) as g (fleet_id, connection_id, resource)
        where exists (
          select from record_count k
          where k.fleet_id = g.fleet_id and k.resource = g.resource and k.connection_id = g.connection_id)
        """,
        (
            [each.fleet_id for each in groups],
            [each.connection_id for each in groups],
            [each.resource for each in groups],
        ),
    )
    return {RecordGroup(**row) for row in await found.fetchall()}


async def list_readable(
    db: Db, partner_id: UUID, resource: Resource, *, fleet_id: UUID, connection_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, str]:
    """The provider's ids of those of these records that the connection has and the partner may see."""
    found = await db.execute(
        sql.SQL(
            """
            select r.id, r.source_id
            from {table} r join live_agreement a on a.partner_id = %(partner_id)s and a.fleet_id = r.fleet_id
            where r.fleet_id = %(fleet_id)s and r.id = any(%(ids)s) and r.connection_id = %(connection_id)s
              and r.deleted_at is null and shared_level(a.scopes, %(resource)s) is not null
            """
        ).format(table=table(resource)),
        {
            "partner_id": partner_id,
            "fleet_id": fleet_id,
            "connection_id": connection_id,
            "ids": list(ids),
            "resource": resource.name.value,
        },
    )
    return {row["id"]: row["source_id"] for row in await found.fetchall()}


@dataclass(frozen=True)
class KnownRecord:
    """What a write needs to know of the record that it changes."""

    id: UUID
    connection_id: UUID
    source_id: str


async def is_visible(db: Db, partner_id: UUID, resource: Resource, record_id: UUID) -> bool:
    """Whether an agreement lets the partner see the record."""
    found = await db.execute(
        sql.SQL(
            """
            select from {table} r join live_agreement a on a.partner_id = %(partner_id)s and a.fleet_id = r.fleet_id
            where r.id = %(id)s and shared_level(a.scopes, %(resource)s) is not null
            """
        ).format(table=table(resource)),
        {"partner_id": partner_id, "id": record_id, "resource": resource.name.value},
    )
    return await found.fetchone() is not None


async def find_known_record(
    db: Db, partner_id: UUID, resource: Resource, *, fleet_id: UUID, connection_id: UUID, reference: str
) -> KnownRecord | None:
    """Find the record that a write names: by its id, else by the provider's id of it on this connection."""
    found = await db.execute(
        sql.SQL(
            """
            select r.id, r.connection_id, r.source_id from (
              select fleet_id, id, connection_id, source_id from {table} where id = %(record_id)s
              union all
              select fleet_id, id, connection_id, source_id from {table}
              where fleet_id = %(fleet_id)s and connection_id = %(connection_id)s and source_id = %(source_id)s
            ) r
            join live_agreement a on a.partner_id = %(partner_id)s and a.fleet_id = r.fleet_id
            where shared_level(a.scopes, %(resource)s) is not null
            order by r.id = %(record_id)s desc nulls last limit 1
            """
        ).format(table=table(resource)),
        {
            "partner_id": partner_id,
            "fleet_id": fleet_id,
            "record_id": _as_uuid(reference),
            "connection_id": connection_id,
            "source_id": reference,
            "resource": resource.name.value,
        },
    )
    row = await found.fetchone()
    return KnownRecord(**row) if row else None


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
