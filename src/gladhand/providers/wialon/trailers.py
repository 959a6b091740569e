"""Wialon's trailers. A trailer has a name, a code for readers, a description, and values under names that are free."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from gladhand.providers.wialon.api import TRAILERS, WialonApi, found_id, own_id
from gladhand.providers.wialon.resource_items import FREE, KEY, ResourceItems, changed_values, is_same
from gladhand.resources.base import Change
from gladhand.resources.trailer import TrailerFields
from gladhand.sdk.field_map import Absent, FieldMap, Prepared, Takes, Verb
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.values import same_text
from gladhand.sdk.writing import Written

# Our fields, and the names under which they stand among the free values of a trailer.
_FREE: Final[Mapping[str, str]] = {
    "vin": "vin",
    "license_plate_number": "licensePlate",
    "license_plate_region": "licensePlateRegion",
    "license_plate_country": "licensePlateCountry",
    "oem": "brand",
    "model_type": "model",
    "trailer_type": "trailerType",
}
FIELD_MAP = FieldMap(
    "Wialon",
    {name: Takes(f"{FREE}.{theirs}", clear=None, assumed=True) for name, theirs in _FREE.items()}
    | {
        "trailer_name": Takes("n", required=True),
        "external_id": Takes("c", clear="", form="The code that a reader reports."),
        "notes": Takes("ds", clear=""),
    },
    others=Absent("Wialon's trailers have no place for it."),
)
SHOWS: Final = ("trailer_name", "external_id", "notes", *_FREE)
TRAILER_ITEMS: Final = ResourceItems(
    held_under=TRAILERS,
    service="resource/update_trailer",
    noun="trailer",
    new={"c": "", "ds": "", "p": "", "jp": {}, "ej": {}, "f": 0, "r": 0, "ck": 0},
)


async def read(wialon: WialonApi, part: Slice) -> AsyncIterator[Batch[TrailerFields]]:  # noqa: ARG001 - no pages
    yield batch_of(await wialon.of_resources(TRAILERS), to_record, id_key=found_id)


async def get(wialon: WialonApi, source_id: str) -> Record[TrailerFields] | None:
    row = await TRAILER_ITEMS.find_row(wialon, source_id)
    return None if row is None else to_record(row)


async def find(wialon: WialonApi, change: Change, *, operation_key: str | None) -> Record[TrailerFields] | None:
    if operation_key is not None:
        row = await TRAILER_ITEMS.find_by_value(wialon, KEY, operation_key)
        return None if row is None else to_record(row)
    name = str(change.get("trailer_name") or "")
    rows = await wialon.of_resources(TRAILERS)
    return next((to_record(row) for row in rows if name and same_text(row.get("n"), name)), None)


async def create(wialon: WialonApi, change: Change, *, operation_key: str) -> Written[TrailerFields]:
    prepared = wialon.prepare(FIELD_MAP, change, Verb.CREATE)
    before = TRAILER_ITEMS.values_before(**{KEY: operation_key})
    return _written(await TRAILER_ITEMS.create(wialon, changed_values(before, prepared)), prepared)


async def update(wialon: WialonApi, source_id: str, change: Change) -> Written[TrailerFields]:
    prepared = wialon.prepare(FIELD_MAP, change, Verb.UPDATE)
    row = await TRAILER_ITEMS.row_before(wialon, source_id)
    values = changed_values(TRAILER_ITEMS.values_before(row), prepared)
    return _written(await TRAILER_ITEMS.update(wialon, row, values), prepared)


def to_record(row: Row) -> Record[TrailerFields]:
    free = row.row(FREE)
    values: dict[str, Any] = {ours: free.text(theirs) for ours, theirs in _FREE.items()}
    return Record(
        source_id=own_id(row),
        source_data=row,
        fields=TrailerFields(
            trailer_name=row.required_text("n"), external_id=row.text("c"), notes=row.text("ds"), **values
        ),
    )


def _written(row: Row, prepared: Prepared) -> Written[TrailerFields]:
    prepared.compare(row, same=is_same)
    return Written(record=to_record(row), prepared=prepared)
