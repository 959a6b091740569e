"""Maps the stored rows of a connection again, by the adapter's present mapping, and stores what differs.

A row goes through the same ingest as one that was just read: unchanged records are not written, and partners get events
of changed ones. A dry run is the same with each transaction rolled back, so it shows what a run would do.

It may be interrupted anywhere and run again: each batch is one transaction, and what is stored already is unchanged.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import zstandard

from gladhand.core import clock
from gladhand.core.db import Database, Db
from gladhand.integrations.connections.overview_queries import OriginConnection
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.hosting.remapping import StoredRow, remap
from gladhand.integrations.ingest import incoming
from gladhand.records import removal_queries
from gladhand.records import stored_queries as queries
from gladhand.records.incoming import IncomingRecord, IngestResult
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.page_queries import list_raw_rows
from gladhand.records.partition_queries import list_retentions
from gladhand.records.queries import list_audience
from gladhand.records.retention import daily_table
from gladhand.records.service import ingest_page, lock_pages
from gladhand.records.stored_queries import StoredRecord
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.exact_json import load_exact
from gladhand.resources.resource import Resource
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import ProviderError
from gladhand.sdk.reading import Read

# The number of pages of a provider that are unpacked at once.
_PAGES_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose value changes."""

    source_id: str
    occurred_at: datetime
    field: str
    old: Any
    new: Any


@dataclass(slots=True)
class RenormaliseCounts:
    """What has become of the records of one resource."""

    unchanged: int = 0
    modified: int = 0
    moved: int = 0
    """Records whose source id or time differs now: the old one is removed, and the new one is added."""
    skipped: int = 0
    """Rows that the mapping refuses now. The stored record stays."""
    not_kept: int = 0
    """Records whose provider's row is no longer kept, or whose present or new day is not. The stored record stays."""
    changed_meanwhile: int = 0
    """Records of which a newer row was stored meanwhile."""
    fields: Counter[str] = field(default_factory=Counter)
    """How often each field differs."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Why rows were skipped."""


@dataclass(frozen=True, slots=True)
class Renormaliser:
    """Maps the records of one connection again."""

    gateway: ProviderGateway
    connection: OriginConnection
    since: datetime | None
    is_dry: bool
    on_difference: Callable[[Resource, Difference], None]

    @property
    def _database(self) -> Database:
        return self.gateway.database

    def _origin(self) -> RecordOrigin:
        connection = self.connection
        stored = connection.stored
        return RecordOrigin(stored.fleet_id, stored.id, connection.tsp_id, connection.tsp_slug, stored.source_name)

    def reads(self, resource: ResourceEnum | None) -> list[Read[Any]]:
        """The reads of the provider whose rows can be mapped again; with a resource, only its read."""
        provider = self.gateway.provider(self.connection.stored.source_name)
        every = provider.registration.reads.values() if provider is not None else ()
        return [read for read in every if read.remap is not None and resource in (None, read.resource.name)]

    async def adapter(self) -> Adapter:
        """The adapter of the connection. It sends nothing. Raises what `ProviderGateway.open` raises."""
        return await self.gateway.open_dry_run(self.connection.stored)

    async def run(self, adapter: Adapter, read: Read[Any]) -> RenormaliseCounts:
        """Map all records of the resource since then."""
        counts, origin = RenormaliseCounts(), self._origin()
        async with self._database.connection() as db:
            windows = await queries.list_windows(db, read.resource, origin, self.since)
        for window in windows:
            async with self._database.transaction() as db:
                async for stored in queries.stream_stored(db, read.resource, origin, window, list(read.joined)):
                    await self._batch(db, adapter, read, stored, counts)
        return counts

    async def _batch(
        self, db: Db, adapter: Adapter, read: Read[Any], stored: Sequence[StoredRecord], counts: RenormaliseCounts
    ) -> None:
        rows = await _source_data(db, self.connection.stored.fleet_id, stored)
        mapped: list[tuple[StoredRecord, IncomingRecord]] = []
        for record in stored:
            row = rows.get(record.key)
            if row is None:
                counts.not_kept += 1
                continue
            try:
                again = await remap(adapter, read, StoredRow(record.source_id, row, record.joined))
            except ProviderError as error:
                counts.skipped += 1
                counts.reasons[error.detail] += 1
                continue
            mapped.append((record, incoming(again)))
        if mapped:
            async with self._database.connection() as writing, writing.transaction(force_rollback=self.is_dry):
                await _Batch(writing, read.resource, self._origin(), counts, self.on_difference).store(mapped)


@dataclass(frozen=True, slots=True)
class _Batch:
    """One transaction that stores what differs."""

    db: Db
    resource: Resource
    origin: RecordOrigin
    counts: RenormaliseCounts
    on_difference: Callable[[Resource, Difference], None]

    async def store(self, mapped: Sequence[tuple[StoredRecord, IncomingRecord]]) -> None:
        resource, counts = self.resource, self.counts
        await lock_pages(self.db, resource, self.origin)
        before = await queries.lock_unchanged(self.db, resource, self.origin, [stored for stored, _ in mapped])
        current = [(stored, record) for stored, record in mapped if stored.id in before]
        counts.changed_meanwhile += len(mapped) - len(current)
        current = await self._kept(current)
        audience = await list_audience(self.db, self.origin.fleet_id, resource)
        moved = [stored.key for stored, record in current if self._has_moved(stored, record)]
        if moved:
            # Before the new ones are added: both may have one id.
            await removal_queries.remove_rows(self.db, resource, self.origin, keys=moved, audience=audience)
        # The execution that has read a row stays with its record.
        groups: dict[tuple[UUID | None, UUID | None], list[tuple[StoredRecord, IncomingRecord]]] = {}
        for stored, record in current:
            groups.setdefault((stored.execution_id, stored.schedule_id), []).append((stored, record))
        modified: list[StoredRecord] = []
        for (execution_id, schedule_id), group in groups.items():
            origin = replace(self.origin, execution_id=execution_id, schedule_id=schedule_id)
            modified += await self._ingest(origin, group, audience)
        if modified:
            after = await queries.list_values(self.db, resource, self.origin, modified)
            for stored in modified:
                self._compare(stored, before[stored.id], after.get(stored.id, {}))

    async def _kept(
        self, mapped: list[tuple[StoredRecord, IncomingRecord]]
    ) -> list[tuple[StoredRecord, IncomingRecord]]:
        """Leave out what would move to a day that is not kept. The stored record stays."""
        table = daily_table(self.resource)
        if table is None:
            return mapped
        days = table.kept_days(clock.now(), (await list_retentions(self.db)).get(table.kept_as))
        kept = [pair for pair in mapped if pair[1].occurred_at is None or days.contain(pair[1].occurred_at)]
        self.counts.not_kept += len(mapped) - len(kept)
        return kept

    def _has_moved(self, stored: StoredRecord, record: IncomingRecord) -> bool:
        is_dated = self.resource.retention is not None and record.occurred_at is not None
        return record.source_id != stored.source_id or (is_dated and record.occurred_at != stored.occurred_at)

    async def _ingest(
        self,
        origin: RecordOrigin,
        group: Sequence[tuple[StoredRecord, IncomingRecord]],
        audience: Sequence[Audience],
    ) -> list[StoredRecord]:
        """Store the records that one execution has read; those that are modified."""
        outcome = await ingest_page(
            self.db, self.resource, origin, records=[record for _, record in group], audience=audience
        )
        modified = []
        for (stored, record), result in zip(group, outcome.results, strict=True):
            if self._has_moved(stored, record):
                self.counts.moved += 1
                self._tell(stored, "source_id", stored.source_id, record.source_id)
                self._tell(stored, "occurred_at", stored.occurred_at, record.occurred_at or stored.occurred_at)
            elif result is IngestResult.MODIFIED:
                self.counts.modified += 1
                modified.append(stored)
            elif result is IngestResult.NOT_KEPT:
                self.counts.not_kept += 1
            else:
                self.counts.unchanged += 1
        return modified

    def _compare(self, stored: StoredRecord, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        if before == after:
            # What the adapter keeps of the provider's row differs, and no field does.
            self.counts.fields["source_data"] += 1
        for name, value in after.items():
            self._tell(stored, name, before.get(name), value)

    def _tell(self, stored: StoredRecord, name: str, old: Any, new: Any) -> None:
        if old != new:
            self.counts.fields[name] += 1
            self.on_difference(self.resource, Difference(stored.source_id, stored.occurred_at, name, old, new))


async def _source_data(
    db: Db, fleet_id: UUID, stored: Sequence[StoredRecord]
) -> dict[tuple[UUID, datetime], Mapping[str, Any]]:
    """The provider's rows of these records, as far as they are kept, by the records' keys."""
    found = {record.key: load_exact(record.source_data.encode()) for record in stored if record.source_data is not None}
    by_page: dict[int, list[StoredRecord]] = {}
    for record in stored:
        if record.page is not None:
            by_page.setdefault(record.page, []).append(record)
    pages = sorted(by_page)
    for start in range(0, len(pages), _PAGES_AT_ONCE):
        wanted = [(fleet_id, page) for page in pages[start : start + _PAGES_AT_ONCE]]
        for (_, page), packed in (await list_raw_rows(db, wanted)).items():
            rows = load_exact(zstandard.decompress(packed))
            found |= {record.key: rows[record.page_row] for record in by_page[page] if record.page_row is not None}
    return found
