"""Records in events, made without the database: those of a page of new rows, of which all is known."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from typing import Any

from gladhand.core.clock import wire_time
from gladhand.records.answers import NOT_IN_EVENTS
from gladhand.records.canonical import without_nul
from gladhand.records.columns import columns
from gladhand.records.incoming import IncomingRecord
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.resources.exact_json import dump_exact
from gladhand.resources.resource import Resource

#: What differs from record to record whatever its resource.
_OF_RECORD = ("fleet_ref", "id", "source_id", "occurred_at", "extras")


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
        self._resource, self._marker = resource, marker
        named = {name: name for name in resource.event_fields} | dict(resource.event_aliases)
        self._fields = {answered: name for answered, name in named.items() if name in fields}
        header = [name for name in resource.header.model_fields if name not in (*NOT_IN_EVENTS, *_OF_RECORD)]
        equal = {name: known.get(name) for name in (*header, *named) if name not in self._fields}
        self.shared = b"," + dump_exact(equal)[1:-1]
        """What all records have, as members that follow those of a record."""

    def texts(
        self,
        *,
        ids: Sequence[str],
        records: Sequence[IncomingRecord],
        moments: Sequence[datetime],
        values: Mapping[str, Sequence[Any]],
    ) -> Iterator[bytes]:
        """Records as JSON without what they share. `values` are those of their columns, and the ids are in
        hexadecimal digits."""
        members: dict[str, Iterable[Any]] = {
            "fleet_ref": repeat(self._marker, len(records)),
            "id": map(_dashed, ids),
            "source_id": [record.source_id for record in records],
            "occurred_at": map(wire_time, moments),
            "extras": [record.extras for record in records],
        }
        for answered, name in self._fields.items():
            members[answered] = self._as_answered(name, values[name])
        names = tuple(members)
        for row in zip(*members.values(), strict=True):
            record = dict(zip(names, row, strict=True))
            text = dump_exact(record)
            # PostgreSQL stores no such character; the row leaves it out, too.
            yield dump_exact(without_nul(record)) if b"\\u0000" in text else text

    def _as_answered(self, name: str, values: Sequence[Any]) -> Sequence[Any]:
        match columns(self._resource)[name].type:
            case "uuid":
                return [None if value is None else _dashed(value) for value in values]
            case "timestamptz":
                return [None if value is None else wire_time(datetime.fromisoformat(value)) for value in values]
            case _:
                return values


def grouped(
    records: Iterable[tuple[bytes, datetime]], *, shared: int, most_records: int, most_bytes: int
) -> Iterator[RecordsOfEvent]:
    """Events of up to so many records and bytes. Each record has `shared` bytes more when it is sent."""
    group: list[tuple[bytes, datetime]] = []
    size = 0
    for record in records:
        if group and (len(group) == most_records or size + len(record[0]) + shared > most_bytes):
            yield _event(group)
            group, size = [], 0
        group.append(record)
        size += len(record[0]) + shared
    if group:
        yield _event(group)


def _event(group: Sequence[tuple[bytes, datetime]]) -> RecordsOfEvent:
    texts = [text for text, _ in group]
    return RecordsOfEvent(texts[0] if len(texts) == 1 else b"[%s]" % b",".join(texts), max(at for _, at in group))


def _dashed(digits: str) -> str:
    if len(digits) != 32:
        return digits
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
