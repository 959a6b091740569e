"""Mapon's units: vehicles and trailers, made with a device, known by their registration numbers."""

from collections.abc import AsyncIterator
from typing import Any, Final

from gladhand.providers.mapon.api import INCLUDE, UNIT_ID, MaponApi
from gladhand.resources.base import Change
from gladhand.resources.enums import EngineType
from gladhand.resources.trailer import TrailerFields
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.countries import alpha3
from gladhand.sdk.errors import NoAnswer, Rejected
from gladhand.sdk.field_map import Absent, Convert, FieldMap, Prepared, Takes, Verb
from gladhand.sdk.field_rules import CREATE_ONLY
from gladhand.sdk.keys import not_before
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written, after_write

_DEVICE: Final = "A unit keeps its device. Change it in Mapon."


def _box(given: str) -> int:
    number = given.strip()
    if not (number.isascii() and number.isdigit()):
        raise ValueError("Mapon's devices have numbers.")
    return int(number)


FIELD_MAP = FieldMap(
    "Mapon",
    {
        "license_plate_number": Takes("number", required=True, form="Unique in Mapon."),
        "eld_id": Takes(
            "box_id",
            required=True,
            verbs=CREATE_ONLY,
            value=Convert(_box),
            form="The number of a device in the company's storage.",
            reason=_DEVICE,
        ),
        "vehicle_name": Takes("label", clear="", assumed=True),
        "vin": Absent("Mapon's API finds units by the VIN, and does not set it."),
    },
    others=Absent("Mapon's API does not write it."),
)
_EQUIPMENT_SHOWS: Final = (
    *("license_plate_number", "license_plate_country", "vin", "eld_id", "eld_serial_number", "model_year"),
    "started_at",
)
SHOWS: Final = ("vehicle_name", "engine_type", "fuel_capacity", *_EQUIPMENT_SHOWS)
TRAILERS_SHOW: Final = ("trailer_name", *_EQUIPMENT_SHOWS)
_FUELS: Final = {"P": EngineType.GASOLINE, "D": EngineType.DIESEL, "G": EngineType.LPG, "E": EngineType.ELECTRICITY}


async def read(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:  # noqa: ARG001 - no pages
    yield batch_of(await mapon.units(is_trailer=False), to_record, id_key=UNIT_ID)


async def trailers(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[TrailerFields]]:  # noqa: ARG001 - no pages
    yield batch_of(await mapon.units(is_trailer=True), trailer_record, id_key=UNIT_ID)


async def get(mapon: MaponApi, source_id: str) -> Record[VehicleFields] | None:
    row = await _unit(mapon, source_id)
    return None if row is None else to_record(row)


async def find(mapon: MaponApi, change: Change, *, operation_key: str | None) -> Record[VehicleFields] | None:
    """The unit with this number. After a lost answer it is ours if it has the device, and is not older than the key."""
    device = None if operation_key is None else FIELD_MAP.prepare(change, Verb.CREATE).body["box_id"]
    for row in await mapon.units(is_trailer=False):
        is_named = _plain(row.get("number")) == _plain(change.get("license_plate_number"))
        if operation_key is not None and is_named:
            made = row.moment("created_at")
            is_older = made is not None and made < not_before(operation_key)
            is_named = not is_older and row.whole("box_id") == device
        if is_named:
            return to_record(row)
    return None


async def create(
    mapon: MaponApi,
    change: Change,
    *,
    operation_key: str,  # noqa: ARG001 - Mapon has no field for it
) -> Written[VehicleFields]:
    prepared = mapon.prepare(FIELD_MAP, change, Verb.CREATE)
    blames = {1: "eld_id", 2: "license_plate_number", 3: "eld_id"}
    made = (await mapon.post("unit/install", prepared.body, blames=blames)).required_row("data")
    return await _written(mapon, made.source_id(UNIT_ID), prepared)


async def update(mapon: MaponApi, source_id: str, change: Change) -> Written[VehicleFields]:
    prepared = mapon.prepare(FIELD_MAP, change, Verb.UPDATE)
    if not (source_id.isascii() and source_id.isdigit()):
        raise Rejected(f"Mapon has no unit {source_id}.")
    await mapon.post("unit/edit", {UNIT_ID: int(source_id), **prepared.body})
    return await _written(mapon, source_id, prepared)


def to_record(row: Row) -> Record[VehicleFields]:
    number = row.text("number")
    return Record(
        source_id=row.source_id(UNIT_ID),
        source_data=row,
        fields=VehicleFields(
            vehicle_name=row.text("label") or number,
            fuel_capacity=None if not (tank := row.row("fuel_tank").number("total_vol")) else f"{tank:g} liters",
            engine_type=_FUELS.get(row.text("fuel_type") or "", row.text("fuel_type")),
            **_equipment(row),
        ),
    )


def trailer_record(row: Row) -> Record[TrailerFields]:
    return Record(
        source_id=row.source_id(UNIT_ID),
        source_data=row,
        fields=TrailerFields(trailer_name=row.text("label") or row.text("number"), **_equipment(row)),
    )


def _equipment(row: Row) -> dict[str, Any]:
    return {
        "license_plate_number": row.text("number"),
        "license_plate_country": alpha3(row.get("country_code")),
        "vin": row.text("vin"),
        "eld_id": row.text("box_id"),
        "eld_serial_number": row.row("device").text("serial_number"),
        "model_year": row.row("technical_details").whole("make_year") or None,
        "started_at": row.moment("created_at"),
    }


async def _written(mapon: MaponApi, source_id: str, prepared: Prepared) -> Written[VehicleFields]:
    with after_write():
        row = await _unit(mapon, source_id)
    if row is None:
        raise NoAnswer("It was written, and is not there yet when it is read back.")
    prepared.compare(row, same=lambda sent, answered: _plain(sent) == _plain(answered))
    return Written(record=to_record(row), prepared=prepared)


async def _unit(mapon: MaponApi, source_id: str) -> Row | None:
    answer = await mapon.get("unit/list", include=INCLUDE, unit_id=source_id)
    rows = answer.required_row("data").rows("units")
    return next((row for row in rows if row.text(UNIT_ID) == source_id), None)


def _plain(value: Any) -> str:
    """A number without what Mapon ignores in one: blanks and hyphens."""
    return "".join(each for each in str(value or "") if each not in " -").casefold()
