"""SQL that reads records. Statements cross the fleets that share with a partner; the agreement is what they go by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, KeyColumn, Keyset, TimeWindow
from gladhand.records.columns import (
    answer_columns,
    answer_joins,
    connection_condition,
    has_own_source_data,
    latest_name,
    sort_key,
    table,
)
from gladhand.records.ingest_queries import Audience
from gladhand.records.raw_rows import AnsweredRecord, filled_in
from gladhand.resources.resource import Resource

_ALMOST_A_DAY = timedelta(days=1) - timedelta(microseconds=1)
# A transaction takes the time of a change a moment before the server shows that it writes.
_SETTLED = timedelta(seconds=2)


@dataclass(frozen=True)
class Bound:
    """A bound of the time in a column."""

    column: str
    is_lower: bool
    """Whether it lets this moment and later ones through, and records without a time; otherwise earlier moments."""
    moment: datetime

    def condition(self) -> sql.Composable:
        return sql.SQL("coalesce({column}, 'infinity') >= {moment}" if self.is_lower else "{column} < {moment}").format(
            column=sql.Identifier("r", self.column), moment=sql.Placeholder(f"bound_{self.column}")
        )


@dataclass(frozen=True)
class RecordFilter:
    """Which records a list has; None lets all through."""

    fleet_ids: Sequence[UUID] | None = None
    fleet_refs: Sequence[str] | None = None
    connection_id: UUID | None = None
    window: TimeWindow = field(default_factory=TimeWindow)
    """Of the time at which records occurred."""
    changed: TimeWindow = field(default_factory=TimeWindow)
    """Of the time at which records were last changed."""
    values: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Columns, and the values of which a record must have one."""
    bounds: Sequence[Bound] = ()
    is_latest: bool = False
    """Whether a record must be the newest of its vehicle, driver or trailer, as the resource declares."""

    @property
    def is_counted(self) -> bool:
        """Whether the counters of days give the number of records."""
        return not self.values and not self.bounds and not self.is_latest and self.changed == TimeWindow()

    def of_fleet(self, fleet_id: UUID) -> "RecordFilter":
        """The same for one of the fleets."""
        return replace(self, fleet_ids=[fleet_id])

    def agreement_condition(self) -> sql.Composable:
        """What an agreement `a` must fulfil."""
        conditions = [sql.SQL("a.partner_id = %(partner_id)s and shared_level(a.scopes, %(resource)s) is not null")]
        if self.fleet_ids is not None:
            conditions.append(sql.SQL("a.fleet_id = any(%(fleet_ids)s)"))
        if self.fleet_refs is not None:
            conditions.append(sql.SQL("a.fleet_ref = any(%(fleet_refs)s)"))
        return sql.SQL(" and ").join(conditions)

    def record_condition(self, resource: Resource) -> sql.Composable:
        """What a record `r` must fulfil."""
        conditions = [
            self.window.contains(sql.Identifier("r", "occurred_at")),
            self.changed.contains(sql.Identifier("r", "updated_at"), "changed_"),
        ]
        if self.connection_id is not None:
            conditions.append(connection_condition(resource))
        conditions += [
            sql.SQL("{} = any({})").format(sql.Identifier("r", column), sql.Placeholder(f"value_{column}"))
            for column in self.values
        ]
        conditions += [bound.condition() for bound in self.bounds]
        return sql.SQL(" and ").join(conditions)

    def parameters(self, partner_id: UUID, resource: Resource) -> Mapping[str, Any]:
        return {
            "partner_id": partner_id,
            "resource": resource.name.value,
            "fleet_ids": None if self.fleet_ids is None else list(self.fleet_ids),
            "fleet_refs": None if self.fleet_refs is None else list(self.fleet_refs),
            "connection_id": self.connection_id,
            **{f"value_{column}": list(values) for column, values in self.values.items()},
            **{f"bound_{bound.column}": bound.moment for bound in self.bounds},
            **self.window.parameters(),
            **self.changed.parameters("changed_"),
        }


def _listed(resource: Resource, filters: RecordFilter) -> sql.Identifier:
    """The table that a list is read from."""
    return sql.Identifier(latest_name(resource)) if filters.is_latest else table(resource)


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
        select partner_id, fleet_ref from live_agreement
        where fleet_id = %s and shared_level(scopes, %s) is not null order by partner_id
        """,
        (fleet_id, resource.name.value),
    )
    return [Audience(**row) for row in await found.fetchall()]


@dataclass(frozen=True)
class KnownRecord:
    """What a write needs to know of the record that it changes."""

    id: UUID
    connection_id: UUID
    source_id: str


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
    """List one row more than the page holds, in the cursor's direction: sort key and id, and the record as JSON.

    Each fleet contributes its first rows, which are then merged. In the default order an index of the fleet gives
    these, so that a page costs the same however many records a fleet has.
    """
    key = sort_key(resource, sort_by)
    in_pages = with_source_data and not has_own_source_data(resource)
    by_fleet = Keyset((key, KeyColumn(sql.Identifier("r", "id"), UUID)), descending)
    merged = Keyset(
        (KeyColumn(sql.Identifier("r", "sort_key"), key.parse), KeyColumn(sql.Identifier("r", "id"), UUID)), descending
    )
    found = await db.execute(
        sql.SQL(
            """
            select r.sort_key::text as key, r.id, {pointer}
              row_to_json((select t from (select {answer}) t))::text as json
            from (
              select r.*, a.fleet_ref from live_agreement a
              cross join lateral (
                select r.*, {key} as sort_key from {table} r
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
            pointer=_pointer(in_pages=in_pages),
            key=key.expression,
            table=_listed(resource, filters),
            record_condition=filters.record_condition(resource),
            after=by_fleet.after(cursor),
            order_by_fleet=by_fleet.order(cursor),
            agreement_condition=filters.agreement_condition(),
            order=merged.order(cursor),
        ),
        {**filters.parameters(partner_id, resource), **by_fleet.parameters(cursor, size)},
    )
    rows = await found.fetchall()
    keys = [(row["key"], row["id"]) for row in rows]
    return list(zip(keys, await _texts(db, rows, in_pages=in_pages), strict=True))


def _pointer(*, in_pages: bool) -> sql.SQL:
    """Columns that say where the provider's row of the record `r` is."""
    return sql.SQL("r.fleet_id, r.page, r.page_row," if in_pages else "")


async def _texts(db: Db, rows: Sequence[Mapping[str, Any]], *, in_pages: bool) -> list[str]:
    """The records of these rows as JSON."""
    if not in_pages:
        return [row["json"] for row in rows]
    return await filled_in(
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


async def count_records(db: Db, partner_id: UUID, resource: Resource, filters: RecordFilter) -> int:
    """Count the records that the partner can see.

    Counters give the number of whole days, and rows that of the days in which the window begins and ends. Only other
    filters make all rows count.
    """
    if not filters.is_counted:
        return await _count_rows(db, partner_id, resource, filters)
    days, edges = whole_days(filters.window)
    total = 0
    if days is not None:
        total += await _sum_counters(db, partner_id, resource, filters, days)
    for edge in edges:
        total += await _count_rows(db, partner_id, resource, replace(filters, window=edge))
    return total


def whole_days(window: TimeWindow) -> tuple[TimeWindow | None, list[TimeWindow]]:
    """The whole days of a window, in UTC, and what is left of it at its ends. No end stands for all days."""
    since, until = window.since, window.until
    first = None if since is None else _midnight(since + _ALMOST_A_DAY)
    last = None if until is None else _midnight(until)
    if first is not None and last is not None and first >= last:
        return None, [window]
    edges = []
    if first is not None and since != first:
        edges.append(TimeWindow(since, first))
    if last is not None and until != last:
        edges.append(TimeWindow(last, until))
    return TimeWindow(first, last), edges


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(UTC).date(), time(), UTC)


async def _sum_counters(db: Db, partner_id: UUID, resource: Resource, filters: RecordFilter, days: TimeWindow) -> int:
    statement = sql.SQL(
        """
        select coalesce(sum(k.value), 0)::bigint as total
        from live_agreement a join record_count k on k.fleet_id = a.fleet_id and k.resource = %(resource)s
        where {agreement_condition} and (%(connection_id)s::uuid is null or k.connection_id = %(connection_id)s)
          and {days}
        """
    ).format(
        agreement_condition=filters.agreement_condition(),
        # Entities are counted under a day before all others, and their lists have no window.
        days=days.contains(sql.SQL("k.day"), "day_"),
    )
    parameters = {
        **filters.parameters(partner_id, resource),
        **{name: moment and moment.date() for name, moment in days.parameters("day_").items()},
    }
    row = await (await db.execute(statement, parameters)).fetchone()
    assert row is not None
    return int(row["total"])


async def _count_rows(db: Db, partner_id: UUID, resource: Resource, filters: RecordFilter) -> int:
    statement = sql.SQL(
        """
        select count(*) as total from live_agreement a join {table} r on r.fleet_id = a.fleet_id
        where {agreement_condition} and {record_condition}
        """
    ).format(
        table=_listed(resource, filters),
        agreement_condition=filters.agreement_condition(),
        record_condition=filters.record_condition(resource),
    )
    row = await (await db.execute(statement, filters.parameters(partner_id, resource))).fetchone()
    assert row is not None
    return int(row["total"])


async def find_last_change(db: Db) -> datetime:
    """The moment before which no change can become visible any more.

    A transaction becomes visible at its end, and has the time of its statements. A client that goes by the time of
    changes would miss one that ends late. So lists by that time end before the oldest transaction that writes.
    """
    found = await db.execute(
        """
        select least(min(xact_start), clock_timestamp() - %s) as moment from pg_stat_activity
        where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()
        """,
        (_SETTLED,),
    )
    row = await found.fetchone()
    assert row is not None
    moment: datetime = row["moment"]
    return moment


async def find_record(
    db: Db, partner_id: UUID, resource: Resource, record_id: UUID, *, with_source_data: bool
) -> str | None:
    """Find one record as JSON, if an agreement lets the partner see it."""
    in_pages = with_source_data and not has_own_source_data(resource)
    found = await db.execute(
        sql.SQL(
            """
            select {pointer} row_to_json((select t from (select {answer}) t))::text as json
            from {table} r join live_agreement a on a.partner_id = %(partner_id)s and a.fleet_id = r.fleet_id {joins}
            where r.id = %(id)s and shared_level(a.scopes, %(resource)s) is not null
            """
        ).format(
            pointer=_pointer(in_pages=in_pages),
            answer=answer_columns(resource, with_source_data=with_source_data),
            joins=answer_joins(resource),
            table=table(resource),
        ),
        {"partner_id": partner_id, "id": record_id, "resource": resource.name.value},
    )
    return next(iter(await _texts(db, await found.fetchall(), in_pages=in_pages)), None)


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
