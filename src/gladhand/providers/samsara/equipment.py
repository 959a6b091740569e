"""Reads and writes Samsara's vehicles and trailers in the same way."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic

from gladhand.providers.samsara.account import SamsaraAccount, path_of
from gladhand.providers.samsara.external_ids import put_external_id, to_external
from gladhand.resources.base import Change
from gladhand.resources.fields import FieldsT
from gladhand.sdk.errors import ProviderError
from gladhand.sdk.field_map import Convert, FieldMap, MaxLength, Prepared, Takes, Verb, same_presence
from gladhand.sdk.field_rules import FieldRule
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

#: What another list says of a record.
DETAILS: Final = "asset"
LONGEST_PLATE: Final = 12
LONGEST_NOTES: Final = 255
SHORTEST_VIN: Final = 11
LONGEST_VIN: Final = 17


def vin_of(number: str | None) -> str | None:
    """A serial number that is a VIN, by its length. That a shorter one is none is assumed."""
    return number if number is not None and len(number) == LONGEST_VIN else None


def shared_rules(reference: str, *, assumed: bool) -> dict[str, FieldRule]:
    """The rules of fields that both have. `reference` is the external id that holds our `external_id`."""
    return {
        "license_plate_number": Takes("licensePlate", value=MaxLength(LONGEST_PLATE), clear="", assumed=assumed),
        "notes": Takes("notes", value=MaxLength(LONGEST_NOTES, cut=True), clear="", assumed=assumed),
        "external_id": Takes(
            f"externalIds.{reference}",
            placed=False,
            value=Convert(to_external),
            clear="",
            form="an external id: unique in the account",
            assumed=assumed,
        ),
    }


async def _no_details(_samsara: SamsaraAccount, _ids: Sequence[str]) -> Mapping[str, Row]:
    return {}


@dataclass(frozen=True, kw_only=True)
class SamsaraEquipment(Generic[FieldsT]):
    """Vehicles or trailers."""

    path: str
    reads: str
    """The kind of requests that read."""
    writes: str
    reference: str
    field_map: FieldMap
    to_record: Callable[[Row], Record[FieldsT]]
    details: Callable[[SamsaraAccount, Sequence[str]], Awaitable[Mapping[str, Row]]] = _no_details
    """What another list says of these records, without ids of all, by their ids. A row has it as `DETAILS`."""

    async def read(self, samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        details = await self.details(samsara, ())
        async for rows, state in samsara.resumable_pages(self.path, part, kind=self.reads):
            yield batch_of([_detailed(row, details) for row in rows], self.to_record, state=state)

    async def get(self, samsara: SamsaraAccount, source_id: str) -> Record[FieldsT] | None:
        found = await samsara.record(path_of(self.path, source_id), kind=self.reads)
        return None if found is None else await self.record(samsara, found)

    async def record(self, samsara: SamsaraAccount, row: Row) -> Record[FieldsT]:
        """The record of a row of its own."""
        return self.to_record(_detailed(row, await self.details(samsara, [row.source_id()])))

    async def update(self, samsara: SamsaraAccount, source_id: str, change: Change) -> Written[FieldsT]:
        path = path_of(self.path, source_id)
        prepared = samsara.prepare(self.field_map, change, Verb.UPDATE)
        if "external_id" in prepared.values:
            put_external_id(prepared, await samsara.current(path, kind=self.reads), self.reference)
        # Before the write, which must not fail once it is done: a record without them would lose what is stored.
        details = await self.details(samsara, [source_id])
        row = await samsara.changed(path, prepared, read=self.reads, write=self.writes)
        prepared.compare(row, same=same_presence)
        return Written(record=self.to_record(_detailed(row, details)), prepared=prepared)

    async def created(self, samsara: SamsaraAccount, row: Row, prepared: Prepared) -> Written[FieldsT]:
        """The outcome of a create that was answered with this row."""
        prepared.compare(row, same=same_presence)
        try:
            record = await self.record(samsara, row)
        except ProviderError:
            # It is written, so that the write must not fail. The next read adds what is missing.
            record = self.to_record(row)
        return Written(record=record, prepared=prepared)


def _detailed(row: Row, details: Mapping[str, Row]) -> Row:
    found = details.get(row.text("id") or "")
    return row if found is None else Row({**row, DETAILS: found}, row.path)
