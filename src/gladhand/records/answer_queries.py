"""SQL of records as they are answered.

Statements cross the fleets that share with a partner, as their agreements say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, KeyColumn, Keyset
from gladhand.records.columns import has_own_source_data
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.privacy.queries import is_private
from gladhand.records.privacy.source_queries import source
from gladhand.records.raw_rows import AnsweredRecord, with_source_data
from gladhand.records.shape_queries import answer_columns, answer_joins
from gladhand.records.sort_queries import sort_key
from gladhand.resources.resource import Resource


@dataclass(frozen=True)
class ListOrder:
    """Which page of a list is read, and in which order the list is."""

    sort_by: str
    cursor: Cursor
    size: int
    descending: bool = False


@dataclass(frozen=True)
class ListedRecords:
    """A page of records as JSON with commas between, in list order, and its keys: the sort key and the id."""

    items: bytes
    edges: tuple[Key, Key] | None
    beyond: Key | None
    """Of the record that follows the page in the cursor's direction."""


async def get_page(
    db: Db, partner_id: UUID, resource: Resource, *, filters: RecordFilter, order: ListOrder, with_source_data: bool
) -> ListedRecords:
    """Read a page. The database puts it together, unless the providers' rows have to be put into it."""
    if with_source_data and not has_own_source_data(resource):
        rows = await list_records(
            db,
            partner_id,
            resource,
            filters=filters,
            sort_by=order.sort_by,
            cursor=order.cursor,
            size=order.size,
            descending=order.descending,
            with_source_data=True,
        )
        return _cut(rows, order)
    selected, parameters = await _selected(db, resource, partner_id, filters, order, with_source_data=with_source_data)
    direction = sql.SQL("desc" if order.cursor.backwards else "asc")
    found = await db.execute(
        sql.SQL(
            """
            select string_agg(r.json, ',' order by r.number {direction}) filter (where r.number <= r.size) as items,
              max(r.key) filter (where r.number = 1) as first_key,
              max(r.id::text) filter (where r.number = 1) as first_id,
              max(r.key) filter (where r.number = least(r.count, r.size)) as last_key,
              max(r.id::text) filter (where r.number = least(r.count, r.size)) as last_id,
              max(r.key) filter (where r.number > r.size) as next_key,
              max(r.id::text) filter (where r.number > r.size) as next_id
            from (
              select r.*, row_number() over () as number, count(*) over () as count, %(limit)s - 1 as size
              from ({selected}) r
            ) r
            """
        ).format(direction=direction, selected=selected),
        parameters,
    )
    row = await found.fetchone()
    assert row is not None
    if row["items"] is None:
        return ListedRecords(b"", None, None)
    edges = (row["first_key"], row["first_id"]), (row["last_key"], row["last_id"])
    beyond = None if row["next_key"] is None else (row["next_key"], row["next_id"])
    return ListedRecords(row["items"].encode(), edges[::-1] if order.cursor.backwards else edges, beyond)


def _cut(rows: list[tuple[Key, str]], order: ListOrder) -> ListedRecords:
    beyond = rows[order.size][0] if len(rows) > order.size else None
    page = rows[: order.size]
    if order.cursor.backwards:
        page.reverse()
    edges = (page[0][0], page[-1][0]) if page else None
    return ListedRecords(",".join(item for _, item in page).encode(), edges, beyond)


async def list_records(
    db: Db,
    partner_id: UUID,
    resource: Resource,
    *,
    filters: RecordFilter,
    sort_by: str,
    cursor: Cursor,
    size: int,
    descending: bool = False,
    with_source_data: bool = False,
) -> list[tuple[Key, str]]:
    """List one row more than the page holds, in the cursor's direction: sort key and id, and the record as JSON."""
    order = ListOrder(sort_by, cursor, size, descending)
    selected, parameters = await _selected(db, resource, partner_id, filters, order, with_source_data=with_source_data)
    rows = await (await db.execute(selected, parameters)).fetchall()
    keys = [(row["key"], row["id"]) for row in rows]
    in_pages = with_source_data and not has_own_source_data(resource)
    return list(zip(keys, await _texts(db, rows, in_pages=in_pages), strict=True))


async def _selected(
    db: Db, resource: Resource, partner_id: UUID, filters: RecordFilter, order: ListOrder, *, with_source_data: bool
) -> tuple[sql.Composed, dict[str, Any]]:
    """The select of a page and of one row more, in the cursor's direction.

    Each fleet contributes its first rows, which are then merged. In the default order an index of the fleet gives
    these, so that a page costs the same however many records a fleet has.
    """
    key, cursor = sort_key(resource, order.sort_by), order.cursor
    private = await is_private(db, partner_id, resource, with_source_data=with_source_data)
    by_fleet = Keyset((key, KeyColumn(sql.Identifier("r", "id"), UUID)), order.descending)
    merged = Keyset(
        (KeyColumn(sql.Identifier("r", "sort_key"), key.parse), KeyColumn(sql.Identifier("r", "id"), UUID)),
        order.descending,
    )
    selected = sql.SQL(
        """
        select r.sort_key::text as key, r.id, {pointer}
          row_to_json((select t from (select {answer}) t))::text as json
        from (
          select r.*, a.fleet_ref from live_agreement a
          cross join lateral (
            select r.*, {key} as sort_key from {source} r
            where r.fleet_id = a.fleet_id and {record_condition} and {after}
            order by {order_by_fleet} limit %(limit)s
          ) r
          where {agreement_condition} order by {order} limit %(limit)s
        ) r cross join lateral (select r.fleet_ref) a
        {joins}
        order by {order}
        """
    ).format(
        answer=answer_columns(resource, with_source_data=with_source_data),
        joins=answer_joins(resource),
        pointer=_pointer(in_pages=with_source_data and not has_own_source_data(resource)),
        key=key.expression,
        source=filters.source(resource, is_private=private),
        record_condition=filters.record_condition(resource),
        after=by_fleet.after(cursor),
        order_by_fleet=by_fleet.order(cursor),
        agreement_condition=filters.agreement_condition(),
        order=merged.order(cursor),
    )
    return selected, {**filters.parameters(partner_id, resource), **by_fleet.parameters(cursor, order.size)}


def _pointer(*, in_pages: bool) -> sql.SQL:
    """Columns that say where the provider's row of the record `r` is."""
    return sql.SQL("r.fleet_id, r.page, r.page_row," if in_pages else "")


async def _texts(db: Db, rows: Sequence[Mapping[str, Any]], *, in_pages: bool) -> list[str]:
    """The records of these rows as JSON."""
    if not in_pages:
        return [row["json"] for row in rows]
    return await with_source_data(
        db, [AnsweredRecord(row["json"], row["fleet_id"], row["page"], row["page_row"]) for row in rows]
    )


async def list_fleet_ids(db: Db, partner_id: UUID, resource: Resource, filters: RecordFilter) -> list[UUID]:
    """List the fleets whose records of this resource the partner can see."""
    found = await db.execute(
        sql.SQL("select a.fleet_id from live_agreement a where {} order by a.fleet_id").format(
            filters.agreement_condition()
        ),
        filters.parameters(partner_id, resource),
    )
    return [row["fleet_id"] for row in await found.fetchall()]


async def find_record(
    db: Db, partner_id: UUID, resource: Resource, record_id: UUID, *, with_source_data: bool
) -> str | None:
    """Find one record as JSON, if an agreement lets the partner see it."""
    in_pages = with_source_data and not has_own_source_data(resource)
    private = await is_private(db, partner_id, resource, with_source_data=with_source_data)
    found = await db.execute(
        sql.SQL(
            """
            select {pointer} row_to_json((select t from (select {answer}) t))::text as json
            from live_agreement a cross join {source} r {joins}
            where a.partner_id = %(partner_id)s and a.fleet_id = r.fleet_id and r.id = %(id)s
              and shared_level(a.scopes, %(resource)s) is not null
            """
        ).format(
            pointer=_pointer(in_pages=in_pages),
            answer=answer_columns(resource, with_source_data=with_source_data),
            joins=answer_joins(resource),
            source=source(resource, is_latest=False, is_private=private),
        ),
        {"partner_id": partner_id, "id": record_id, "resource": resource.name.value},
    )
    return next(iter(await _texts(db, await found.fetchall(), in_pages=in_pages)), None)
