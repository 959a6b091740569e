"""Records in events, made without the database: those of a page of new rows, of which all is known."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from gladhand.core.clock import wire_time
from gladhand.records.answers import NOT_IN_EVENTS
from gladhand.records.canonical import without_nul
from gladhand.records.columns import Column, columns
from gladhand.records.incoming import IncomingRecord
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.repeated import Repeated
from gladhand.resources.exact_json import dump_each, dump_exact, dump_plain
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
        members = "".join(f',"{name}":%b' for name in (*_OF_RECORD, *self._fields))
        self._record = f'{{"fleet_ref":"{marker}"{members}}}'.encode()
        self._columns = [(name, _encoder(columns(resource)[name])) for name in self._fields.values()]
        self._added: list[tuple[int, bytes, datetime]] = []

    def add(
        self,
        indexes: Sequence[int],
        *,
        ids: Sequence[str],
        records: Sequence[IncomingRecord],
        moments: Sequence[datetime],
        values: Mapping[str, Sequence[Any]],
    ) -> None:
        """Add records with these indexes in their page. `values` are those of their columns, and the ids are in
        hexadecimal digits."""
        members = [
            dump_plain(list(map(_dashed, ids))),
            _plain_texts([record.source_id for record in records]),
            dump_plain([moment.astimezone(UTC) for moment in moments]),
            _texts([record.extras for record in records]),
            *(encoded(values[name]) for name, encoded in self._columns),
        ]
        # Without what all records share.
        texts = [self._record % row for row in zip(*members, strict=True)]
        self._added += zip(indexes, texts, moments, strict=True)

    def events(self, *, most_records: int, most_bytes: int) -> Iterator[RecordsOfEvent]:
        """Events of up to so many records and bytes, in the order of the page."""
        self._added.sort(key=itemgetter(0))
        begin, size = 0, 0
        for end, (_, text, _) in enumerate(self._added):
            added = len(text) + len(self.shared)
            if end > begin and (end - begin == most_records or size + added > most_bytes):
                yield _event(self._added[begin:end])
                begin, size = end, 0
            size += added
        if self._added:
            yield _event(self._added[begin:])


def _encoder(column: Column) -> Callable[[Sequence[Any]], Sequence[bytes]]:
    """What makes the values of a column the JSON of an answer."""
    match column.type:
        case "uuid":
            return Repeated(lambda values: dump_plain([value and _dashed(value) for value in values])).encoded
        case "timestamptz":
            return lambda values: dump_plain([value and wire_time(datetime.fromisoformat(value)) for value in values])
        case "jsonb" | "point":
            return _texts
        case "text":
            return Repeated(_plain_texts).encoded
        case _:
            return _plain_texts


def _event(records: Sequence[tuple[int, bytes, datetime]]) -> RecordsOfEvent:
    texts = [text for _, text, _ in records]
    text = texts[0] if len(texts) == 1 else b"[%s]" % b",".join(texts)
    return RecordsOfEvent(text, max(moment for _, _, moment in records))


def _texts(values: Sequence[Any]) -> list[bytes]:
    """JSON of values that may be objects or lists."""
    if values.count(None) == len(values):
        return [b"null"] * len(values)
    return _without_nul(dump_each(values), values)


def _plain_texts(values: Sequence[Any]) -> list[bytes]:
    return _without_nul(dump_plain(values), values)


def _without_nul(texts: list[bytes], values: Sequence[Any]) -> list[bytes]:
    # PostgreSQL stores no such character; the row leaves it out, too.
    return dump_each(without_nul(list(values))) if b"\\u0000" in b"".join(texts) else texts


def _dashed(digits: str) -> str:
    if len(digits) != 32:
        return digits
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
