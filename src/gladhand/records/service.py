"""Stores records from providers, and their changes as events for the partners who may see them.

Every function needs a transaction. One transaction makes everything visible together: rows, counters, newest rows, the
provider's rows, and the changes that `records.changes` turns into events.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.ids import record_id
from gladhand.core.time_window import TimeWindow
from gladhand.records import page_queries, parent_queries, removal_queries
from gladhand.records.incoming import IncomingRecord, IngestResult, PageOutcome
from gladhand.records.ingest_queries import Audience, RecordOrigin, finish_upsert, start_upsert
from gladhand.records.page_storing import finish_page, list_page_readers, prepare_page, store_page
from gladhand.resources.resource import Resource

# Longer pages are stored in parts: a row of a timeline has two bytes for its index in its page.
_RECORDS_PER_PART = 10_000


@dataclass(frozen=True)
class WrittenRecord:
    """A record that a write through a connection has created or changed."""

    resource: Resource
    origin: RecordOrigin
    record: IncomingRecord
    audience: tuple[Audience, ...]

    @property
    def order(self) -> tuple[str, UUID, UUID]:
        """The order in which records are stored."""
        name, connection_id = self.resource.name.value, self.origin.connection_id
        return name, connection_id, record_id(connection_id, name, self.record.source_id)


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
    readers = await list_page_readers(db, resource, audience)
    whole = PageOutcome((), ())
    for first in range(0, len(records), _RECORDS_PER_PART):
        page = await prepare_page(db, resource, origin, records[first : first + _RECORDS_PER_PART])
        changed = await store_page(db, page, readers, only_new=only_new)
        await finish_page(db, page, changed)
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
    # In the order of names and ids, so that two transactions take the rows of counters, and those of records, in the
    # same order.
    for index in sorted(range(len(written)), key=lambda index: written[index].order):
        each = written[index]
        key = each.resource.name, each.origin.connection_id, each.audience
        groups.setdefault(key, []).append(index)
    prepared = []
    for indexes in groups.values():
        first = written[indexes[0]]
        page = await prepare_page(db, first.resource, first.origin, [written[index].record for index in indexes])
        prepared.append((page, indexes, first.audience))
    started = []
    async with db.pipeline():
        for page, indexes, audience in prepared:
            traces = [written[index].origin.trace_parent for index in indexes]
            upsert = page.upsert(page.rows.indexes(), audience, records_per_event=1, traces=traces)
            started.append((page, indexes, await start_upsert(db, upsert)))
    results: dict[int, IngestResult] = {}
    for page, indexes, cursor in started:
        changed = await finish_upsert(cursor)
        await finish_page(db, page, changed)
        results |= zip(indexes, page.rows.outcome(changed.added, changed.modified).results, strict=True)
    return [results[index] for index in range(len(written))]
