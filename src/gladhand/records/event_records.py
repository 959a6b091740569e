"""Records in events, made without the database: those of a page of new rows, of which all is known."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import repeat
from operator import itemgetter
from typing import Any

from gladhand.core.clock import wire_time
from gladhand.records.canonical import without_nul
from gladhand.records.columns import Column, columns
from gladhand.records.incoming import IncomingRecord
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.shape_queries import NOT_IN_EVENTS
from gladhand.resources.exact_json import dump_exact, dump_utc
from gladhand.resources.resource import Resource

#: What differs from record to record whatever its resource.
_OF_RECORD = ("id", "source_id", "occurred_at", "extras")


@dataclass(frozen=True)
class RecordsOfEvent:
    """The data of one event: a record, or an array of several, as JSON."""

    text: bytes
    occurred_at: datetime


class EventRecords:
    """Says what `answers.event_columns` says, for rows that have just been stored. A test compares the two.

    `fields` are those that a record of the page may have. All others are equal in all records.
    """

    def __init__(
        self, resource: Resource, origin: RecordOrigin, *, stored_at: datetime, marker: str, fields: Collection[str]
    ) -> None:
        now = wire_time(stored_at)
        known = {
            "fleet_id": str(origin.fleet_id),
            "created_at": now,
            "updated_at": now,
            "connection_id": str(origin.connection_id),
            "tsp_id": str(origin.tsp_id),
            "tsp_slug": origin.tsp_slug,
            "source_name": origin.source_name,
            "execution_id": origin.execution_id and str(origin.execution_id),
            "schedule_id": origin.schedule_id and str(origin.schedule_id),
        }
        named = {name: name for name in resource.event_fields} | dict(resource.event_aliases)
        self._fields = {answered: name for answered, name in named.items() if name in fields}
        header = [
            name for name in resource.header.model_fields if name not in (*NOT_IN_EVENTS, "fleet_ref", *_OF_RECORD)
        ]
        equal = {name: known.get(name) for name in (*header, *named) if name not in self._fields}
        self.shared = b"," + dump_exact(equal)[1:-1]
        """What all records have, as members that follow those of a record."""
        self._marker = marker
        self._members = ("fleet_ref", *_OF_RECORD, *self._fields)
        self._columns = [(name, _converter(columns(resource)[name])) for name in self._fields.values()]
        self._added: list[tuple[int, datetime, dict[str, Any]]] = []

    def add(
        self,
        indexes: Sequence[int],
        *,
        ids: Sequence[str],
        records: Sequence[IncomingRecord],
        moments: Sequence[datetime],
        values: Mapping[str, Sequence[Any]],
    ) -> None:
        """Add records with these indexes in their page. `values` are those of their columns."""
        members = zip(
            repeat(self._marker, len(indexes)),
            ids,
            [record.source_id for record in records],
            [moment if moment.tzinfo is UTC else moment.astimezone(UTC) for moment in moments],
            [record.extras for record in records],
            *(converted(values[name]) for name, converted in self._columns),
            strict=True,
        )
        self._added += zip(
            indexes, moments, [dict(zip(self._members, row, strict=True)) for row in members], strict=True
        )

    def events(self, *, most_records: int, most_bytes: int) -> Iterator[RecordsOfEvent]:
        """Events of up to so many records and bytes, in the order of the page."""
        self._added.sort(key=itemgetter(0))
        for begin in range(0, len(self._added), most_records):
            yield from self._events(self._added[begin : begin + most_records], most_bytes)

    def _events(
        self, added: Sequence[tuple[int, datetime, dict[str, Any]]], most_bytes: int
    ) -> Iterator[RecordsOfEvent]:
        text = _dumped([record for _, _, record in added])
        if len(added) > 1 and len(text) + len(added) * len(self.shared) > most_bytes:
            half = len(added) // 2
            yield from self._events(added[:half], most_bytes)
            yield from self._events(added[half:], most_bytes)
        else:
            yield RecordsOfEvent(text[1:-1] if len(added) == 1 else text, max(moment for _, moment, _ in added))


def _converter(column: Column) -> Callable[[Sequence[Any]], Iterable[Any]]:
    """What makes the values of a column those of an answer, which JSON can hold."""
    if column.type == "timestamptz":
        return lambda values: [value and wire_time(datetime.fromisoformat(value)) for value in values]
    return lambda values: values


def _dumped(records: list[dict[str, Any]]) -> bytes:
    text = dump_utc(records)
    # PostgreSQL stores no such character; the row leaves it out, too.
    return dump_utc(without_nul(records)) if b"\\u0000" in text else text
