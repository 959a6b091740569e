"""SQL of the parents that arrive after the records that name them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.records.change_queries import ANNOUNCING, WAKING, event_values
from gladhand.records.columns import (
    change_time,
    latest_name,
    names_parent,
    parent_lists,
    parents,
    table,
)
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.origin_queries import connection_condition
from gladhand.records.shape_queries import answer_joins, event_columns
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import RecordChange, Resource


@dataclass(frozen=True)
class MissingParent:
    """A parent that records name and that was not stored when they came."""

    fleet_id: UUID
    connection_id: UUID
    parent: str
    source_id: str
    resource: str
    since: datetime
    until: datetime


async def lock_rows(db: Db, resource: Resource, connection_id: UUID) -> None:
    """Let one transaction at a time change a connection's records of a resource that names parents.

    A page changes records in the order of their ids, an arriving parent in the order of their time, and two parents in
    any order: without this lock they would deadlock. A transaction that takes several of these locks takes them in the
    order of names, where a part comes after its whole.
    """
    if parents(resource) or parent_lists(resource):
        await db.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))",
            (f"gladhand.record.{resource.name.value}.{connection_id}",),
        )


async def insert_missing(
    db: Db,
    resource: Resource,
    origin: RecordOrigin,
    *,
    missing: Sequence[tuple[str, str]],
    days: tuple[datetime, datetime],
) -> None:
    """Remember the parents (resource and the provider's id) that records of these days name and that are not stored."""
    await db.execute(
        """
        insert into record_missing_parent as m (fleet_id, connection_id, parent, source_id, resource, since, until)
        select %(fleet_id)s, %(connection_id)s, parent, source_id, %(resource)s, %(since)s, %(until)s
        from unnest(%(parents)s::text[], %(source_ids)s::text[]) as missing (parent, source_id) order by 3, 4
        on conflict (fleet_id, connection_id, parent, source_id, resource) do update
          set since = least(m.since, excluded.since), until = greatest(m.until, excluded.until)
          where m.since > excluded.since or m.until < excluded.until
        """,
        {
            "fleet_id": origin.fleet_id,
            "connection_id": origin.connection_id,
            "resource": resource.name.value,
            "parents": [parent for parent, _ in missing],
            "source_ids": [source_id for _, source_id in missing],
            "since": days[0],
            "until": days[1],
        },
    )


async def list_missing(
    db: Db, fleet_id: UUID, connection_id: UUID, parent: str, *, source_ids: Sequence[str]
) -> list[MissingParent]:
    """Which records wait for these parents."""
    found = await db.execute(
        """
        select fleet_id, connection_id, parent, source_id, resource, since, until from record_missing_parent
        where fleet_id = %s and connection_id = %s and parent = %s and source_id = any (%s)
        order by source_id, resource
        """,
        (fleet_id, connection_id, parent, list(source_ids)),
    )
    return [MissingParent(**row) for row in await found.fetchall()]


async def list_arrived(db: Db, limit: int) -> list[MissingParent]:
    """Parents that have arrived and are not filled in everywhere, across all fleets."""
    arrived = [
        sql.SQL(
            """
            select m.* from record_missing_parent m
            where m.parent = {parent} and exists (
              select from {table} r where r.fleet_id = m.fleet_id and r.connection_id = m.connection_id
                and r.source_id = m.source_id)
            """
        ).format(parent=sql.Literal(resource.name.value), table=table(resource))
        for resource in REGISTRY.values()
        if any(names_parent(each, resource.name) for each in REGISTRY.values())
    ]
    if not arrived:
        return []
    found = await db.execute(sql.SQL("{} limit %s").format(sql.SQL(" union all ").join(arrived)), (limit,))
    return [MissingParent(**row) for row in await found.fetchall()]


async def update_parent_ids(
    db: Db,
    resource: Resource,
    missing: MissingParent,
    *,
    field: str,
    parent_id: UUID,
    audience: Sequence[Audience],
    limit: int,
) -> int:
    """Give up to `limit` records that wait for the parent its id. Returns how many there were."""
    found = await db.execute(
        _update_parent_ids(resource, field),
        {
            "fleet_id": missing.fleet_id,
            "connection_id": missing.connection_id,
            "source_id": missing.source_id,
            "parent_id": parent_id,
            "since": missing.since,
            "until": missing.until,
            "limit": limit,
            **event_values(resource, audience, 100, [RecordChange.MODIFIED]),
        },
    )
    row = await found.fetchone()
    assert row is not None
    return int(row["filled"])


async def delete_missing(db: Db, missing: MissingParent) -> None:
    """Forget a parent that is filled in everywhere, unless further records have begun to wait for it meanwhile."""
    await db.execute(
        """
        delete from record_missing_parent
        where fleet_id = %s and connection_id = %s and parent = %s and source_id = %s and resource = %s
          and since = %s and until = %s
        """,
        (
            missing.fleet_id,
            missing.connection_id,
            missing.parent,
            missing.source_id,
            missing.resource,
            missing.since,
            missing.until,
        ),
    )


def _of_one(field: str) -> tuple[sql.Composable, sql.Composable]:
    """That a record waits for the parent, and what the field has then."""
    waits = sql.SQL("r.{source} = %(source_id)s and r.{field} is null").format(
        source=sql.Identifier(f"source_{field}"), field=sql.Identifier(field)
    )
    return waits, sql.SQL("%(parent_id)s")


def _of_list(field: str, of: ResourceEnum) -> tuple[sql.Composable, sql.Composable]:
    """The same where the field has a list of ids."""
    names = {"source": sql.Identifier(f"source_{field}"), "field": sql.Identifier(field)}
    waits = sql.SQL(
        """
        r.{source} @> to_jsonb(array[%(source_id)s::text])
        and not coalesce(r.{field}, '[]') @> to_jsonb(array[%(parent_id)s::uuid])
        """
    ).format(**names)
    filled = sql.SQL(
        """
        (select jsonb_agg(p.id order by named.place)
         from jsonb_array_elements_text(r.{source}) with ordinality as named (source_id, place)
         join {parents} p on p.fleet_id = r.fleet_id and p.connection_id = r.connection_id
           and p.source_id = named.source_id)
        """
    ).format(parents=table(REGISTRY[of]), **names)
    return waits, filled


@cache
def _update_parent_ids(resource: Resource, field: str) -> bytes:
    is_listed = field in parent_lists(resource)
    waits, filled = _of_list(field, parent_lists(resource)[field]) if is_listed else _of_one(field)
    newest: sql.Composable = sql.SQL("")
    if resource.latest_by is not None:
        newest = sql.SQL(
            """
            newest as (
              update {latest} l set {field} = %(parent_id)s, updated_at = changed.updated_at from changed
              where l.fleet_id = %(fleet_id)s and l.id = changed.id and l.occurred_at = changed.occurred_at
            ),
            """
        ).format(latest=sql.Identifier(latest_name(resource)), field=sql.Identifier(field))
    return (
        sql.SQL(
            """
            with waiting as materialized (
              select r.id, r.occurred_at from {table} r
              where r.fleet_id = %(fleet_id)s and {waits}
                and r.occurred_at between %(since)s and %(until)s and {of_connection}
              order by r.occurred_at desc, r.id limit %(limit)s
            ), changed as materialized (
              update {table} r set {field} = {filled}, {change_time} = (select clock_timestamp()) from waiting w
              where r.fleet_id = %(fleet_id)s and r.id = w.id and r.occurred_at = w.occurred_at
                and r.occurred_at between %(since)s and %(until)s
              returning r.*
            ), {newest} event_rows as materialized (
              select row_number() over (order by r.occurred_at, r.id) as index, 'modified' as change, r.occurred_at,
                row_to_json((select t from (select {event}) t)) as record
              from changed r {joins} cross join (select %(marker)s::text as fleet_ref) a
              where 'modified' = any (%(changes)s)
            ), {announcing}
            select (select count(*) from changed) as filled, {waking}
            """
        )
        .format(
            table=table(resource),
            field=sql.Identifier(field),
            waits=waits,
            filled=filled,
            of_connection=connection_condition(resource),
            newest=newest,
            change_time=change_time(resource),
            event=event_columns(resource),
            joins=answer_joins(resource),
            announcing=sql.SQL(ANNOUNCING),
            waking=sql.SQL(WAKING),
        )
        .as_bytes(None)
    )
