"""Records on their way in: as a provider gives them, as rows to be stored, and what became of them."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from h3.api.basic_int import latlng_to_cell

from gladhand.core import clock
from gladhand.core.ids import RecordIds
from gladhand.records.canonical import canonical, without_nul
from gladhand.records.columns import field_columns, more, parent_lists, parents
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.retention import KeptDays
from gladhand.records.signed_links import without_signatures
from gladhand.resources.exact_json import dump_exact
from gladhand.resources.resource import Resource, ResourceKind


class IngestResult(StrEnum):
    """The outcome of storing one record."""

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
    """The outcomes of the records of a page, in their order."""

    results: Sequence[IngestResult]
    ids: Sequence[str]
    """Ours, in hexadecimal digits."""
    removed: int = 0
    """Records that were removed because the page replaces them."""

    def __add__(self, following: "PageOutcome") -> "PageOutcome":
        return PageOutcome((*self.results, *following.results), (*self.ids, *following.ids))

    def count(self, result: IngestResult) -> int:
        return sum(each is result for each in self.results)


class PageRows:
    """The records of a page as rows with distinct ids, ready to be stored once the parents are known."""

    def __init__(self, resource: Resource, origin: RecordOrigin, records: Sequence[IncomingRecord]) -> None:
        self.resource, self.origin = resource, origin
        self.records = records
        self._now = clock.now()
        of = RecordIds(origin.connection_id, resource.name.value).of
        self.ids = [of(record.source_id) for record in records]
        self._texts: dict[int, bytes] = {}
        self._parents = [
            (field, f"source_{field}", of.value, resource.references[field].is_always_set)
            for field, of in parents(resource).items()
        ]
        self._parent_lists = [(field, f"source_{field}", of.value) for field, of in parent_lists(resource).items()]
        self._parent_ids: dict[tuple[str, str], str] = {}
        self._kept: set[int] = set()
        self._last: dict[str, int] = {}

    def keep(self, days: KeptDays | None) -> None:
        """Leave out rows of days that are not kept."""
        self._kept = {
            index
            for index, record in enumerate(self.records)
            if days is None or record.occurred_at is None or days.contain(record.occurred_at)
        }
        # Providers sometimes repeat rows. The last one is the newest.
        self._last = {id_: index for index, id_ in enumerate(self.ids) if index in self._kept}

    def named_parents(self) -> dict[str, dict[str, str]]:
        """The parents that the records name: for each resource our id by the provider's, whether stored or not."""
        named: dict[str, dict[str, str]] = {}
        for _, source, of, _ in self._parents:
            ids = named.setdefault(of, {})
            for source_id in {record.fields.get(source) for record in self.records}:
                if source_id is not None:
                    ids[source_id] = self._parent_id(of, source_id)
        for _, source, of in self._parent_lists:
            listed = {source_id for record in self.records for source_id in record.fields.get(source) or ()}
            named.setdefault(of, {}).update((source_id, self._parent_id(of, source_id)) for source_id in listed)
        return named

    def days(self) -> tuple[datetime, datetime]:
        """The first and the last time of the rows."""
        times = [self.moment(index) for index in self._last.values()] or [self._now]
        return min(times), max(times)

    def rows(self, stored_parents: set[str], indexes: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        """The values of `page_columns` of these records, JSON as text. A parent that is not stored is left out."""
        own_data = self.resource.kind is ResourceKind.ENTITY
        is_timeline = self.resource.kind is ResourceKind.TIMELINE
        columns = field_columns(self.resource)
        names = [column.name for column in columns]
        json_names = [column.name for column in columns if column.type == "jsonb"]
        points = [column.name for column in columns if column.type == "point"]
        for index in indexes:
            record = self.records[index]
            values, asset = self.values(index, stored_parents)
            for name in points:
                if (point := values.get(name)) is not None:
                    longitude, latitude = point["coordinates"][:2]
                    values |= {name: f"({longitude},{latitude})", more(name): None if is_plain(point) else point}
            for name in json_names:
                if (value := values.get(name)) is not None:
                    values[name] = canonical(value).decode()
            digest = self.digest(index)
            row: list[Any] = [index, self.ids[index], record.source_id]
            if own_data:
                row.append(self._texts[index].decode())
            row += (
                digest[:16].hex() if is_timeline else digest,
                None if record.extras is None else canonical(record.extras).decode(),
                (record.occurred_at or self._now) if is_timeline else record.occurred_at,
            )
            if self.resource.latest_by is not None:
                row.append(asset)
            row += map(values.get, names)
            # PostgreSQL stores no such character. Leaving it out keeps the record.
            has_nul = "\0" in record.source_id or b"\\u0000" in dump_exact(values)
            yield tuple(map(without_nul, row) if has_nul else row)

    def values(self, index: int, stored_parents: set[str]) -> tuple[dict[str, Any], str | None]:
        """The fields of a record, with our ids of stored parents and the cell of its position; and our id of its
        asset, stored or not."""
        values, latest_by = dict(self.records[index].fields), self.resource.latest_by
        asset = None if latest_by is None else values.get(latest_by)
        for field, source, of, is_always_set in self._parents:
            source_id = values.get(source)
            if source_id is not None:
                found = self._parent_id(of, source_id)
                values[field] = found if is_always_set or found in stored_parents else None
                if field == latest_by:
                    asset = found
        for name, cell in self.resource.cells.items():
            if values.get(name) is None and (point := values.get(cell.position)) is not None:
                longitude, latitude = point["coordinates"][:2]
                values[name] = latlng_to_cell(latitude, longitude, cell.resolution)
        for field, source, of in self._parent_lists:
            if (source_ids := values.get(source)) is not None:
                ids = [self._parent_id(of, source_id) for source_id in source_ids]
                values[field] = [str(UUID(id_)) for id_ in ids if id_ in stored_parents] or None
        return values, asset

    def digest(self, index: int) -> bytes:
        """The hash of the provider's row."""
        text = self._texts[index] = canonical(self.records[index].source_data)
        return hashlib.sha256(without_signatures(text)).digest()

    def moment(self, index: int) -> datetime:
        """When the record occurred."""
        return self.records[index].occurred_at or self._now

    def indexes(self) -> Collection[int]:
        """The indexes of the records that are stored, one for each id."""
        return self._last.values()

    def source_data(self, changed: Sequence[int]) -> bytes:
        """The provider's rows of the records that have changed, by their index, as a JSON array."""
        texts = [b"null"] * len(self.records)
        for index in changed:
            texts[index] = self._texts[index]
        return b"[%s]" % b",".join(texts)

    def outcome(self, added: Sequence[int], modified: Sequence[int], removed: int = 0) -> PageOutcome:
        """The outcome of each record. Of a repeated record only the last one counts."""
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


def is_plain(point: Mapping[str, Any]) -> bool:
    """Whether a GeoJSON point has a longitude, a latitude and nothing more."""
    return len(point["coordinates"]) == 2 and point.get("bbox") is None
