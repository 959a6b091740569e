"""All SQL about records, whatever their resource."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.paging import Cursor, Key
from gladhand.records.columns import Sorting, shown, table
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource


@dataclass(frozen=True)
class Origin:
    """Where records come from."""

    fleet_id: UUID
    connection_id: UUID
    tsp_id: UUID
    tsp_slug: str
    source_name: str
    execution_id: UUID | None = None
    schedule_id: UUID | None = None


@dataclass(frozen=True)
class Row:
    """One record, ready to be stored; the three JSON texts are made by the service."""

    id: UUID
    source_id: str
    source_data: str
    source_data_hash: str
    fields: str
    extras: str | None
    occurred_at: datetime


@dataclass(frozen=True)
class Filters:
    fleet_ids: Sequence[UUID] | None = None
    fleet_refs: Sequence[str] | None = None
    connection_id: UUID | None = None
    ids: Sequence[UUID] | None = None
    source_ids: Sequence[str] | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the resource that have to have these values."""

    @property
    def is_counted(self) -> bool:
        """Whether the counters know how many records there are."""
        return self.ids is None and self.source_ids is None and not self.fields


@dataclass(frozen=True)
class Known:
    """A record that a partner can see, as far as a write has to know it."""

    id: UUID
    connection_id: UUID
    source_id: str


async def upsert(
    db: Db, resource: Resource, rows: Sequence[tuple[Origin, Row]]
) -> list[tuple[bool, dict[str, Any]] | None]:
    """Store the records in one round trip; of each whether it is new, and how it looks now. None if it is unchanged."""
    cursor = db.cursor()
    values = [
        (
            origin.fleet_id,
            row.id,
            origin.connection_id,
            origin.tsp_id,
            origin.tsp_slug,
            origin.source_name,
            row.source_id,
            row.source_data,
            row.source_data_hash,
            row.fields,
            row.extras,
            row.occurred_at,
            origin.execution_id,
            origin.schedule_id,
        )
        for origin, row in rows
    ]
    await cursor.executemany(_upsert(resource.name), values, returning=True)
    stored = []
    for _ in rows:
        found = await cursor.fetchone()
        stored.append((found["is_new"], orjson.loads(found["json"])) if found else None)
        cursor.nextset()
    return stored


@cache
def _upsert(resource: ResourceEnum) -> bytes:
    statement = sql.SQL(
        """
        with stored as (
          insert into {table} as r (fleet_id, id, connection_id, tsp_id, tsp_slug, source_name, source_id,
            source_data, source_data_hash, fields, extras, occurred_at, execution_id, schedule_id)
          values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
          on conflict (fleet_id, id) do update set
            tsp_id = excluded.tsp_id, tsp_slug = excluded.tsp_slug, source_data = excluded.source_data,
            source_data_hash = excluded.source_data_hash, fields = excluded.fields, extras = excluded.extras,
            occurred_at = excluded.occurred_at, execution_id = excluded.execution_id,
            schedule_id = excluded.schedule_id, updated_at = clock_timestamp(), deleted_at = null
          where r.source_data_hash <> excluded.source_data_hash or r.fields <> excluded.fields
            or r.deleted_at is not null
          returning r.*, xmax = 0 as is_new
        )
        select r.is_new, row_to_json((select t from (select {shown}) t))::text as json
        from stored r, (select null::text as fleet_ref) a
        """
    )
    known = REGISTRY[resource]
    return statement.format(table=table(known), shown=shown(known, with_source_data=False)).as_bytes(None)


async def listed(
    db: Db,
    partner_id: UUID,
    resource: Resource,
    filters: Filters,
    sorting: Sorting,
    cursor: Cursor,
    size: int,
    *,
    descending: bool = False,
    with_source_data: bool = False,
) -> list[tuple[Key, str]]:
    """The rows of one page, one more than asked for, in the cursor's direction.

    Each fleet gives its first rows by its own index, and those are merged: a partner with one big fleet is quick, too.
    """
    falling = cursor.backwards != descending
    order = sql.SQL("desc") if falling else sql.SQL("asc")
    conditions = _conditions(filters)
    if cursor.after is not None:
        conditions.append(
            sql.SQL("({sort}, r.id) {than} (%(after_key)s::{type}, %(after_id)s)").format(
                sort=sorting.expression, type=sorting.type, than=sql.SQL("<") if falling else sql.SQL(">")
            )
        )
    _, after_key, after_id = cursor.after or (None, None, None)
    rows = await db.execute(
        sql.SQL(
            """
            select r.sort::text as key, r.id, row_to_json((select t from (select {shown}) t))::text as json
            from (
              select r.*, a.fleet_ref from live_agreement a
              cross join lateral (
                select r.*, {sort} as sort from {table} r
                where r.fleet_id = a.fleet_id and {conditions} order by {sort} {order}, r.id {order} limit %(limit)s
              ) r
              where {visible} order by r.sort {order}, r.id {order} limit %(limit)s
            ) r, lateral (select r.fleet_ref) a
            order by r.sort {order}, r.id {order}
            """
        ).format(
            shown=shown(resource, with_source_data=with_source_data),
            sort=sorting.expression,
            order=order,
            table=table(resource),
            conditions=sql.SQL(" and ").join(conditions),
            visible=_visible(filters),
        ),
        _values(partner_id, resource, filters) | {"after_key": after_key, "after_id": after_id, "limit": size + 1},
    )
    return [((sorting.name, row["key"], row["id"]), row["json"]) for row in await rows.fetchall()]


async def total(db: Db, partner_id: UUID, resource: Resource, filters: Filters) -> int:
    """How many records the partner can see: from the counters of the connections where they can tell, else counted."""
    if filters.is_counted:
        query = sql.SQL(
            """
            select coalesce(sum(k.value), 0)::bigint as total
            from live_agreement a join connection c on c.fleet_id = a.fleet_id
            join counter k on k.owner_id = c.id and k.name = %(resource)s
            where {visible} and (%(connection_id)s::uuid is null or c.id = %(connection_id)s)
            """
        ).format(visible=_visible(filters))
    else:
        query = sql.SQL(
            "select count(*) as total from live_agreement a join {table} r on r.fleet_id = a.fleet_id"
            " where {visible} and {conditions}"
        ).format(
            table=table(resource), visible=_visible(filters), conditions=sql.SQL(" and ").join(_conditions(filters))
        )
    rows = await db.execute(query, _values(partner_id, resource, filters))
    row = await rows.fetchone()
    return int(row["total"]) if row else 0


async def read(db: Db, partner_id: UUID, resource: Resource, record_id: UUID, *, with_source_data: bool) -> str | None:
    """One record as JSON, if an agreement lets the partner see it."""
    rows = await db.execute(
        sql.SQL(
            """
            select row_to_json((select t from (select {shown}) t))::text as json
            from {table} r join live_agreement a on a.partner_id = %(partner_id)s and a.fleet_id = r.fleet_id
            where r.id = %(id)s and shared_level(a.scopes, %(resource)s) is not null
            """
        ).format(shown=shown(resource, with_source_data=with_source_data), table=table(resource)),
        {"partner_id": partner_id, "id": record_id, "resource": resource.name.value},
    )
    row = await rows.fetchone()
    return row["json"] if row else None


async def find(
    db: Db, partner_id: UUID, resource: Resource, connection_id: UUID, *, record_id: UUID | None, source_id: str
) -> Known | None:
    """The record that a write means: by its id, else by the provider's id of it on that connection."""
    rows = await db.execute(
        sql.SQL(
            """
            select r.id, r.connection_id, r.source_id
            from {table} r join live_agreement a on a.partner_id = %(partner_id)s and a.fleet_id = r.fleet_id
            where (r.id = %(record_id)s or (r.connection_id = %(connection_id)s and r.source_id = %(source_id)s))
              and shared_level(a.scopes, %(resource)s) is not null
            order by r.id = %(record_id)s desc nulls last limit 1
            """
        ).format(table=table(resource)),
        {
            "partner_id": partner_id,
            "record_id": record_id,
            "connection_id": connection_id,
            "source_id": source_id,
            "resource": resource.name.value,
        },
    )
    row = await rows.fetchone()
    return Known(**row) if row else None


def _visible(filters: Filters) -> sql.Composable:
    """What an agreement `a` has to be for its records to count."""
    conditions = [sql.SQL("a.partner_id = %(partner_id)s and shared_level(a.scopes, %(resource)s) is not null")]
    if filters.fleet_ids is not None:
        conditions.append(sql.SQL("a.fleet_id = any(%(fleet_ids)s)"))
    if filters.fleet_refs is not None:
        conditions.append(sql.SQL("a.fleet_ref = any(%(fleet_refs)s)"))
    return sql.SQL(" and ").join(conditions)


def _conditions(filters: Filters) -> list[sql.Composable]:
    """What a record `r` has to be."""
    conditions: list[sql.Composable] = [sql.SQL("true")]
    if filters.connection_id is not None:
        conditions.append(sql.SQL("r.connection_id = %(connection_id)s"))
    if filters.ids is not None:
        conditions.append(sql.SQL("r.id = any(%(ids)s)"))
    if filters.source_ids is not None:
        conditions.append(sql.SQL("r.source_id = any(%(source_ids)s)"))
    if filters.fields:
        conditions.append(sql.SQL("r.fields @> %(fields)s::jsonb"))
    return conditions


def _values(partner_id: UUID, resource: Resource, filters: Filters) -> dict[str, Any]:
    return {
        "partner_id": partner_id,
        "resource": resource.name.value,
        "fleet_ids": list(filters.fleet_ids or ()),
        "fleet_refs": list(filters.fleet_refs or ()),
        "connection_id": filters.connection_id,
        "ids": list(filters.ids or ()),
        "source_ids": list(filters.source_ids or ()),
        "fields": orjson.dumps(dict(filters.fields)).decode(),
    }
