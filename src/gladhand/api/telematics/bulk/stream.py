"""The stream of a bulk answer, with one page in memory."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol
from uuid import UUID

import orjson
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from gladhand.api.telematics.bulk.csv_rows import CsvWriter
from gladhand.api.telematics.bulk.limits import BulkLimits
from gladhand.api.telematics.bulk.negotiation import BulkFormat
from gladhand.api.telematics.bulk.parquet_rows import ParquetWriter
from gladhand.core.db import Database
from gladhand.core.extensions import extension_tree
from gladhand.core.keyset import Cursor, Key
from gladhand.core.time_window import TimeWindow
from gladhand.records import answer_queries as queries
from gladhand.records import last_change_queries
from gladhand.records.columns import DEFAULT_SORT
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.sort_queries import sort_key
from gladhand.resources.resource import Resource

_PAGE = 2_000


class BulkWriter(Protocol):
    """Turns rows into the bytes of a form."""

    def begin(self) -> bytes: ...
    def write(self, rows: Sequence[Any]) -> bytes: ...
    def end(self) -> bytes: ...


class _BulkResponse(StreamingResponse):
    """A stream that counts as one of the partner's until it has ended, however it ends."""

    def __init__(self, content: AsyncIterator[bytes], limits: BulkLimits, partner_id: UUID, **options: Any) -> None:
        super().__init__(content, **options)
        self._limits = limits
        self._partner_id = partner_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises `TooManyRequests` while the partner reads as many others as it may."""
        self._limits.begin(self._partner_id)
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._limits.end(self._partner_id)


def answer(
    form: BulkFormat,
    database: Database,
    limits: BulkLimits,
    partner_id: UUID,
    resource: Resource,
    *,
    filters: RecordFilter,
    with_source_data: bool,
    with_extensions: bool,
) -> StreamingResponse:
    """The whole list. The columns are the fields of a record, in the order in which JSON has them."""
    extensions = {} if with_extensions else extension_tree([resource.record_model])
    # Only a field that is an extension itself is left out; one that holds some stays.
    names = [name for name in resource.record_model.model_fields if extensions.get(name, ...) is not None]
    writer: BulkWriter = CsvWriter(names) if form is BulkFormat.CSV else ParquetWriter(names, resource.record_model)
    extension = "csv" if form is BulkFormat.CSV else "parquet"
    found = pages(database, partner_id, resource, filters=filters, with_source_data=with_source_data)
    return _BulkResponse(
        _stream(writer, found, limits),
        limits,
        partner_id,
        media_type=form.value,
        headers={"Content-Disposition": f'attachment; filename="{resource.path}.{extension}"', "Vary": "Accept"},
    )


async def _stream(writer: BulkWriter, pages: AsyncIterator[list[Any]], limits: BulkLimits) -> AsyncIterator[bytes]:
    yield writer.begin()
    while True:
        async with limits.page:
            rows = await anext(pages, None)
            # In a thread: other requests go on while thousands of rows are turned into bytes.
            written = await asyncio.to_thread(writer.end if rows is None else partial(writer.write, rows))
        if written:
            yield written
        if rows is None:
            return


async def pages(
    database: Database, partner_id: UUID, resource: Resource, *, filters: RecordFilter, with_source_data: bool
) -> AsyncIterator[list[Any]]:
    """All rows, by fleet and then by time; what has changed since a time, by the time of the change.

    No connection to the database is held while the client reads. Each page checks the agreement again: the rows of a
    fleet end when its agreement ends.
    """
    async with database.connection() as db:
        if filters.changed.since is None:
            sort_by, fleets = DEFAULT_SORT, await queries.list_fleet_ids(db, partner_id, resource, filters)
            parts = [filters.of_fleet(fleet_id) for fleet_id in fleets]
        else:
            # As in pages of JSON, changes of transactions that are still open are left to the next answer.
            last_change = await last_change_queries.find_last_change(db, partner_id, resource, filters)
            changed = TimeWindow(filters.changed.since, last_change)
            sort_by, parts = "updated_at", [replace(filters, changed=changed)]
    for part in parts:
        cursor: Cursor | None = Cursor()
        while cursor is not None:
            async with database.connection() as db:
                found = await queries.list_records(
                    db,
                    partner_id,
                    resource,
                    filters=part,
                    sort_by=sort_by,
                    cursor=cursor,
                    size=_PAGE,
                    with_source_data=with_source_data,
                )
            if found:
                yield await asyncio.to_thread(_parsed, [item for _, item in found[:_PAGE]])
            cursor = Cursor(_key(resource, sort_by, *found[_PAGE - 1][0])) if len(found) > _PAGE else None


def _parsed(items: Sequence[str]) -> list[Any]:
    return [orjson.loads(item) for item in items]


def _key(resource: Resource, sort_by: str, text: str, record_id: UUID) -> Key:
    return sort_key(resource, sort_by).parse(text), record_id
