"""Feeds of what has changed on Mapon's units.

Mapon lists the newest state of each unit only. The state of these feeds is what a unit showed last.
"""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Final, Generic

from gladhand.providers.mapon.api import UNIT_ID, MaponApi
from gladhand.resources.fields import FieldsT
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

#: What names the seat in a row about the driver of a unit.
SEAT: Final = "seat"


@dataclass(frozen=True, kw_only=True)
class UnitChanges(Generic[FieldsT]):
    """A feed of what differs from the last look."""

    to_record: Callable[[Row], Record[FieldsT]]
    key: Callable[[Row], str]
    """What of a row is compared. Empty: there is nothing to record."""
    is_trailer: bool = False
    parts: Callable[[Row], Iterable[Row]] = lambda row: (row,)
    """The rows that a unit makes."""

    async def read(self, mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        seen: dict[str, str] = {}
        new: list[Row] = []
        for unit in await mapon.units(is_trailer=self.is_trailer):
            for row in self.parts(unit):
                name, key = f"{row.text(UNIT_ID) or ''}{row.text(SEAT) or ''}", self.key(row)
                # One without an id is skipped with its reason.
                if UNIT_ID not in row or (key and part.state.get(name) != key):
                    new.append(row)
                if UNIT_ID in row:
                    seen[name] = key
        yield batch_of(new, self.to_record, state=seen, id_key=UNIT_ID)
