"""Records in events, made without the database: those of a page of new rows, of which all is known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gladhand.core.clock import wire_time
from gladhand.records.answers import NOT_IN_EVENTS
from gladhand.records.canonical import without_nul
from gladhand.records.columns import columns
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.resources.exact_json import dump_exact
from gladhand.resources.resource import Resource


@dataclass(frozen=True)
class RecordsOfEvent:
    """The data of one event: a record, or an array of several, as JSON."""

    text: bytes
    occurred_at: datetime


class EventRecords:
    """Says what `answers.event_columns` says, for rows that have just been stored. A test compares the two."""

    def __init__(self, resource: Resource, origin: RecordOrigin, stored_at: datetime, marker: str) -> None:
        now = wire_time(stored_at)
        known = {
            "fleet_id": str(origin.fleet_id),
            "fleet_ref": marker,
            "created_at": now,
            "updated_at": now,
            "connection_id": str(origin.connection_id),
            "tsp_id": str(origin.tsp_id),
            "tsp_slug": origin.tsp_slug,
            "source_name": origin.source_name,
            "execution_id": origin.execution_id and str(origin.execution_id),
            "schedule_id": origin.schedule_id and str(origin.schedule_id),
        }
        header = {name: known.get(name) for name in resource.header.model_fields if name not in NOT_IN_EVENTS}
        self._fields = frozenset(resource.event_fields)
        self._empty = header | dict.fromkeys(resource.event_fields)
        self._aliases = resource.event_aliases
        types = {name: columns(resource)[name].type for name in resource.event_fields}
        self._times = [name for name, type_ in types.items() if type_ == "timestamptz"]
        self._ids = [name for name, type_ in types.items() if type_ == "uuid"]
        self._cached: dict[datetime, str] = {}

    def text(self, *, id_: str, source_id: str, occurred_at: datetime, extras: Any, values: dict[str, Any]) -> bytes:
        """A record as JSON. The ids are in hexadecimal digits."""
        record = self._empty.copy()
        record["id"] = _dashed(id_)
        record["source_id"] = source_id
        record["occurred_at"] = self._time(occurred_at)
        record["extras"] = extras
        for name, value in values.items():
            if name in self._fields:
                record[name] = value
        for name in self._ids:
            if (value := record[name]) is not None:
                record[name] = _dashed(value)
        for name in self._times:
            if (value := record[name]) is not None:
                record[name] = wire_time(datetime.fromisoformat(value))
        for alias, name in self._aliases.items():
            record[alias] = record[name]
        text = dump_exact(record)
        # PostgreSQL stores no such character; the row leaves it out, too.
        return text if b"\\u0000" not in text else dump_exact(without_nul(record))

    def _time(self, moment: datetime) -> str:
        found = self._cached.get(moment)
        if found is None:
            found = self._cached[moment] = wire_time(moment)
        return found


def grouped(
    records: Iterable[tuple[bytes, datetime]], *, most_records: int, most_bytes: int
) -> Iterator[RecordsOfEvent]:
    """Events of up to so many records and bytes."""
    group: list[tuple[bytes, datetime]] = []
    size = 0
    for record in records:
        if group and (len(group) == most_records or size + len(record[0]) > most_bytes):
            yield _event(group)
            group, size = [], 0
        group.append(record)
        size += len(record[0])
    if group:
        yield _event(group)


def _event(group: Sequence[tuple[bytes, datetime]]) -> RecordsOfEvent:
    texts = [text for text, _ in group]
    return RecordsOfEvent(texts[0] if len(texts) == 1 else b"[%s]" % b",".join(texts), max(at for _, at in group))


def _dashed(digits: str) -> str:
    if len(digits) != 32:
        return digits
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
