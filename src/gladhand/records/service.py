"""Takes in records as providers give them, and publishes what has changed to the partners who may see it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.core.ids import record_id
from gladhand.records.ingest_queries import Audience, PageUpsert, RecordOrigin, RecordRow, start_upsert, upserted
from gladhand.records.retention import KeptDays
from gladhand.resources.exact_json import dump_exact
from gladhand.resources.resource import RecordChange, Resource

_RECORDS_PER_EVENT = 100
_BYTES_PER_EVENT = 256_000


class IngestResult(StrEnum):
    """What taking in a record did."""

    ADDED = "added"
    MODIFIED = "modified"
    UNCHANGED = "unchanged"
    NOT_KEPT = "not_kept"
    """The row of a timeline is older than its retention, or from the future. It was not stored."""


@dataclass(frozen=True, kw_only=True)
class IncomingRecord:
    """One record, as a provider has it."""

    source_id: str
    fields: Mapping[str, Any]
    """JSON-ready."""
    source_data: Mapping[str, Any]
    extras: Mapping[str, Any] | None = None
    occurred_at: datetime | None = None
    """None stands for the present time, for a record that describes a thing and not something that has happened."""


@dataclass(frozen=True)
class WrittenRecord:
    """A record that a write through a connection has created or changed."""

    resource: Resource
    origin: RecordOrigin
    record: IncomingRecord
    audience: tuple[Audience, ...]


async def ingest_page(
    db: Db,
    resource: Resource,
    origin: RecordOrigin,
    *,
    records: Sequence[IncomingRecord],
    audience: Sequence[Audience],
) -> list[IngestResult]:
    """Store a page that was read from a provider, in one statement; what became of each record.

    Each partner gets one event for all that was added and one for all that was modified, split into events of a
    hundred records. Ingesting a page twice changes nothing: the id of a record follows from its origin.
    """
    page = _Page(resource, origin, audience, records, _RECORDS_PER_EVENT)
    return page.results(await upserted(await start_upsert(db, page.upsert())))


async def store_written(db: Db, written: Sequence[WrittenRecord]) -> list[IngestResult]:
    """Store records that were written, each with an event of its own; what became of each record."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for index, each in enumerate(written):
        groups.setdefault((each.resource.name, each.origin.connection_id, each.audience), []).append(index)
    results: dict[int, IngestResult] = {}
    pages = []
    async with db.pipeline():
        # In the order of names and ids, so that two transactions take the counters' rows in the same order.
        for _, indexes in sorted(groups.items(), key=lambda group: group[0][:2]):
            first = written[indexes[0]]
            page = _Page(first.resource, first.origin, first.audience, [written[index].record for index in indexes], 1)
            pages.append((page, indexes, await start_upsert(db, page.upsert())))
    for page, indexes, cursor in pages:
        results |= zip(indexes, page.results(await upserted(cursor)), strict=True)
    return [results[index] for index in range(len(written))]


class _Page:
    """Records of one origin, as rows with distinct ids."""

    def __init__(
        self,
        resource: Resource,
        origin: RecordOrigin,
        audience: Sequence[Audience],
        records: Sequence[IncomingRecord],
        records_per_event: int,
    ) -> None:
        self._resource, self._origin, self._audience = resource, origin, audience
        self._records, self._records_per_event = records, records_per_event
        self._ids = [record_id(origin.connection_id, resource.name.value, record.source_id) for record in records]
        days = KeptDays.of(resource, clock.now())
        self._not_kept = {
            index
            for index, record in enumerate(records)
            if days is not None and record.occurred_at is not None and not days.contain(record.occurred_at)
        }
        # Providers repeat rows now and then; the last one is the newest.
        self._last = {id_: index for index, id_ in enumerate(self._ids) if index not in self._not_kept}

    def upsert(self) -> PageUpsert:
        return PageUpsert(
            self._resource,
            self._origin,
            self._audience,
            [_row(id_, self._records[index]) for id_, index in self._last.items()],
            records_per_event=self._records_per_event,
            bytes_per_event=_BYTES_PER_EVENT,
        )

    def results(self, changes: Mapping[UUID, RecordChange]) -> list[IngestResult]:
        """What became of each record; of a repeated one only the last counts."""
        return [self._result(index, changes) for index in range(len(self._ids))]

    def _result(self, index: int, changes: Mapping[UUID, RecordChange]) -> IngestResult:
        if index in self._not_kept:
            return IngestResult.NOT_KEPT
        id_ = self._ids[index]
        return IngestResult(changes[id_]) if id_ in changes and self._last[id_] == index else IngestResult.UNCHANGED


def _row(id_: UUID, record: IncomingRecord) -> RecordRow:
    source_data = canonical(record.source_data)
    return RecordRow(
        id=id_,
        source_id=record.source_id,
        source_data=source_data,
        source_data_hash=hashlib.sha256(source_data.encode()).digest(),
        fields=canonical(record.fields),
        extras=None if record.extras is None else canonical(record.extras),
        occurred_at=record.occurred_at,
    )


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces: equal values have equal texts, and so equal hashes."""
    text = dump_exact(value, sort_keys=True)
    if b"\\u0000" in text:
        # PostgreSQL stores no such character. Leaving it out keeps the record.
        text = dump_exact(_without_nul(value), sort_keys=True)
    return text.decode()


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, Mapping):
        return {_without_nul(key): _without_nul(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(inner) for inner in value]
    return value
