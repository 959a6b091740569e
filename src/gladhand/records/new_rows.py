"""The rows of a long page of a timeline that are not stored yet. They are copied straight into the table.

Such a page is what the hub stores most of. Its rows need no merge, because everything about them is known beforehand.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import Any

from gladhand.records import binary_rows as binary
from gladhand.records.columns import Column, field_columns
from gladhand.records.copy_queries import NewestRow
from gladhand.records.event_records import EventRecords
from gladhand.records.page_rows import TIMELINE_HASH_BYTES, PageRows
from gladhand.records.repeated import Repeated
from gladhand.resources.resource import Resource

# Small, so that the memory of one block is used again for the next.
_ROWS_PER_BLOCK = 250
_HOUR_MICROSECONDS = 3_600_000_000
#: The columns that every row has, in the order of `NewRows.blocks`. Fields of a fixed width stand between them.
_FIRST = ("fleet_id", "origin", "page", "page_row", "id", "source_data_hash", "occurred_at")
_THEN = ("source_id", "extras")
#: Types whose values are ids and codes for the most part.
_REPEATED = ("uuid", "text")


def can_be_copied(resource: Resource) -> bool:
    """Whether all types of the resource's fields have an encoding."""
    return all(binary.has_encoding(column.type) for column in field_columns(resource))


class NewRows:
    """The rows with these indexes of a page, in the order of their key."""

    def __init__(self, page: PageRows, indexes: Sequence[int], *, stored_parents: set[str]) -> None:
        self._page = page
        times = list(map(binary.microseconds, page.moments))
        # By time, then by id. Two sorts by one value each are faster than one by pairs.
        self._indexes = sorted(indexes, key=page.ids.__getitem__)
        self._indexes.sort(key=times.__getitem__)
        self._times = [times[index] for index in self._indexes]
        self._values, self._assets = page.values(self._indexes, stored_parents)
        fields = [each for each in field_columns(page.resource) if each.name in self._values]
        self._encoders = {each.name: _encoder(each) for each in fields}
        self._fixed = [
            each
            for each in fields
            if each.type not in _REPEATED and binary.has_fixed_width(each.type) and None not in self._values[each.name]
        ]
        self._others = [each for each in fields if each not in self._fixed]

    @property
    def columns(self) -> list[str]:
        """The columns that are copied; all others are null. Most providers give few of the fields that there are."""
        return [*_FIRST, *(each.name for each in self._fixed), *_THEN, *(each.name for each in self._others)]

    def blocks(self, number: int, page: int, events: EventRecords | None) -> Iterator[bytes]:
        """The rows as COPY reads them. `number` is that of their origin, `page` the id of their page.

        Their events are made block by block, while the server reads the block.
        """
        first = binary.uuid(self._page.origin.fleet_id.hex) + binary.smallint(number) + binary.bigint(page)
        yield binary.BEGIN
        for begin in range(0, len(self._indexes), _ROWS_PER_BLOCK):
            part = slice(begin, begin + _ROWS_PER_BLOCK)
            yield self._block(part, first)
            if events is not None:
                self._add_events(part, events)
        yield binary.END

    def _block(self, part: slice, first: bytes) -> bytes:
        page, indexes = self._page, self._indexes[part]
        records = [page.records[index] for index in indexes]
        return binary.rows(
            len(self.columns),
            first=first,
            fixed=[
                ("smallint", indexes),
                ("uuid", [page.ids[index] for index in indexes]),
                ("macaddr8", [digest[:TIMELINE_HASH_BYTES] for digest in page.digests(indexes)]),
                ("bigint", self._times[part]),
                *((field.type, self._values[field.name][part]) for field in self._fixed),
            ],
            encoded=[
                binary.column("text", [record.source_id for record in records]),
                binary.column("jsonb", [record.extras for record in records]),
                *(self._encoders[field.name](self._values[field.name][part]) for field in self._others),
            ],
        )

    def _add_events(self, part: slice, events: EventRecords) -> None:
        page, indexes = self._page, self._indexes[part]
        events.add(
            indexes,
            ids=[page.ids[index] for index in indexes],
            records=[page.records[index] for index in indexes],
            moments=[page.moments[index] for index in indexes],
            values={name: column[part] for name, column in self._values.items()},
        )

    @property
    def newest(self) -> list[NewestRow]:
        """The newest of these rows of each asset."""
        page = self._page
        # In the order of the key, the last one is the newest.
        newest = dict(zip(self._assets, self._indexes, strict=True))
        return [
            NewestRow(asset, page.ids[index], page.moments[index])
            for asset, index in newest.items()
            if asset is not None
        ]

    @cached_property
    def hours(self) -> Counter[datetime]:
        """How many rows each hour of UTC has."""
        counted = Counter(time // _HOUR_MICROSECONDS for time in self._times)
        return Counter({binary.EPOCH + timedelta(hours=hour): count for hour, count in counted.items()})

    @property
    def days(self) -> Counter[date]:
        """How many rows each day of UTC has."""
        found: Counter[date] = Counter()
        for hour, count in self.hours.items():
            found[hour.date()] += count
        return found


def _encoder(field: Column) -> Callable[[Sequence[Any]], Sequence[bytes]]:
    encode = partial(binary.column, field.type)
    return Repeated(encode).encoded if field.type in _REPEATED else encode
