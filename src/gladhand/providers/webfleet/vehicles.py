"""Reads and writes Webfleet's vehicles. The API changes a few of their fields."""

import re
from collections.abc import AsyncIterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.readings import flag, is_trailer
from gladhand.providers.webfleet.reports import NO_CLEARING, compare, parameter_value, present, whole
from gladhand.resources.base import Change
from gladhand.resources.enums import EngineType
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, LeftOut, MaxLength, Takes, Verb
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

REPORT = "showVehicleReportExtern"
_UPDATE = frozenset({Verb.UPDATE})
_LITERS = re.compile(r"(\d{1,5})\s*(?:l|liters?|litres?)", re.IGNORECASE)
# The numbers of one public source. Another source counts from 0, in a different order.
_FUELS: Mapping[EngineType, str] = MappingProxyType(
    {
        EngineType.DIESEL: "1",
        EngineType.GASOLINE: "2",
        EngineType.LPG: "3",
        EngineType.ELECTRICITY: "6",
        EngineType.CNG: "7",
        EngineType.LNG: "8",
        EngineType.HYDROGEN: "9",
    }
)


def _liters(capacity: str) -> str:
    if (found := _LITERS.fullmatch(capacity.strip())) is None:
        raise LeftOut("Webfleet takes whole liters only, such as 400 liters.")
    return found[1]


def _of_updates(to: str, **more: Any) -> Takes:
    return Takes(to, verbs=_UPDATE, **{"reason": NO_CLEARING, **more})


_OF_THE_UNIT = Absent("The unit in a vehicle is part of its contract with Webfleet.")
FIELD_MAP: Final = FieldMap(
    "Webfleet",
    {
        "license_plate_number": _of_updates("licenseplatenumber", value=MaxLength(20), assumed=True),
        "vin": _of_updates("identnumber", value=MaxLength(20)),
        "model_year": _of_updates("manufacturedyear", value=Convert(str)),
        "notes": _of_updates("description", value=MaxLength(500)),
        "total_axles": _of_updates("numaxles", value=Convert(str)),
        "fuel_capacity": _of_updates("fueltanksize", value=Convert(_liters), form="whole liters"),
        "engine_type": _of_updates(
            "fueltype", value=Choices(_FUELS, uncertain=frozenset(_FUELS)), reason="", assumed=True
        ),
        "vehicle_name": Absent("How updateVehicle changes the name that Webfleet shows is not public."),
        "external_id": Absent("Webfleet reserves its external id for the future."),
        "eld_id": _OF_THE_UNIT,
        "eld_serial_number": _OF_THE_UNIT,
        "eld_device_type": _OF_THE_UNIT,
        "eld_product_id": _OF_THE_UNIT,
    },
    others=Absent("Webfleet's vehicles have no place for it."),
)
SHOWS: Final = (
    "vehicle_name",
    "license_plate_number",
    "vin",
    "model_year",
    "notes",
    "total_axles",
    "fuel_capacity",
    "engine_type",
    "is_active",
)


async def read(webfleet: WebfleetApi, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:  # noqa: ARG001 - no pages
    rows = [row for row in await webfleet.rows(REPORT) if not is_trailer(row)]
    yield batch_of(rows, lambda row: _record(webfleet, row), id_key="objectuid")


def remap(webfleet: WebfleetApi, _source_id: str, row: Row) -> Record[VehicleFields]:
    return _record(webfleet, row)


async def get(webfleet: WebfleetApi, source_id: str) -> Record[VehicleFields] | None:
    row = await webfleet.row(REPORT, "objectuid", source_id)
    return None if row is None else _record(webfleet, row)


async def update(webfleet: WebfleetApi, source_id: str, change: Change) -> Written[VehicleFields]:
    prepared = webfleet.prepare(FIELD_MAP, change, Verb.UPDATE)
    if prepared.body:
        await webfleet.write("updateVehicle", objectuid=source_id, **prepared.body)
        row = await webfleet.read_back(REPORT, "objectuid", source_id)
    elif (held := await webfleet.row(REPORT, "objectuid", source_id)) is not None:
        row = held
    else:
        raise Rejected(f"Webfleet has no vehicle {source_id}.")
    compare(prepared, row)
    return Written(record=_record(webfleet, row), prepared=prepared)


def to_record(row: Row, *, uncertain: bool) -> Record[VehicleFields]:
    """The hub's record of a vehicle."""
    fuel, tank = parameter_value(row, "vh_fueltype"), parameter_value(row, "fueltanksize")
    fields = VehicleFields(
        vehicle_name=parameter_value(row, "objectname"),
        model_year=whole(parameter_value(row, "manufacturedyear")),
        vin=parameter_value(row, "identnumber"),
        license_plate_number=parameter_value(row, "licenseplatenumber"),
        is_active=flag(row, "deleted") is not True,
        notes=parameter_value(row, "description"),
        total_axles=whole(parameter_value(row, "numaxles") or parameter_value(row, "numaxes")),
        fuel_capacity=f"{tank} liters" if tank and tank != "0" else None,
        engine_type=next((ours.value for ours, theirs in _FUELS.items() if theirs == fuel and uncertain), None),
    )
    extras = {
        "objectno": parameter_value(row, "objectno"),
        "vehicletype": parameter_value(row, "vehicletype"),
        "fueltype": fuel if fields.engine_type is None else None,
    }
    return Record(source_id=row.source_id("objectuid"), source_data=row, fields=fields, extras=present(extras))


def _record(webfleet: WebfleetApi, row: Row) -> Record[VehicleFields]:
    return to_record(row, uncertain=webfleet.allows_uncertain)
