"""The records of a page as rows to be stored.

Values are made column by column: a page has thousands of rows of few columns, and a step for each value would cost more
than storing it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from operator import itemgetter
from typing import Any

from h3.api.basic_int import latlng_to_cell

from gladhand.core import clock
from gladhand.core.ids import RecordIds
from gladhand.records.canonical import canonical_each
from gladhand.records.columns import field_columns, has_as_of, more, parent_lists, parents
from gladhand.records.incoming import IncomingRecord, IngestResult, PageOutcome
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.retention import KeptDays
from gladhand.records.run_outs import fill_in_ends
from gladhand.records.sent_values import json_texts, texts_without_nul, values_as_sent
from gladhand.records.signed_links import without_signatures
from gladhand.resources.resource import Resource, ResourceKind

#: Bytes of the hash that a row of a timeline keeps.
TIMELINE_HASH_BYTES = 8


class PageRows:
    """The records of a page as rows with distinct ids, ready to be stored once the parents are known."""

    def __init__(self, resource: Resource, origin: RecordOrigin, records: Sequence[IncomingRecord]) -> None:
        self.resource, self.origin = resource, origin
        self.records = records
        now = clock.now()
        self.moments = [record.occurred_at or now for record in records]
        """When the records occurred; of things, when their rows were read."""
        self._as_of = [record.as_of or moment for record, moment in zip(records, self.moments, strict=True)]
        self.ids = list(map(RecordIds(origin.connection_id, resource.name.value).of, [r.source_id for r in records]))
        self._columns = _columns([record.fields for record in records])
        self._texts: dict[int, bytes] = {}
        self._parents = [
            (field, f"source_{field}", of.value, resource.references[field].is_always_set)
            for field, of in parents(resource).items()
        ]
        self._parent_lists = [(field, f"source_{field}", of.value) for field, of in parent_lists(resource).items()]
        self._ids_of: dict[str, RecordIds] = {}
        self._parent_ids: dict[tuple[str, str], str] = {}
        self._kept: Sequence[int] = range(len(records))
        self._last: dict[str, int] = {}

    def keep(self, days: KeptDays | None) -> None:
        """Leave out rows of days that are not kept."""
        if days is not None and self.moments:
            first, last = min(self.moments), max(self.moments)
            if not (days.contain(first) and days.contain(last)):
                self._kept = [
                    index
                    for index, record in enumerate(self.records)
                    if record.occurred_at is None or days.contain(record.occurred_at)
                ]
        # Providers sometimes repeat rows. The last one is the newest.
        self._last = {self.ids[index]: index for index in self._kept}

    @cached_property
    def named_parents(self) -> dict[str, dict[str, str]]:
        """The parents that the records name: for each resource our id by the provider's, whether stored or not."""
        named: dict[str, dict[str, str]] = {}
        for _, source, of, _ in self._parents:
            ids = named.setdefault(of, {})
            for source_id in set(self._columns.get(source, ())):
                if source_id is not None:
                    ids[source_id] = self._parent_id(of, source_id)
        for _, source, of in self._parent_lists:
            listed = {source_id for each in self._columns.get(source, ()) for source_id in each or ()}
            named.setdefault(of, {}).update((source_id, self._parent_id(of, source_id)) for source_id in listed)
        return named

    def days(self) -> tuple[datetime, datetime]:
        """The first and the last time of the rows."""
        times = [self.moments[index] for index in self._last.values()] or [clock.now()]
        return min(times), max(times)

    def rows(self, stored_parents: set[str], indexes: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        """The values of `page_columns` of these records, JSON as text. A parent that is not stored is left out."""
        is_timeline = self.resource.kind is ResourceKind.TIMELINE
        values, assets = self.values(indexes, stored_parents)
        records, digests = [self.records[index] for index in indexes], self.digests(indexes)
        columns: list[Sequence[Any]] = [
            indexes,
            [self.ids[index] for index in indexes],
            texts_without_nul([record.source_id for record in records]),
        ]
        if self.resource.kind is ResourceKind.ENTITY:
            columns.append([self._texts[index].decode() for index in indexes])
        columns += (
            [digest[:TIMELINE_HASH_BYTES].hex() for digest in digests] if is_timeline else digests,
            json_texts([record.extras for record in records]),
            [self.moments[index] if is_timeline else self.records[index].occurred_at for index in indexes],
        )
        if self.resource.latest_by is not None:
            columns.append(assets)
        if has_as_of(self.resource):
            columns.append([self._as_of[index] for index in indexes])
        nothing = [None] * len(indexes)
        for column in field_columns(self.resource):
            columns.append(values_as_sent(column, values[column.name]) if column.name in values else nothing)
        return zip(*columns, strict=True)

    def values(
        self, indexes: Sequence[int], stored_parents: set[str]
    ) -> tuple[dict[str, Sequence[Any]], Sequence[str | None]]:
        """The values of these records by column, and our ids of their assets, stored or not.

        Columns without a value are left out. Parents that are stored have our ids, and positions have their cells.
        """
        values: dict[str, Sequence[Any]] = {}
        count = len(indexes)
        for name, whole in self._columns.items():
            column = list(map(whole.__getitem__, indexes))
            if column.count(None) < count:
                values[name] = column
        assets = self._fill_in_parents(values, count, stored_parents)
        self._fill_in_positions(values, count)
        if self.resource.run_outs:
            fill_in_ends(self.resource, values, [self._as_of[index] for index in indexes])
        return values, assets

    def _fill_in_parents(
        self, values: dict[str, Sequence[Any]], count: int, stored_parents: set[str]
    ) -> Sequence[str | None]:
        nothing, latest_by = [None] * count, self.resource.latest_by
        assets = nothing if latest_by is None else values.get(latest_by, nothing)
        for field, source, of, is_always_set in self._parents:
            if source not in values:
                continue
            own = values.get(field, nothing)
            ids = {each: self._parent_id(of, each) for each in set(values[source]) if each is not None}
            if field == latest_by:
                assets = list(map(ids.get, values[source], own))
            if not is_always_set:
                ids = {each: id_ for each, id_ in ids.items() if id_ in stored_parents}
            values[field] = [
                id_ if source_id is None else ids.get(source_id)
                for source_id, id_ in zip(values[source], own, strict=True)
            ]
        for field, source, of in self._parent_lists:
            if source in values:
                values[field] = [
                    own if source_ids is None else self._stored(of, source_ids, stored_parents)
                    for own, source_ids in zip(values.get(field, nothing), values[source], strict=True)
                ]
        return assets

    def _fill_in_positions(self, values: dict[str, Sequence[Any]], count: int) -> None:
        for name, cell in self.resource.cells.items():
            if cell.position in values:
                values[name] = [
                    own
                    if own is not None or point is None
                    else latlng_to_cell(point["coordinates"][1], point["coordinates"][0], cell.resolution)
                    for own, point in zip(values.get(name, [None] * count), values[cell.position], strict=True)
                ]
        for column in field_columns(self.resource):
            if column.type == "point" and column.name in values:
                whole = [None if _is_plain(point) else point for point in values[column.name]]
                if whole.count(None) < count:
                    values[more(column.name)] = whole

    def digests(self, indexes: Sequence[int]) -> list[bytes]:
        """The hashes of the provider's rows."""
        texts = canonical_each([self.records[index].source_data for index in indexes])
        self._texts.update(zip(indexes, texts, strict=True))
        if b"://" in b"".join(texts):
            texts = list(map(without_signatures, texts))
        return [hashlib.sha256(text).digest() for text in texts]

    def indexes(self) -> Sequence[int]:
        """The indexes of the records that are stored, one for each id."""
        return list(self._last.values())

    def source_data(self, changed: Sequence[int]) -> bytes:
        """The provider's rows of the records that have changed, by their index, as a JSON array."""
        texts = [b"null"] * len(self.records)
        for index in changed:
            texts[index] = self._texts[index]
        return b"[%s]" % b",".join(texts)

    def outcome(self, added: Sequence[int], modified: Sequence[int], removed: int = 0) -> PageOutcome:
        """The outcome of each record. Of a repeated record only the last one counts."""
        results = [IngestResult.NOT_KEPT] * len(self.ids)
        for result, indexes in (
            (IngestResult.UNCHANGED, self._kept),
            (IngestResult.ADDED, added),
            (IngestResult.MODIFIED, modified),
        ):
            for index in indexes:
                results[index] = result
        return PageOutcome(results, self.ids, removed)

    def __len__(self) -> int:
        return len(self._last)

    def _parent_id(self, of: str, source_id: str) -> str:
        found = self._parent_ids.get((of, source_id))
        if found is None:
            ids = self._ids_of.get(of) or self._ids_of.setdefault(of, RecordIds(self.origin.connection_id, of))
            found = self._parent_ids[of, source_id] = ids.of(source_id)
        return found

    def _stored(self, of: str, source_ids: Sequence[str], stored_parents: set[str]) -> list[str] | None:
        ids = [self._parent_id(of, source_id) for source_id in source_ids]
        return [id_ for id_ in ids if id_ in stored_parents] or None


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Sequence[Any]]:
    """The values by their names. Each row is looked at once: most of the time goes into fetching it from memory."""
    names = sorted(set[str]().union(*rows))
    if len(names) > 1 and all(len(row) == len(names) for row in rows):
        values: Iterable[Sequence[Any]] = map(itemgetter(*names), rows)
    else:
        values = ([row.get(name) for name in names] for row in rows)
    return dict(zip(names, zip(*values, strict=True), strict=True)) if names else {}


def _is_plain(point: Mapping[str, Any] | None) -> bool:
    """Whether a GeoJSON point has a longitude, a latitude and nothing more."""
    return point is None or (len(point["coordinates"]) == 2 and point.get("bbox") is None)
