"""Stores records from providers, and their changes as events for the partners who may see them.

Every function needs a transaction. One transaction makes everything visible together: rows, counters, newest rows, the
provider's rows, and the changes that `records.changes` turns into events.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import zstandard

from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.core.ids import record_id
from gladhand.core.keyset import TimeWindow
from gladhand.notifications.events.reader_queries import list_readers
from gladhand.records import copy_queries, page_queries, parent_queries, parents, partition_queries, removal_queries
from gladhand.records.change_queries import BYTES_PER_EVENT, listeners
from gladhand.records.event_records import EventRecords
from gladhand.records.incoming import IncomingRecord, IngestResult, PageOutcome
from gladhand.records.ingest_queries import (
    FEWEST_COPIED,
    Audience,
    ChangedRows,
    PageUpsert,
    RecordOrigin,
    start_upsert,
    upserted,
)
from gladhand.records.new_rows import NewRows, can_be_copied
from gladhand.records.page_rows import PageRows
from gladhand.records.retention import ALL_TIME, KeptDays, daily_table, page_number, page_time
from gladhand.resources.resource import RecordChange, Resource, ResourceKind

_RECORDS_PER_EVENT = 100
# Longer pages are stored in parts: a row of a timeline has two bytes for its index in its page.
_RECORDS_PER_PART = 10_000


@dataclass(frozen=True)
class WrittenRecord:
    """A record that a write through a connection has created or changed."""

    resource: Resource
    origin: RecordOrigin
    record: IncomingRecord
    audience: tuple[Audience, ...]


@dataclass(frozen=True)
class _Page:
    """A page whose parents and origin are looked up."""

    resource: Resource
    origin: RecordOrigin
    records: Sequence[IncomingRecord]
    rows: PageRows
    context: page_queries.PageContext
    id: int

    def upsert(self, indexes: Sequence[int], audience: Sequence[Audience], records_per_event: int) -> PageUpsert:
        return PageUpsert(
            self.resource,
            self.origin,
            audience,
            list(self.rows.rows(self.context.stored_parents, indexes)),
            self.rows.days(),
            self.id,
            self.context.number,
            records_per_event,
        )


async def ingest_page(
    db: Db,
    resource: Resource,
    origin: RecordOrigin,
    *,
    records: Sequence[IncomingRecord],
    audience: Sequence[Audience],
    only_new: bool = False,
) -> PageOutcome:
    """Store a page that was read from a provider. Returns the outcome of each record.

    Each partner gets one event for all that was added and one for all that was modified, split into events of a
    hundred records. Ingesting a page twice changes nothing: the id of a record follows from its origin.

    With `only_new`, which is for timelines, a row that is stored stays as it is.
    """
    readers = await _readers(db, resource, audience)
    whole = PageOutcome((), ())
    for first in range(0, len(records), _RECORDS_PER_PART):
        page = await _prepare(db, resource, origin, records[first : first + _RECORDS_PER_PART])
        changed = await _store(db, page, readers, only_new=only_new)
        await _finish(db, page, changed)
        whole += page.rows.outcome(changed.added, changed.modified)
    return whole


async def lock_pages(db: Db, resource: Resource, origin: RecordOrigin) -> None:
    """Let no page of a connection's resource be stored meanwhile.

    Call it before a row of the resource is locked and a page is stored. `ingest_page` takes these locks before those of
    its rows, and two transactions that lock in another order would deadlock.
    """
    await parent_queries.lock_rows(db, resource, origin.connection_id)
    await page_queries.lock_timeline(db, resource, origin)


async def replace_rows(
    db: Db,
    resource: Resource,
    origin: RecordOrigin,
    *,
    window: TimeWindow,
    records: Sequence[IncomingRecord],
    audience: Sequence[Audience],
    parent: tuple[str, str] | None = None,
) -> PageOutcome:
    """Store all that a provider has in a window, for rows whose ids change when they are edited.

    `parent` is the field and the provider's id of the driver or vehicle that the rows belong to, such as `("driver_id",
    "88668")`; without it the window is the connection's. What the connection has stored in the window and the page does
    not contain is removed. The page must have all rows of the window.
    """
    outcome = await ingest_page(db, resource, origin, records=records, audience=audience)
    removed = await removal_queries.remove_others(
        db, resource, origin, parent=parent, window=window, kept=outcome.ids, audience=audience
    )
    return replace(outcome, removed=removed)


async def remove_records(
    db: Db, resource: Resource, origin: RecordOrigin, *, source_ids: Sequence[str], audience: Sequence[Audience]
) -> int:
    """Remove the records that a provider reports as gone. Returns how many were there until now."""
    ids = [record_id(origin.connection_id, resource.name.value, source_id) for source_id in source_ids]
    return await removal_queries.remove_by_ids(db, resource, origin, ids=ids, audience=audience)


async def store_written(db: Db, written: Sequence[WrittenRecord]) -> list[IngestResult]:
    """Store records that were written, each with an event of its own; what became of each record."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for index, each in enumerate(written):
        groups.setdefault((each.resource.name, each.origin.connection_id, each.audience), []).append(index)
    prepared = []
    # In the order of names and ids, so that two transactions take the counters' rows in the same order.
    for _, indexes in sorted(groups.items(), key=lambda group: group[0][:2]):
        first = written[indexes[0]]
        page = await _prepare(db, first.resource, first.origin, [written[index].record for index in indexes])
        prepared.append((page, indexes, first.audience))
    started = []
    async with db.pipeline():
        for page, indexes, audience in prepared:
            upsert = page.upsert(page.rows.indexes(), audience, records_per_event=1)
            started.append((page, indexes, await start_upsert(db, upsert)))
    results: dict[int, IngestResult] = {}
    for page, indexes, cursor in started:
        changed = await upserted(cursor)
        await _finish(db, page, changed)
        results |= zip(indexes, page.rows.outcome(changed.added, changed.modified).results, strict=True)
    return [results[index] for index in range(len(written))]


async def _store(db: Db, page: _Page, readers: Sequence[Audience], *, only_new: bool) -> ChangedRows:
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
        return await upserted(await start_upsert(db, page.upsert(indexes, readers, _RECORDS_PER_EVENT)))
    new = [index for index in indexes if index not in known]
    if len(new) >= FEWEST_COPIED:
        await _copy(db, page, new, readers)
        indexes = [index for index in indexes if index in known]
    else:
        new = []
    if not indexes:
        return ChangedRows(new, [])
    changed = await upserted(await start_upsert(db, page.upsert(indexes, readers, _RECORDS_PER_EVENT)))
    return ChangedRows([*new, *changed.added], changed.modified)


async def _copy(db: Db, page: _Page, indexes: Sequence[int], readers: Sequence[Audience]) -> None:
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
    await copy_queries.store_totals(
        db, resource, origin, days=rows.days, hours=rows.hours, newest=rows.newest, has_changes=has_events
    )


async def _prepare(db: Db, resource: Resource, origin: RecordOrigin, records: Sequence[IncomingRecord]) -> _Page:
    rows = PageRows(resource, origin, records)
    await parent_queries.lock_rows(db, resource, origin.connection_id)
    context = await page_queries.get_context(db, resource, origin, rows.named_parents)
    now = clock.now()
    rows.keep(KeptDays.of(resource, now, context.retention))
    table = daily_table(resource)
    if table is not None and (older := table.older_days(*rows.days(), now)):
        await partition_queries.create_partitions(db, table, older)
    id_ = page_number(context.moment or now, int.from_bytes(os.urandom(2), "big") >> 6)
    return _Page(resource, origin, records, rows, context, id_)


async def _readers(db: Db, resource: Resource, audience: Sequence[Audience]) -> Sequence[Audience]:
    """Those of the partners who would read events. A timeline has too many rows to store events for nobody."""
    audience = listeners(resource, audience)
    if resource.kind is not ResourceKind.TIMELINE or not audience:
        return audience
    names = [resource.event_name(change) for change in resource.events]
    readers = await list_readers(db, [each.partner_id for each in audience], names)
    return [each for each in audience if each.partner_id in readers]


async def _finish(db: Db, page: _Page, changed: ChangedRows) -> None:
    """Store what belongs to the changed rows of a page beside them."""
    if not changed.added and not changed.modified:
        return
    if changed.modified and page.resource.kind is ResourceKind.EDITABLE:
        modified = [page.rows.ids[index] for index in changed.modified]
        await removal_queries.restore_newest(db, page.resource, page.origin.fleet_id, modified)
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
