"""SQL that stores one page of records: rows, newest rows, counters, and their changes for the events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

import orjson
from psycopg import AsyncCursor, sql
from psycopg.rows import DictRow

from gladhand.core.db import Db
from gladhand.records.change_queries import event_values
from gladhand.records.columns import Column
from gladhand.records.upsert_queries import page_columns, upsert_statement
from gladhand.resources.resource import Resource

#: Below it, sending the rows as one JSON value costs less than a second statement.
FEWEST_COPIED = 100


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
    trace_parent: str | None = None
    """The trace of the write that they follow from, if it is not the current one."""


@dataclass(frozen=True)
class Audience:
    """A partner who may see the records, and the partner's reference for the fleet."""

    partner_id: UUID
    fleet_ref: str | None
    is_private: bool = False
    """Whether the agreement protects what these records tell of movement."""


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
    traces: Sequence[str | None]
    """The trace of the page, or that of each record by its index, if it is not the current one."""


@dataclass(frozen=True)
class ChangedRows:
    """The changed rows of a page, by their index in it."""

    added: Sequence[int]
    modified: Sequence[int]


async def start_upsert(db: Db, page: PageUpsert) -> AsyncCursor[DictRow]:
    """Send the statement. Several of few rows may be sent in one pipeline before the first is read by `finish_upsert`.

    An unchanged row is not written, nor locked. The statement sorts the rows by their key, so that two transactions
    that store the same rows never deadlock.
    """
    origin, resource = page.origin, page.resource
    is_copied = len(page.rows) >= FEWEST_COPIED
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
        **event_values(resource, page.audience, page.records_per_event, traces=page.traces),
    }
    if is_copied:
        await _copy(db, resource, page.rows)
    else:
        values["rows"] = _as_json(resource, page.rows)
    return await db.execute(upsert_statement(resource, is_copied=is_copied), values)


async def finish_upsert(cursor: AsyncCursor[DictRow]) -> ChangedRows:
    """Wait for a statement that was sent. Returns the rows that it has changed."""
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
