"""The one statement that stores a page: it reads the rows from a parameter or from a temporary table."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import LiteralString

from psycopg import sql

from gladhand.records.change_queries import ANNOUNCING, WAKING
from gladhand.records.columns import (
    AS_OF,
    FROM_ORIGIN,
    FROM_PAGE,
    PAGE_TIME,
    Column,
    column_list,
    columns,
    field_columns,
    has_as_of,
    has_own_source_data,
    stored_columns,
    table,
)
from gladhand.records.derived_queries import counts, newest_rows
from gladhand.records.shape_queries import event_columns
from gladhand.resources.resource import Resource, ResourceKind

#: The fleet, as a value that the planner does not know. Of a fleet that is newer than its statistics, the planner
#: expects no rows. It would take any index that begins with the fleet, and read all its rows for each row of the page.
HIDDEN_FLEET = sql.SQL("(select %(fleet_id)s::uuid)")

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
    # A row that was just stored has the time of its page.
    **dict.fromkeys(("first_stored_at", "last_changed_at"), sql.SQL("null::timestamptz")),
}


@cache
def page_columns(resource: Resource) -> tuple[Column, ...]:
    """The columns of an incoming row."""
    return (
        Column("page_row", "smallint", True),
        Column("id", "uuid", True),
        Column("source_id", "text", True),
        *((Column("source_data", "jsonb", True),) if has_own_source_data(resource) else ()),
        columns(resource)["source_data_hash"],
        Column("extras", "jsonb"),
        Column("occurred_at", "timestamptz"),
        *((Column("asset", "uuid"),) if resource.latest_by is not None else ()),
        *((AS_OF,) if has_as_of(resource) else ()),
        *field_columns(resource),
    )


@cache
def upsert_statement(resource: Resource, *, is_copied: bool) -> bytes:
    is_timeline = resource.kind is ResourceKind.TIMELINE
    key = ["fleet_id", "occurred_at", "id"] if is_timeline else ["fleet_id", "id"]
    stored = [name for name in stored_columns(resource) if name != "deleted_at"]
    overwritten = {
        name: sql.SQL("excluded.{}").format(sql.Identifier(name))
        for name in stored
        if name not in (*key, "connection_id", "source_id", "created_at")
    }
    if is_timeline:
        overwritten["first_stored_at"] = sql.SQL("coalesce(r.first_stored_at, {})").format(_page_time("r.page"))
    statement = sql.SQL(
        """
        with stamp as materialized (
          select {now} as at
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
          where r.deleted_at is not null or {differs} or {has_moved}
          returning r.*
        ), changed as materialized (
          -- A row that this statement has inserted has its time.
          select {changed}, p.page_row as index, p.occurred_before, {asset} as asset, r.created_at = stamp.at as is_new,
            case when r.created_at = stamp.at or p.was_deleted then 'added' else 'modified' end as change
          from stored r join fresh p using (id), stamp
        ), {counts} {newest} event_rows as materialized (
          select r.index, r.change, r.occurred_at, row_to_json((select t from (select {event}) t)) as record
          from changed r, (select %(marker)s::text as fleet_ref) a,
            (select {origin}) o, (select {read}) p
          where r.change = any(%(changes)s)
        ), {announcing}
        select coalesce(array_agg(index) filter (where change = 'added'), '{{}}') as added,
          coalesce(array_agg(index) filter (where change = 'modified'), '{{}}') as modified, {waking}
        from changed
        """
    )
    return statement.format(
        table=table(resource),
        page=_page(resource, is_copied=is_copied),
        known=_known(resource),
        # In the order of the key, so that the pages of its index are filled and not split in their middle.
        in_order=sql.SQL("p.occurred_at, p.id" if is_timeline else "p.id"),
        same=sql.SQL("true" if is_timeline else "r.id = p.id"),
        differs_from_page=_differs(resource, "p"),
        differs=_differs(resource, "excluded"),
        stored=column_list(stored),
        values=sql.SQL(", ").join(_value(name) for name in stored),
        key=column_list(key),
        overwritten=sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), value) for name, value in overwritten.items()
        ),
        now=_page_time("%(page)s::bigint") if is_timeline else sql.SQL("clock_timestamp()"),
        has_moved=sql.SQL(
            # A record that came without a time has that of the statement, which is no change.
            "false" if is_timeline else "excluded.occurred_at not in (r.occurred_at, excluded.created_at)"
        ),
        changed=sql.SQL(", ").join(sql.Identifier("r", name) for name in columns(resource)),
        asset=sql.SQL("null::uuid" if resource.latest_by is None else "p.asset"),
        counts=counts(resource),
        newest=newest_rows(resource),
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
              select r.* from {table} r where r.fleet_id = {fleet_id} and r.id = p.id
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
    return known.format(table=table(resource), fleet_id=HIDDEN_FLEET)


def _page_time(page: LiteralString) -> sql.SQL:
    return sql.SQL(PAGE_TIME.replace("page", page))


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
    calculated: Collection[str] = resource.run_outs if has_as_of(resource) else ()
    fields = (column for column in field_columns(resource) if column.name not in calculated)
    compared = [columns(resource)["source_data_hash"], columns(resource)["extras"], *fields]

    def value(row: str, column: Column, *, unsigned: bool) -> sql.Composable:
        plain = sql.Identifier(row, column.name)
        if column.type == "point":
            # PostgreSQL has no equality of points that is exact.
            return sql.SQL("({})[0], ({})[1]").format(plain, plain)
        is_signed = unsigned and column.type in ("text", "jsonb")
        return sql.SQL("without_signatures({}::text)").format(plain) if is_signed else plain

    def values(row: str, *, unsigned: bool) -> sql.Composable:
        return sql.SQL(", ").join(value(row, column, unsigned=unsigned) for column in compared)

    differs = sql.SQL("({}) is distinct from ({})")
    as_they_are = differs.format(values("r", unsigned=False), values(other, unsigned=False))
    if resource.kind is ResourceKind.TIMELINE:
        return as_they_are
    unsigned = differs.format(values("r", unsigned=True), values(other, unsigned=True))
    as_said = sql.SQL("({} and {})").format(as_they_are, unsigned)
    if not calculated:
        return as_said
    # What is calculated from the time of the read differs at each read. It is compared for a row that is mapped again.
    return sql.SQL("({as_said} or r.as_of = {other}.as_of and {otherwise})").format(
        as_said=as_said,
        other=sql.Identifier(other),
        otherwise=differs.format(*(_row_values(row, calculated) for row in ("r", other))),
    )


def _row_values(row: str, names: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(row, name) for name in names)
