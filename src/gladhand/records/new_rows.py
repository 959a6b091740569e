"""The rows of a long page of a timeline that are not stored yet. They are copied straight into the table.

Such a page is what the hub stores most of. Its rows need no merge, because everything about them is known beforehand.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from gladhand.records import binary_rows as binary
from gladhand.records.columns import Column, field_columns, more, parent_lists, parents
from gladhand.records.copy_queries import NewestRow
from gladhand.records.event_records import EventRecords
from gladhand.records.incoming import PageRows, is_plain
from gladhand.resources.resource import Resource

_ROWS_PER_BLOCK = 250
#: The columns that every row has, in the order of `NewRows.blocks`. Fields follow.
_FIRST = ("fleet_id", "origin", "page", "page_row", "id", "source_id", "source_data_hash", "occurred_at", "extras")


def can_be_copied(resource: Resource) -> bool:
    """Whether all types of the resource's fields have an encoding."""
    return all(column.type == "point" or column.type in binary.ENCODERS for column in field_columns(resource))


class NewRows:
    """The rows with these indexes of a page, in the order of their key."""

    def __init__(self, page: PageRows, indexes: Sequence[int], *, stored_parents: set[str]) -> None:
        self._page = page
        self._stored_parents = stored_parents
        self._indexes = sorted(indexes, key=lambda index: (page.moment(index), page.ids[index]))
        self._fields = self._used_fields()
        self._times: dict[datetime, tuple[bytes, datetime]] = {}
        self._newest: dict[str, int] = {}
        self._hours: Counter[datetime] = Counter()
        self.texts: dict[int, bytes] = {}
        """The records as events have them, if there are events."""

    @property
    def columns(self) -> list[str]:
        """The columns that are copied; all others are null."""
        return [*_FIRST, *(column.name for column in self._fields)]

    def _used_fields(self) -> list[Column]:
        """The columns of which a row may have a value. Most providers give few of the fields that there are."""
        resource, records = self._page.resource, self._page.records
        used = {name for index in self._indexes for name, value in records[index].fields.items() if value is not None}
        used |= (
            parents(resource).keys()
            | parent_lists(resource).keys()
            | {more(name) for name in used}
            | resource.cells.keys()
        )
        return [column for column in field_columns(resource) if column.name in used]

    def blocks(self, number: int, page: int, events: EventRecords | None) -> Iterator[bytes]:
        """The rows as COPY reads them. `number` is that of their origin, `page` the id of their page."""
        begin = b"".join(
            (
                binary.row_begin(len(_FIRST) + len(self._fields)),
                binary.uuid(self._page.origin.fleet_id.hex),
                binary.smallint(number),
                binary.bigint(page),
            )
        )
        encoders = [(column.name, binary.ENCODERS.get(column.type)) for column in self._fields]
        yield binary.BEGIN
        for first in range(0, len(self._indexes), _ROWS_PER_BLOCK):
            block: list[bytes] = []
            for index in self._indexes[first : first + _ROWS_PER_BLOCK]:
                block.append(begin)
                self._encode(block, index, encoders, events)
            yield b"".join(block)
        yield binary.END

    def _encode(
        self, block: list[bytes], index: int, encoders: Sequence[tuple[str, Any]], events: EventRecords | None
    ) -> None:
        page, record, at = self._page, self._page.records[index], self._page.moment(index)
        values, asset = page.values(index, self._stored_parents)
        if asset is not None:
            # In the order of the key, the last one is the newest.
            self._newest[asset] = index
        time, hour = self._times.get(at) or self._time(at)
        self._hours[hour] += 1
        if events is not None:
            self.texts[index] = events.text(
                id_=page.ids[index], source_id=record.source_id, occurred_at=at, extras=record.extras, values=values
            )
        block += (
            binary.smallint(index),
            binary.uuid(page.ids[index]),
            binary.text(record.source_id),
            b"\0\0\0\x10" + page.digest(index)[:16],
            time,
            binary.NULL if record.extras is None else binary.ENCODERS["jsonb"](record.extras),
        )
        rest: Any = None
        for name, encode in encoders:
            value = values.get(name)
            if encode is None:
                # A position; the column that follows has what it is more than a longitude and a latitude.
                rest = None if value is None or is_plain(value) else value
                block.append(binary.NULL if value is None else binary.point(*value["coordinates"][:2]))
            elif name not in values and rest is not None:
                block.append(encode(rest))
                rest = None
            else:
                block.append(binary.NULL if value is None else encode(value))

    def _time(self, at: datetime) -> tuple[bytes, datetime]:
        """A time as COPY reads it, and its hour of UTC. Many rows of a page have the same time."""
        hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        found = self._times[at] = binary.moment(at), hour
        return found

    @property
    def newest(self) -> list[NewestRow]:
        """The newest of these rows of each asset."""
        page = self._page
        return [NewestRow(asset, page.ids[index], page.moment(index)) for asset, index in self._newest.items()]

    @property
    def hours(self) -> Counter[datetime]:
        """How many rows each hour has."""
        return self._hours

    @property
    def days(self) -> Counter[date]:
        """How many rows each day of UTC has."""
        found: Counter[date] = Counter()
        for hour, count in self._hours.items():
            found[hour.date()] += count
        return found

    def event_rows(self) -> Iterator[tuple[bytes, datetime]]:
        """The records as events have them, in the order of the page, with their times."""
        for index in sorted(self.texts):
            yield self.texts[index], self._page.moment(index)
