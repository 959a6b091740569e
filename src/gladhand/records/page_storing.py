"""Stores one page: looks up its parents and origin, copies or merges its rows, and stores what follows from them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

import zstandard

from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.notifications.events.reader_queries import list_readers
from gladhand.records import copy_queries, page_queries, parent_queries, parents, partition_queries, removal_queries
from gladhand.records.change_queries import BYTES_PER_EVENT, listeners
from gladhand.records.event_records import EventRecords
from gladhand.records.incoming import IncomingRecord
from gladhand.records.ingest_queries import (
    FEWEST_COPIED,
    Audience,
    ChangedRows,
    PageUpsert,
    RecordOrigin,
    finish_upsert,
    start_upsert,
)
from gladhand.records.new_rows import NewRows, can_be_copied
from gladhand.records.page_rows import PageRows
from gladhand.records.retention import ALL_TIME, KeptDays, daily_table, page_number, page_time
from gladhand.resources.resource import RecordChange, Resource, ResourceKind

_RECORDS_PER_EVENT = 100


@dataclass(frozen=True)
class PreparedPage:
    """A page whose parents and origin are looked up."""

    resource: Resource
    origin: RecordOrigin
    records: Sequence[IncomingRecord]
    rows: PageRows
    context: page_queries.PageContext
    id: int

    def upsert(
        self,
        indexes: Sequence[int],
        audience: Sequence[Audience],
        records_per_event: int,
        *,
        traces: Sequence[str | None] | None = None,
    ) -> PageUpsert:
        return PageUpsert(
            self.resource,
            self.origin,
            audience,
            list(self.rows.rows(self.context.stored_parents, indexes)),
            self.rows.days(),
            self.id,
            self.context.number,
            records_per_event,
            traces=traces or [self.origin.trace_parent],
        )


async def prepare_page(
    db: Db, resource: Resource, origin: RecordOrigin, records: Sequence[IncomingRecord]
) -> PreparedPage:
    """Look up the parents and the origin of records. Takes the lock of `parent_queries.lock_rows`."""
    rows = PageRows(resource, origin, records)
    await parent_queries.lock_rows(db, resource, origin.connection_id)
    context = await page_queries.get_context(db, resource, origin, rows.named_parents)
    now = clock.now()
    rows.keep(KeptDays.of(resource, now, context.retention))
    table = daily_table(resource)
    if table is not None and (older := table.older_days(*rows.days(), now)):
        await partition_queries.create_partitions(db, table, older)
    id_ = page_number(context.moment or now, int.from_bytes(os.urandom(2), "big") >> 6)
    return PreparedPage(resource, origin, records, rows, context, id_)


async def list_page_readers(db: Db, resource: Resource, audience: Sequence[Audience]) -> Sequence[Audience]:
    """Those of the partners who would read events. A timeline has too many rows to store events for nobody."""
    audience = listeners(resource, audience)
    if resource.kind is not ResourceKind.TIMELINE or not audience:
        return audience
    names = [resource.event_name(change) for change in resource.events]
    readers = await list_readers(db, [each.partner_id for each in audience], names)
    return [each for each in audience if each.partner_id in readers]


async def store_page(db: Db, page: PreparedPage, readers: Sequence[Audience], *, only_new: bool) -> ChangedRows:
    """Copy the rows that are new, if they are many rows of a timeline, and merge all others."""
    indexes = page.rows.indexes()
    may_copy = page.resource.kind is ResourceKind.TIMELINE and can_be_copied(page.resource)
    # Copied rows have one event for all readers.
    may_copy = may_copy and not any(each.is_private for each in readers)
    is_copied = may_copy and len(indexes) >= FEWEST_COPIED
    known = await copy_queries.list_known(db, page.rows, indexes) if only_new or is_copied else set()
    if only_new:
        indexes = [index for index in indexes if index not in known]
        if not indexes:
            return ChangedRows([], [])
    if not is_copied:
        return await finish_upsert(await start_upsert(db, page.upsert(indexes, readers, _RECORDS_PER_EVENT)))
    new = [index for index in indexes if index not in known]
    if len(new) >= FEWEST_COPIED:
        await _copy(db, page, new, readers)
        indexes = [index for index in indexes if index in known]
    else:
        new = []
    if not indexes:
        return ChangedRows(new, [])
    changed = await finish_upsert(await start_upsert(db, page.upsert(indexes, readers, _RECORDS_PER_EVENT)))
    return ChangedRows([*new, *changed.added], changed.modified)


async def _copy(db: Db, page: PreparedPage, indexes: Sequence[int], readers: Sequence[Audience]) -> None:
    """Store rows that are new, and all that follows from them."""
    resource, origin, number = page.resource, page.origin, page.context.number
    assert number is not None
    rows = NewRows(page.rows, indexes, stored_parents=page.context.stored_parents)
    event_name = resource.event_name(RecordChange.ADDED)
    has_events = bool(readers) and RecordChange.ADDED in resource.events
    marker = str(uuid4())
    events = EventRecords(resource, origin, stored_at=page_time(page.id), marker=marker, fields=rows.columns)
    blocks = rows.blocks(number, page.id, events if has_events else None)
    await copy_queries.copy_rows(db, resource, rows.columns, blocks)
    if has_events:
        grouped = events.events(most_records=_RECORDS_PER_EVENT, most_bytes=BYTES_PER_EVENT)
        await copy_queries.copy_changes(
            db, event_name, origin, audience=readers, marker=marker, shared=events.shared, events=grouped
        )
    await copy_queries.upsert_totals(
        db, resource, origin, days=rows.days, hours=rows.hours, newest=rows.newest, has_changes=has_events
    )


async def finish_page(db: Db, page: PreparedPage, changed: ChangedRows) -> None:
    """Store what belongs to the changed rows of a page beside them."""
    if not changed.added and not changed.modified:
        return
    if changed.modified and page.resource.kind is ResourceKind.EDITABLE:
        modified = [page.rows.ids[index] for index in changed.modified]
        await removal_queries.update_newest(db, page.resource, page.origin.fleet_id, modified)
    if page.resource.kind is not ResourceKind.ENTITY:
        rows = zstandard.compress(page.rows.source_data([*changed.added, *changed.modified]), 3)
        await page_queries.insert_page(db, page.resource, page.origin, page=page.id, rows=rows)
    missing = [
        (of, source_id)
        for of, ids in page.rows.named_parents.items()
        for source_id, id_ in ids.items()
        if id_ not in page.context.stored_parents
    ]
    if missing:
        days = page.rows.days() if page.resource.kind is ResourceKind.TIMELINE else ALL_TIME
        await parent_queries.insert_missing(db, page.resource, page.origin, missing=missing, days=days)
    if changed.added:
        new = [page.records[index].source_id for index in changed.added]
        await parents.fill_in(db, page.resource, page.origin, new)
