"""The rows of a long page of a timeline that are not stored yet. They are copied straight into the table.

Such a page is what the hub stores most of. Its rows need no merge, because everything about them is known beforehand.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from gladhand.records import binary_rows as binary
from gladhand.records.columns import field_columns
from gladhand.records.copy_queries import NewestRow
from gladhand.records.event_records import EventRecords
from gladhand.records.page_rows import TIMELINE_HASH_BYTES, PageRows
from gladhand.resources.resource import Resource

# Small, so that the memory of one block is used again for the next.
_ROWS_PER_BLOCK = 250
_HOUR_MICROSECONDS = 3_600_000_000
#: The columns that every row has, in the order of `NewRows.blocks`. Fields follow.
_FIRST = ("fleet_id", "origin", "page", "page_row", "id", "source_id", "source_data_hash", "occurred_at", "extras")


def can_be_copied(resource: Resource) -> bool:
    """Whether all types of the resource's fields have an encoding."""
    return all(binary.has_encoding(column.type) for column in field_columns(resource))


class NewRows:
    """The rows with these indexes of a page, in the order of their key."""

    def __init__(self, page: PageRows, indexes: Sequence[int], *, stored_parents: set[str]) -> None:
        self._page = page
        keys = sorted((binary.microseconds(page.moments[index]), page.ids[index], index) for index in indexes)
        self._times = [time for time, _, _ in keys]
        self._indexes = [index for _, _, index in keys]
        self._values, self._assets = page.values(self._indexes, stored_parents)
        self._fields = [each for each in field_columns(page.resource) if each.name in self._values]

    @property
    def columns(self) -> list[str]:
        """The columns that are copied; all others are null. Most providers give few of the fields that there are."""
        return [*_FIRST, *(column.name for column in self._fields)]

    def blocks(self, number: int, page: int) -> Iterator[bytes]:
        """The rows as COPY reads them. `number` is that of their origin, `page` the id of their page."""
        first = binary.uuid(self._page.origin.fleet_id.hex) + binary.smallint(number) + binary.bigint(page)
        yield binary.BEGIN
        for begin in range(0, len(self._indexes), _ROWS_PER_BLOCK):
            encoded = self._encoded(slice(begin, begin + _ROWS_PER_BLOCK))
            yield binary.rows(len(self.columns), first=first, encoded=encoded)
        yield binary.END

    def _encoded(self, part: slice) -> list[list[bytes]]:
        page, indexes = self._page, self._indexes[part]
        records, size = [page.records[index] for index in indexes], TIMELINE_HASH_BYTES
        return [
            list(map(binary.smallint, indexes)),
            [binary.uuid(page.ids[index]) for index in indexes],
            [binary.text(record.source_id) for record in records],
            [binary.sized(digest[:size]) for digest in page.digests(indexes)],
            list(map(binary.bigint, self._times[part])),
            binary.column("jsonb", [record.extras for record in records]),
            *(binary.column(field.type, self._values[field.name][part]) for field in self._fields),
        ]

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

    @property
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

    def event_rows(self, events: EventRecords) -> Iterator[tuple[bytes, datetime]]:
        """The records as events have them, in the order of the page, with their times."""
        page, in_page = self._page, sorted(range(len(self._indexes)), key=self._indexes.__getitem__)
        for begin in range(0, len(in_page), _ROWS_PER_BLOCK):
            places = in_page[begin : begin + _ROWS_PER_BLOCK]
            indexes = [self._indexes[place] for place in places]
            moments = [page.moments[index] for index in indexes]
            texts = events.texts(
                ids=[page.ids[index] for index in indexes],
                records=[page.records[index] for index in indexes],
                moments=moments,
                values={name: [column[place] for place in places] for name, column in self._values.items()},
            )
            yield from zip(texts, moments, strict=True)
