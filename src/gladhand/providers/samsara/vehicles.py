"""Reads and writes Samsara's vehicles. Gateways create them; the API changes a few of their fields."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.samsara.account import SamsaraAccount, path_of, tags_of
from gladhand.providers.samsara.external_ids import external_id, put_external_id, to_external
from gladhand.resources.base import Change
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.field_map import Absent, Convert, FieldMap, MaxLength, Takes, Verb, same_presence
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

#: The external id that holds our `external_id`.
REFERENCE: Final = "hubVehicleReference"

_PATH, _READS, _WRITES = "/fleet/vehicles", "vehicle-reads", "vehicle-writes"
SHOWS: Final = (
    "vehicle_name",
    "vin",
    "license_plate_number",
    "notes",
    "external_id",
    "oem",
    "model_type",
    "model_year",
    "eld_serial_number",
    "eld_device_type",
    "vehicle_groups",
)
_READ_OFF = "Samsara reads it off the vehicle, from its VIN or its gateway."
_NO_FIELD = "Samsara's vehicles have no field for it."

# Samsara documents the fields of an update. The lengths are those of trailers; how a text is cleared is assumed.
FIELD_MAP: Final = FieldMap(
    "Samsara",
    {
        "vehicle_name": Takes("name", reason="A vehicle cannot be without a name."),
        "vin": Takes("vin", reason="How a VIN is cleared is not documented."),
        "license_plate_number": Takes("licensePlate", value=MaxLength(12), clear="", assumed=True),
        "notes": Takes("notes", value=MaxLength(255, cut=True), clear="", assumed=True),
        "external_id": Takes(
            f"externalIds.{REFERENCE}",
            placed=False,
            value=Convert(to_external),
            clear="",
            form="an external id: unique in the account",
            assumed=True,
        ),
        **{
            name: Absent(_READ_OFF)
            for name in ("oem", "model_type", "model_year", "eld_serial_number", "eld_device_type")
        },
    },
    others=Absent(_NO_FIELD),
)


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:
    async for rows, state in samsara.resumable_pages(_PATH, part, kind=_READS):
        yield batch_of(rows, to_record, state=state)


async def get(samsara: SamsaraAccount, source_id: str) -> Record[VehicleFields] | None:
    found = await samsara.record(path_of(_PATH, source_id), kind=_READS)
    return None if found is None else to_record(found)


async def update(samsara: SamsaraAccount, source_id: str, change: Change) -> Written[VehicleFields]:
    path = path_of(_PATH, source_id)
    prepared = samsara.prepare(FIELD_MAP, change, Verb.UPDATE)
    if "external_id" in prepared.values:
        put_external_id(prepared, await samsara.current(path, kind=_READS), REFERENCE)
    vehicle = await samsara.changed(path, prepared, read=_READS, write=_WRITES)
    prepared.compare(vehicle, same=same_presence)
    return Written(record=to_record(vehicle), prepared=prepared)


def to_record(vehicle: Row) -> Record[VehicleFields]:
    """The hub's record of a vehicle."""
    gateway = vehicle.row("gateway")
    fields = VehicleFields(
        vehicle_name=vehicle.text("name"),
        oem=vehicle.text("make"),
        model_type=vehicle.text("model"),
        model_year=vehicle.whole("year"),
        vin=vehicle.text("vin"),
        license_plate_number=vehicle.text("licensePlate"),
        notes=vehicle.text("notes"),
        eld_serial_number=gateway.text("serial") or vehicle.text("serial"),
        eld_device_type=gateway.text("model"),
        vehicle_groups=tags_of(vehicle),
        external_id=external_id(vehicle, REFERENCE),
    )
    return Record(
        source_id=vehicle.source_id(),
        source_data=vehicle,
        fields=fields,
        occurred_at=vehicle.moment("updatedAtTime"),
    )
