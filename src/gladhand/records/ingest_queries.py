"""The statement that takes in one page of records: rows, counters, events and their deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

import orjson
from psycopg import AsyncCursor, sql
from psycopg.rows import DictRow

from gladhand.core.db import Db
from gladhand.notifications.publish import PUBLISHING, WAKING
from gladhand.records.columns import event_columns, field_columns, table
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


@dataclass(frozen=True)
class RecordOrigin:
    """Where records come from."""

    fleet_id: UUID
    connection_id: UUID
    tsp_id: UUID
    tsp_slug: str
    source_name: str
    execution_id: UUID | None = None
    schedule_id: UUID | None = None


@dataclass(frozen=True)
class Audience:
    """A partner who may see the records, and the partner's reference for the fleet."""

    partner_id: UUID
    fleet_ref: str | None


@dataclass(frozen=True)
class RecordRow:
    """One record, ready to be stored; the JSON texts are canonical."""

    id: UUID
    source_id: str
    source_data: str
    source_data_hash: bytes
    fields: str
    extras: str | None
    occurred_at: datetime | None


@dataclass(frozen=True)
class PageUpsert:
    """What one statement stores and publishes: rows with distinct ids, all of one origin."""

    resource: Resource
    origin: RecordOrigin
    audience: Sequence[Audience]
    rows: Sequence[RecordRow]
    records_per_event: int
    bytes_per_event: int


async def start_upsert(db: Db, page: PageUpsert) -> AsyncCursor[DictRow]:
    """Send the statement; several may be sent in one pipeline before the first is read by `upserted`.

    An unchanged row is not written. The statement sorts the rows by id, so that two transactions that store the same
    rows never wait for each other in a circle.
    """
    origin = page.origin
    return await db.execute(
        _statement(page.resource),
        {
            "fleet_id": origin.fleet_id,
            "connection_id": origin.connection_id,
            "tsp_id": origin.tsp_id,
            "tsp_slug": origin.tsp_slug,
            "source_name": origin.source_name,
            "execution_id": origin.execution_id,
            "schedule_id": origin.schedule_id,
            "rows": _page(page.rows),
            "partner_ids": [each.partner_id for each in page.audience],
            "fleet_refs": [each.fleet_ref for each in page.audience],
            "records_per_event": page.records_per_event,
            "bytes_per_event": page.bytes_per_event,
        },
    )


async def upserted(cursor: AsyncCursor[DictRow]) -> dict[UUID, RecordChange]:
    """The changed records of a statement that was sent, by id."""
    return {row["id"]: RecordChange(row["change"]) for row in await cursor.fetchall()}


def _page(rows: Sequence[RecordRow]) -> str:
    return orjson.dumps(
        [
            {
                "number": number,
                "id": row.id,
                "source_id": row.source_id,
                "source_data": orjson.Fragment(row.source_data),
                "source_data_hash": f"\\x{row.source_data_hash.hex()}",
                "fields": orjson.Fragment(row.fields),
                "extras": None if row.extras is None else orjson.Fragment(row.extras),
                "occurred_at": row.occurred_at,
            }
            for number, row in enumerate(rows)
        ]
    ).decode()


#: Columns of the header that a changed row takes over from the page.
_OVERWRITTEN = (
    *("tsp_id", "tsp_slug", "source_name", "source_data", "source_data_hash"),
    *("extras", "occurred_at", "execution_id", "schedule_id", "updated_at"),
)


@cache
def _statement(resource: Resource) -> bytes:
    fields = field_columns(resource)
    names = [sql.Identifier(column.name) for column in fields]
    # The time of a timeline's row is part of its key.
    key = ["fleet_id", "occurred_at", "id"] if resource.kind is ResourceKind.TIMELINE else ["fleet_id", "id"]
    overwritten = [sql.Identifier(name) for name in _OVERWRITTEN if name not in key] + names
    current, incoming = (
        sql.SQL(", ").join(
            sql.Identifier(row, name) for name in ("source_data_hash", "extras", *(column.name for column in fields))
        )
        for row in ("r", "excluded")
    )
    statement = sql.SQL(
        """
        with stamp as materialized (
          select clock_timestamp() as at
        ), page as materialized (
          select p.number, p.id, p.source_id, p.source_data, p.source_data_hash, p.extras, p.occurred_at, f.*
          from json_to_recordset(%(rows)s::json) as p (
            number int, id uuid, source_id text, source_data jsonb, source_data_hash bytea, fields json, extras jsonb,
            occurred_at timestamptz
          ), json_to_record(p.fields) as f ({field_types})
        ), deleted as materialized (
          select r.id from {table} r
          where r.fleet_id = %(fleet_id)s and r.id = any (array(select id from page)) and r.deleted_at is not null
        ), stored as (
          insert into {table} as r (fleet_id, id, connection_id, tsp_id, tsp_slug, source_name, source_id, source_data,
            source_data_hash, occurred_at, execution_id, schedule_id, extras, created_at, updated_at, {fields})
          select %(fleet_id)s::uuid, p.id, %(connection_id)s::uuid, %(tsp_id)s::uuid, %(tsp_slug)s, %(source_name)s,
            p.source_id, p.source_data, p.source_data_hash, coalesce(p.occurred_at, stamp.at), %(execution_id)s::uuid,
            %(schedule_id)s::uuid, p.extras, stamp.at, stamp.at, {page_fields}
          from page p, stamp order by p.id
          on conflict ({key}) do update set {overwritten}, deleted_at = null
          where ({current}) is distinct from ({incoming}) or r.deleted_at is not null
            -- A record that came without a time has that of the statement, which is no change.
            or excluded.occurred_at not in (r.occurred_at, excluded.created_at)
          returning r.*
        ), changed as materialized (
          -- A row that this statement has inserted has its time.
          select r.*, p.number, r.created_at = stamp.at as is_new,
            case when r.created_at = stamp.at or deleted.id is not null then 'added' else 'modified' end as change
          from stored r join page p using (id) left join deleted using (id), stamp
        ), counted as (
          insert into record_count (fleet_id, resource, connection_id, shard, value)
          select %(fleet_id)s::uuid, {resource}, %(connection_id)s::uuid,
            (pg_current_xact_id()::text::bigint %% 16)::smallint, count(*)
          from changed where is_new having count(*) > 0
          on conflict (fleet_id, resource, connection_id, shard)
            do update set value = record_count.value + excluded.value
        ), told as (
          select a.partner_id, a.place, a.fleet_ref, r.number, r.change, r.occurred_at,
            row_to_json((select t from (select {event}) t)) as record
          from changed r cross join unnest(%(partner_ids)s::uuid[], %(fleet_refs)s::text[])
            with ordinality as a (partner_id, fleet_ref, place)
        ), numbered as (
          select *, (row_number() over same - 1) / %(records_per_event)s as by_count,
            sum(octet_length(record::text)) over same / %(bytes_per_event)s as by_size
          from told window same as (partition by partner_id, change order by number)
        ), draft as (
          select partner_id, {resource} || '.' || change as name, %(fleet_id)s::uuid as fleet_id, fleet_ref,
            case count(*) when 1 then json_agg(record) -> 0 else json_agg(record order by number) end as data,
            max(occurred_at) as occurred_at, null::uuid as callback_id, null::text as callback_url,
            null::bytea as sealed_link
          from numbered group by partner_id, place, fleet_ref, change, by_count, by_size
          order by min(number), place
        ), {publishing}
        select changed.id, changed.change, {waking} from changed
        """
    )
    return statement.format(
        table=table(resource),
        resource=sql.Literal(resource.name.value),
        key=sql.SQL(", ").join(map(sql.Identifier, key)),
        field_types=sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(column.type)) for column in fields
        ),
        fields=sql.SQL(", ").join(names),
        page_fields=sql.SQL(", ").join(sql.Identifier("p", column.name) for column in fields),
        overwritten=sql.SQL(", ").join(sql.SQL("{} = excluded.{}").format(name, name) for name in overwritten),
        current=current,
        incoming=incoming,
        event=event_columns(resource),
        publishing=sql.SQL(PUBLISHING),
        waking=sql.SQL(WAKING),
    ).as_bytes(None)
