"""Records on their way in: as a provider gives them, as rows to be stored, and what became of them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from gladhand.core import clock
from gladhand.core.ids import RecordIds
from gladhand.records.columns import field_columns, parents
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.retention import KeptDays
from gladhand.records.signed_links import without_signatures
from gladhand.resources.exact_json import dump_exact
from gladhand.resources.resource import Resource, ResourceKind


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
class PageOutcome:
    """What became of the records of a page, in their order."""

    results: Sequence[IngestResult]
    ids: Sequence[str]
    """Ours, in hexadecimal digits."""
    removed: int = 0
    """Records that were removed because the page replaces them."""

    def count(self, result: IngestResult) -> int:
        return sum(each is result for each in self.results)


class PageRows:
    """The records of a page as rows with distinct ids, ready to be stored once the parents are known."""

    def __init__(self, resource: Resource, origin: RecordOrigin, records: Sequence[IncomingRecord]) -> None:
        self.resource, self.origin = resource, origin
        self._records = records
        self._now = clock.now()
        of = RecordIds(origin.connection_id, resource.name.value).of
        self.ids = [of(record.source_id) for record in records]
        self._texts: dict[int, bytes] = {}
        self._parents = parents(resource)
        self._parent_ids: dict[tuple[str, str], str] = {}
        self._kept: set[int] = set()
        self._last: dict[str, int] = {}

    def keep(self, days: KeptDays | None) -> None:
        """Leave out rows of days that are not kept."""
        self._kept = {
            index
            for index, record in enumerate(self._records)
            if days is None or record.occurred_at is None or days.contain(record.occurred_at)
        }
        # Providers repeat rows now and then; the last one is the newest.
        self._last = {id_: index for index, id_ in enumerate(self.ids) if index in self._kept}

    def named_parents(self) -> dict[str, dict[str, str]]:
        """The parents that the records name: for each resource our id by the provider's, whether stored or not."""
        named: dict[str, dict[str, str]] = {}
        for field, of in self._parents.items():
            ids = named.setdefault(of.value, {})
            for source_id in {record.fields.get(f"source_{field}") for record in self._records}:
                if source_id is not None:
                    ids[source_id] = self._parent_id(of.value, source_id)
        return named

    def days(self) -> tuple[datetime, datetime]:
        """The first and the last time of the rows."""
        times = [self._records[index].occurred_at or self._now for index in self._last.values()] or [self._now]
        return min(times), max(times)

    def rows(self, stored_parents: set[str]) -> Iterator[tuple[Any, ...]]:
        """The values of `page_columns`, JSON as text. A parent that is not stored is left out."""
        own_data = self.resource.kind is ResourceKind.ENTITY
        is_timeline = self.resource.kind is ResourceKind.TIMELINE
        columns = field_columns(self.resource)
        names = [column.name for column in columns]
        json_names = [column.name for column in columns if column.type == "jsonb"]
        latest_by = self.resource.latest_by
        for id_, index in self._last.items():
            record = self._records[index]
            values = dict(record.fields)
            for name in json_names:
                if (value := values.get(name)) is not None:
                    values[name] = canonical(value).decode()
            asset = None if latest_by is None else values.get(latest_by)
            for field, of in self._parents.items():
                source_id = values.get(f"source_{field}")
                if source_id is not None:
                    found = self._parent_id(of.value, source_id)
                    is_known = found in stored_parents or self.resource.references[field].is_always_set
                    values[field] = found if is_known else None
                    asset = found if field == latest_by else asset
            text = self._texts[index] = canonical(record.source_data)
            row: list[Any] = [index, id_, record.source_id]
            if own_data:
                row.append(text.decode())
            row += (
                hashlib.sha256(without_signatures(text)).digest(),
                None if record.extras is None else canonical(record.extras).decode(),
                (record.occurred_at or self._now) if is_timeline else record.occurred_at,
            )
            if latest_by is not None:
                row.append(asset)
            row += map(values.get, names)
            # PostgreSQL stores no such character. Leaving it out keeps the record.
            yield tuple(row if b"\\u0000" not in dump_exact(values) else map(_without_nul, row))

    def source_data(self, changed: Sequence[int]) -> bytes:
        """The provider's rows of the records that have changed, in their places, as a JSON array."""
        texts = [b"null"] * len(self._records)
        for index in changed:
            texts[index] = self._texts[index]
        return b"[%s]" % b",".join(texts)

    def outcome(self, added: Sequence[int], modified: Sequence[int], removed: int = 0) -> PageOutcome:
        """What became of each record; of a repeated one only the last counts."""
        results = [
            IngestResult.UNCHANGED if index in self._kept else IngestResult.NOT_KEPT for index in range(len(self.ids))
        ]
        for index in added:
            results[index] = IngestResult.ADDED
        for index in modified:
            results[index] = IngestResult.MODIFIED
        return PageOutcome(results, self.ids, removed)

    def __len__(self) -> int:
        return len(self._last)

    def _parent_id(self, of: str, source_id: str) -> str:
        found = self._parent_ids.get((of, source_id))
        if found is None:
            found = self._parent_ids[of, source_id] = RecordIds(self.origin.connection_id, of).of(source_id)
        return found


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: equal values have equal texts, and so equal hashes."""
    text = dump_exact(value, sort_keys=True)
    if b"\\u0000" in text:
        text = dump_exact(_without_nul(value), sort_keys=True)
    return text


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, Mapping):
        return {_without_nul(key): _without_nul(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(inner) for inner in value]
    return value
