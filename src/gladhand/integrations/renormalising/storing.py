"""Stores the rows that are mapped otherwise now, and counts what has become of them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.records import removal_queries
from gladhand.records import stored_queries as queries
from gladhand.records.incoming import IncomingRecord, IngestResult
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.partition_queries import list_retentions
from gladhand.records.queries import list_audience
from gladhand.records.retention import daily_table
from gladhand.records.service import ingest_page, lock_pages
from gladhand.records.stored_queries import StoredRecord
from gladhand.resources.resource import Resource


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
    """Rows that the mapping refuses now, or the database. The stored record stays."""
    not_kept: int = 0
    """Records whose provider's row is no longer kept, or whose present or new day is not. The stored record stays."""
    changed_meanwhile: int = 0
    """Records of which a newer row was stored meanwhile."""
    fields: Counter[str] = field(default_factory=Counter)
    """How often each field differs."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Why rows were skipped."""

    def skip(self, reason: str) -> None:
        self.skipped += 1
        self.reasons[reason] += 1

    def add(self, other: "RenormaliseCounts") -> None:
        """Add what has become of further records."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(frozen=True, slots=True)
class RenormalisedRows:
    """One transaction that stores what differs."""

    db: Db
    resource: Resource
    origin: RecordOrigin
    counts: RenormaliseCounts
    on_difference: Callable[[Difference], None]

    async def store(self, mapped: Sequence[tuple[StoredRecord, IncomingRecord]]) -> None:
        resource, counts = self.resource, self.counts
        await lock_pages(self.db, resource, self.origin)
        before = await queries.lock_unchanged(self.db, resource, self.origin, [stored for stored, _ in mapped])
        current = [(stored, record) for stored, record in mapped if stored.id in before]
        counts.changed_meanwhile += len(mapped) - len(current)
        current = await self._within_retention(current)
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

    async def _within_retention(
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
                self._report(stored, "source_id", stored.source_id, record.source_id)
                self._report(stored, "occurred_at", stored.occurred_at, record.occurred_at or stored.occurred_at)
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
            self._report(stored, name, before.get(name), value)

    def _report(self, stored: StoredRecord, name: str, old: Any, new: Any) -> None:
        if old != new:
            self.counts.fields[name] += 1
            self.on_difference(Difference(stored.source_id, stored.occurred_at, name, old, new))
