"""The statement that stores one page of records: rows, newest rows, counters, and the news of their changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

import orjson
from psycopg import AsyncCursor, sql
from psycopg.rows import DictRow

from gladhand.core.db import Db
from gladhand.records.change_queries import ANNOUNCING, WAKING, event_values
from gladhand.records.columns import (
    FROM_ORIGIN,
    FROM_PAGE,
    Column,
    columns,
    event_columns,
    field_columns,
    has_own_source_data,
    latest_name,
    table,
)
from gladhand.resources.resource import Resource, ResourceKind

# Below it, sending the rows as one JSON value costs less than a second statement.
_FEWEST_COPIED = 100


#: What a new row has in the columns that it does not take from the incoming row `p`.
_VALUES: dict[str, sql.SQL] = {
    **dict.fromkeys(("created_at", "updated_at"), sql.SQL("stamp.at")),
    "occurred_at": sql.SQL("coalesce(p.occurred_at, stamp.at)"),
    "fleet_id": sql.SQL("%(fleet_id)s::uuid"),
    "connection_id": sql.SQL("%(connection_id)s::uuid"),
    "tsp_id": sql.SQL("%(tsp_id)s::uuid"),
    "tsp_slug": sql.SQL("%(tsp_slug)s::text"),
    "source_name": sql.SQL("%(source_name)s::text"),
    "execution_id": sql.SQL("%(execution_id)s::uuid"),
    "schedule_id": sql.SQL("%(schedule_id)s::uuid"),
    "origin": sql.SQL("%(origin)s::smallint"),
    "page": sql.SQL("%(page)s::bigint"),
}


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
class PageUpsert:
    """What one statement stores: rows with distinct ids, all of one origin."""

    resource: Resource
    origin: RecordOrigin
    audience: Sequence[Audience]
    rows: Sequence[tuple[object, ...]]
    """Values of `page_columns`, JSON as text."""
    days: tuple[datetime, datetime]
    """The first and the last time of the rows."""
    page: int
    """The id of the page."""
    number: int | None
    """The number of the origin. Only rows of timelines have it."""
    records_per_event: int


@dataclass(frozen=True)
class ChangedRows:
    """The changed rows of a page, by their index in it."""

    added: Sequence[int]
    modified: Sequence[int]


@cache
def page_columns(resource: Resource) -> tuple[Column, ...]:
    """The columns of an incoming row."""
    return (
        Column("page_row", "int", True),
        Column("id", "uuid", True),
        Column("source_id", "text", True),
        *((Column("source_data", "jsonb", True),) if has_own_source_data(resource) else ()),
        Column("source_data_hash", "bytea", True),
        Column("extras", "jsonb"),
        Column("occurred_at", "timestamptz"),
        *((Column("asset", "uuid"),) if resource.latest_by is not None else ()),
        *field_columns(resource),
    )


async def start_upsert(db: Db, page: PageUpsert) -> AsyncCursor[DictRow]:
    """Send the statement. Several of few rows may be sent in one pipeline before the first is read by `upserted`.

    An unchanged row is not written, nor locked. The statement sorts the rows by their key, so that two transactions
    that store the same rows never wait for each other in a circle.
    """
    origin, resource = page.origin, page.resource
    is_copied = len(page.rows) >= _FEWEST_COPIED
    values = {
        "fleet_id": origin.fleet_id,
        "connection_id": origin.connection_id,
        "tsp_id": origin.tsp_id,
        "tsp_slug": origin.tsp_slug,
        "source_name": origin.source_name,
        "execution_id": origin.execution_id,
        "schedule_id": origin.schedule_id,
        "origin": page.number,
        "page": page.page,
        "first": page.days[0],
        "last": page.days[1],
        **event_values(resource, page.audience, page.records_per_event),
    }
    if is_copied:
        await _copy(db, resource, page.rows)
    else:
        values["rows"] = _as_json(resource, page.rows)
    return await db.execute(_statement(resource, is_copied=is_copied), values)


async def upserted(cursor: AsyncCursor[DictRow]) -> ChangedRows:
    """The changed rows of a statement that was sent."""
    row = await cursor.fetchone()
    assert row is not None
    return ChangedRows(row["added"], row["modified"])


def _as_json(resource: Resource, rows: Iterable[tuple[object, ...]]) -> str:
    listed = page_columns(resource)
    return orjson.dumps(
        [dict(zip((c.name for c in listed), map(_json, row, listed), strict=True)) for row in rows]
    ).decode()


def _json(value: object, column: Column) -> object:
    if value is None:
        return None
    if column.type == "jsonb":
        assert isinstance(value, str)
        return orjson.Fragment(value)
    return f"\\x{value.hex()}" if isinstance(value, bytes) else value


async def _copy(db: Db, resource: Resource, rows: Iterable[tuple[object, ...]]) -> None:
    """Copy the rows into a temporary table of the connection, which each commit empties."""
    create, copy = _copying(resource)
    await db.execute(create)
    async with db.cursor() as cursor, cursor.copy(copy) as copied:
        for row in rows:
            await copied.write_row(row)


@cache
def _copying(resource: Resource) -> tuple[bytes, bytes]:
    name = sql.Identifier(f"page_{resource.name.value}")
    defined = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(column.type)) for column in page_columns(resource)
    )
    create = sql.SQL(
        # The events of a page of thousands of rows are sorted in memory.
        "create temporary table if not exists {} ({}) on commit delete rows; set local work_mem = '64MB'"
    ).format(name, defined)
    return create.as_bytes(None), sql.SQL("copy {} from stdin").format(name).as_bytes(None)


@cache
def _statement(resource: Resource, *, is_copied: bool) -> bytes:
    is_timeline = resource.kind is ResourceKind.TIMELINE
    key = ["fleet_id", "occurred_at", "id"] if is_timeline else ["fleet_id", "id"]
    stored = [column.name for column in columns(resource).values() if column.name != "deleted_at"]
    overwritten = [name for name in stored if name not in (*key, "connection_id", "source_id", "created_at")]
    statement = sql.SQL(
        """
        with stamp as materialized (
          select clock_timestamp() as at
        ), page as materialized (
          {page}
        ), fresh as materialized (
          select p.*, r.deleted_at is not null as was_deleted, r.occurred_at as occurred_before
          from page p left join {known} r on {same}
          where r.id is null or r.deleted_at is not null or p.occurred_at <> r.occurred_at or {differs_from_page}
        ), stored as (
          insert into {table} as r ({stored})
          select {values} from fresh p, stamp order by {in_order}
          on conflict ({key}) do update set {overwritten}, deleted_at = null
          where r.deleted_at is not null or {differs}
            -- A record that came without a time has that of the statement, which is no change.
            or excluded.occurred_at not in (r.occurred_at, excluded.created_at)
          returning r.*
        ), changed as materialized (
          -- A row that this statement has inserted has its time.
          select {changed}, p.page_row as place, p.occurred_before, {asset} as asset, r.created_at = stamp.at as is_new,
            case when r.created_at = stamp.at or p.was_deleted then 'added' else 'modified' end as change
          from stored r join fresh p using (id), stamp
        ), counted as (
          insert into record_count (fleet_id, resource, connection_id, day, shard, value)
          select %(fleet_id)s::uuid, {resource}, %(connection_id)s::uuid, day,
            (pg_current_xact_id()::text::bigint %% {shards})::smallint, sum(n)
          from ({counts}) as n group by day having sum(n) <> 0 order by day
          on conflict (fleet_id, resource, connection_id, day, shard)
            do update set value = record_count.value + excluded.value
        ), {newest} told as materialized (
          select r.place, r.change, r.occurred_at, row_to_json((select t from (select {event}) t)) as record
          from changed r, (select %(marker)s::text as fleet_ref) a,
            (select {origin}) o, (select {read}) p
          where r.change = any(%(changes)s)
        ), {announcing}
        select coalesce(array_agg(place) filter (where change = 'added'), '{{}}') as added,
          coalesce(array_agg(place) filter (where change = 'modified'), '{{}}') as modified, {waking}
        from changed
        """
    )
    return statement.format(
        table=table(resource),
        page=_page(resource, is_copied=is_copied),
        resource=sql.Literal(resource.name.value),
        known=_known(resource),
        # In the order of the key, so that the pages of its index are filled and not split in their middle.
        in_order=sql.SQL("p.occurred_at, p.id" if is_timeline else "p.id"),
        same=sql.SQL("true" if is_timeline else "r.id = p.id"),
        differs_from_page=_differs(resource, "p"),
        differs=_differs(resource, "excluded"),
        stored=_names(stored),
        values=sql.SQL(", ").join(_value(name) for name in stored),
        key=_names(key),
        overwritten=sql.SQL(", ").join(
            sql.SQL("{} = excluded.{}").format(sql.Identifier(name), sql.Identifier(name)) for name in overwritten
        ),
        changed=sql.SQL(", ").join(sql.Identifier("r", name) for name in columns(resource)),
        asset=sql.SQL("null::uuid" if resource.latest_by is None else "p.asset"),
        counts=_counts(resource),
        shards=sql.Literal(16 if resource.kind is ResourceKind.ENTITY else 4),
        newest=_newest(resource),
        origin=_as_names(FROM_ORIGIN),
        read=_as_names(FROM_PAGE),
        event=event_columns(resource),
        announcing=sql.SQL(ANNOUNCING),
        waking=sql.SQL(WAKING),
    ).as_bytes(None)


def _known(resource: Resource) -> sql.Composable:
    """The rows that are stored under the keys of the page.

    The planner knows little of a new table, and would choose any index that has the id somewhere. So the rows of things
    are read in one go. The key of a timeline has one index.
    """
    if resource.kind is ResourceKind.TIMELINE:
        known = sql.SQL(
            """
            lateral (
              select r.* from {table} r where r.fleet_id = %(fleet_id)s and r.id = p.id
                and r.occurred_at = p.occurred_at and r.occurred_at between %(first)s and %(last)s
              limit 1
            )
            """
        )
    else:
        known = sql.SQL(
            """
            (
              select r.* from {table} r where r.fleet_id = %(fleet_id)s and r.id = any (array(select id from page))
              offset 0
            )
            """
        )
    return known.format(table=table(resource))


def _names(names: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _as_names(names: Iterable[str]) -> sql.Composable:
    """The values of these columns, under their names."""
    return sql.SQL(", ").join(sql.SQL("{} as {}").format(_VALUES[name], sql.Identifier(name)) for name in names)


def _page(resource: Resource, *, is_copied: bool) -> sql.Composable:
    if is_copied:
        return sql.SQL("table {}").format(sql.Identifier(f"page_{resource.name.value}"))
    types = [sql.SQL("{} {}").format(sql.Identifier(each.name), sql.SQL(each.type)) for each in page_columns(resource)]
    return sql.SQL("select * from json_to_recordset(%(rows)s::json) as p ({})").format(sql.SQL(", ").join(types))


def _value(name: str) -> sql.Composable:
    """What a new row has in this column: `p` is the incoming row."""
    return _VALUES.get(name) or sql.Identifier("p", name)


def _differs(resource: Resource, other: str) -> sql.Composable:
    """That the stored row `r` differs from another in what the provider says.

    Signatures of links are no difference. Taking them out costs time, so rows are compared as they are before.
    """
    compared = [Column("source_data_hash", "bytea"), Column("extras", "jsonb"), *field_columns(resource)]

    def values(row: str, *, unsigned: bool) -> sql.Composable:
        plain = (sql.Identifier(row, column.name) for column in compared)
        return sql.SQL(", ").join(
            sql.SQL("without_signatures({}::text)").format(value)
            if unsigned and column.type in ("text", "jsonb")
            else value
            for value, column in zip(plain, compared, strict=True)
        )

    differs = sql.SQL("({}) is distinct from ({})")
    as_they_are = differs.format(values("r", unsigned=False), values(other, unsigned=False))
    if resource.kind is ResourceKind.TIMELINE:
        return as_they_are
    unsigned = differs.format(values("r", unsigned=True), values(other, unsigned=True))
    return sql.SQL("({} and {})").format(as_they_are, unsigned)


def _counts(resource: Resource) -> sql.Composable:
    match resource.kind:
        case ResourceKind.ENTITY:
            return sql.SQL("select '-infinity'::date as day, 1 as n from changed where is_new")
        case ResourceKind.TIMELINE:
            return sql.SQL("select (occurred_at at time zone 'UTC')::date as day, 1 as n from changed where is_new")
        case ResourceKind.EDITABLE:
            return sql.SQL(
                """
                select (occurred_at at time zone 'UTC')::date as day, 1 as n from changed
                union all
                select (occurred_before at time zone 'UTC')::date, -1 from changed
                where not is_new and occurred_before is not null
                """
            )


def _newest(resource: Resource) -> sql.Composable:
    """Keeps the newest row of each asset; a late one changes nothing."""
    if resource.latest_by is None:
        return sql.SQL("")
    stored = [*columns(resource), "asset"]
    return sql.SQL(
        """
        newest as (
          insert into {latest} as l ({stored})
          select distinct on (asset) {stored} from changed where asset is not null
          order by asset, occurred_at desc, id desc
          on conflict (fleet_id, asset) do update set {overwritten}
          where (excluded.occurred_at, excluded.id) >= (l.occurred_at, l.id)
        ),
        """
    ).format(
        latest=sql.Identifier(latest_name(resource)),
        stored=_names(stored),
        overwritten=sql.SQL(", ").join(
            sql.SQL("{} = excluded.{}").format(sql.Identifier(name), sql.Identifier(name))
            for name in stored
            if name not in ("fleet_id", "asset")
        ),
    )
