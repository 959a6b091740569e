"""SQL of stored rows that are mapped again: the provider's rows, and the fields before and after."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.time_window import TimeWindow
from gladhand.records.columns import columns, field_columns, has_as_of, has_own_source_data, table
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.origin_queries import connection_condition
from gladhand.resources.resource import Resource, ResourceKind

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A stored record, and where the provider's row of it is."""

    id: UUID
    source_id: str
    occurred_at: datetime
    source_data_hash: bytes | str
    """Of a timeline the first eight bytes, as PostgreSQL writes them."""
    execution_id: UUID | None
    schedule_id: UUID | None
    source_data: str | None
    """The provider's row, where it lies in the record."""
    page: int | None
    """The page that has the provider's row, otherwise, and its index in it."""
    page_row: int | None
    joined: Mapping[str, Any]
    as_of: datetime | None
    """When what the row says was so, where something of the record is calculated from that."""

    @property
    def key(self) -> tuple[UUID, datetime]:
        return self.id, self.occurred_at


async def list_windows(db: Db, resource: Resource, origin: RecordOrigin, since: datetime | None) -> list[TimeWindow]:
    """The windows that hold all records of a connection since then: each day of a timeline, oldest first.

    Records of other kinds are one window.
    """
    if resource.kind is not ResourceKind.TIMELINE:
        return [TimeWindow(since if resource.kind is ResourceKind.EDITABLE else None)]
    found = await db.execute(
        """
        select day from record_count
        where fleet_id = %(fleet_id)s and resource = %(resource)s and connection_id = %(connection_id)s
          and day >= coalesce(%(since)s::date, '-infinity')
        group by day having sum(value) > 0 order by day
        """,
        {
            "fleet_id": origin.fleet_id,
            "resource": resource.name.value,
            "connection_id": origin.connection_id,
            "since": None if since is None else since.astimezone(UTC).date(),
        },
    )
    return [_window(row["day"], since) for row in await found.fetchall()]


def _window(day: date, since: datetime | None) -> TimeWindow:
    begin = datetime.combine(day, time(), UTC)
    return TimeWindow(begin if since is None else max(begin, since), begin + timedelta(days=1))


async def stream_stored(
    db: Db, resource: Resource, origin: RecordOrigin, window: TimeWindow, joined: Collection[str]
) -> AsyncIterator[list[StoredRecord]]:
    """The records of a connection in a window that are not removed, some hundred at a time. Needs a transaction.

    They come in the order of their pages, so that each page is read once, and PostgreSQL sorts them: the memory here
    does not grow with the window.
    """
    own, is_timeline = has_own_source_data(resource), resource.kind is ResourceKind.TIMELINE
    statement = sql.SQL(
        """
        select r.id, r.source_id, r.occurred_at, r.source_data_hash, {read}, {row}, {joined} as joined,
          {as_of} as as_of
        from {table} r {pages}
        where r.fleet_id = %(fleet_id)s and r.deleted_at is null and {of_connection} and {in_window}
        order by {order}
        """
    ).format(
        read=sql.SQL("p.execution_id, p.schedule_id" if is_timeline else "r.execution_id, r.schedule_id"),
        row=sql.SQL(
            "r.source_data::text as source_data, null::bigint as page, null::int as page_row"
            if own
            else "null::text as source_data, r.page, r.page_row"
        ),
        joined=_as_object(joined),
        # Rows of earlier releases have none. They were stored when they were read.
        as_of=sql.SQL("coalesce(r.as_of, r.updated_at)" if has_as_of(resource) else "null::timestamptz"),
        table=table(resource),
        pages=sql.SQL("left join record_page p on p.fleet_id = r.fleet_id and p.id = r.page" if is_timeline else ""),
        of_connection=connection_condition(resource),
        in_window=window.contains(sql.SQL("r.occurred_at")),
        order=sql.SQL("r.id" if own else "r.page, r.page_row"),
    )
    async with db.cursor(name="stored_records") as cursor:
        cursor.itersize = _AT_ONCE
        await cursor.execute(
            statement,
            {"fleet_id": origin.fleet_id, "connection_id": origin.connection_id, **window.parameters()},
        )
        while rows := await cursor.fetchmany(_AT_ONCE):
            yield [StoredRecord(**row) for row in rows]


async def lock_unchanged(
    db: Db, resource: Resource, origin: RecordOrigin, records: Sequence[StoredRecord]
) -> dict[UUID, dict[str, Any]]:
    """Lock those of the records that still are as they were; their values by id.

    A run may have stored a newer row of the provider meanwhile, which must stay.
    """
    still = sql.SQL(
        "and r.occurred_at = expected.at and r.source_data_hash = expected.hash order by r.id for update of r"
    )
    return await _values(db, resource, origin, records, condition=still)


async def list_values(
    db: Db, resource: Resource, origin: RecordOrigin, records: Sequence[StoredRecord]
) -> dict[UUID, dict[str, Any]]:
    """The values of the records as they are now, by id."""
    same = sql.SQL("and r.occurred_at = expected.at" if resource.kind is ResourceKind.TIMELINE else "")
    return await _values(db, resource, origin, records, condition=same)


async def _values(
    db: Db, resource: Resource, origin: RecordOrigin, records: Sequence[StoredRecord], *, condition: sql.SQL
) -> dict[UUID, dict[str, Any]]:
    times = [record.occurred_at for record in records]
    window = "r.occurred_at between %(first)s and %(last)s" if resource.kind is ResourceKind.TIMELINE else "true"
    found = await db.execute(
        sql.SQL(
            """
            select r.id, {values} as "values" from {table} r
            join unnest(%(ids)s::uuid[], %(times)s::timestamptz[], %(hashes)s::{hash}[]) as expected (id, at, hash)
              on expected.id = r.id
            where r.fleet_id = %(fleet_id)s and {window} and r.deleted_at is null {condition}
            """
        ).format(
            hash=sql.SQL(columns(resource)["source_data_hash"].type),
            values=_as_object(["occurred_at", *(column.name for column in field_columns(resource)), "extras"]),
            table=table(resource),
            window=sql.SQL(window),
            condition=condition,
        ),
        {
            "fleet_id": origin.fleet_id,
            "ids": [record.id for record in records],
            "times": times,
            "hashes": [record.source_data_hash for record in records],
            "first": min(times),
            "last": max(times),
        },
    )
    return {row["id"]: row["values"] for row in await found.fetchall()}


def _as_object(names: Collection[str]) -> sql.Composable:
    if not names:
        return sql.SQL("'{}'::json")
    listed = sql.SQL(", ").join(sql.Identifier("r", name) for name in names)
    return sql.SQL("row_to_json((select t from (select {}) t))").format(listed)
