"""Reads and writes Samsara's vehicles. Gateways create them; the API changes a few of their fields."""

from typing import Final

from gladhand.providers.samsara.equipment import LONGEST_VIN, SHORTEST_VIN, SamsaraEquipment, shared_rules, vin_of
from gladhand.providers.samsara.external_ids import VIN, external_id
from gladhand.providers.samsara.tags import tags_of
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.field_map import Absent, Convert, FieldMap, Takes
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

#: The external id that holds our `external_id`.
REFERENCE: Final = "hubVehicleReference"

_PATH, _READS, _WRITES = "/fleet/vehicles", "vehicle-reads", "vehicle-writes"
SHOWS: Final = (
    "vehicle_name",
    "vin",
    "engine_vin",
    "license_plate_number",
    "notes",
    "external_id",
    "oem",
    "model_type",
    "model_year",
    "eld_serial_number",
    "eld_device_type",
    "vehicle_groups",
    "is_active",
    "started_at",
)
_READ_OFF = "Samsara reads it off the vehicle, from its VIN or its gateway."
_NOT_WRITABLE = "It cannot be written at Samsara."
_VIN_FORM = "11 to 17 characters"


def _vin(value: str) -> str:
    vin = value.strip()
    if not SHORTEST_VIN <= len(vin) <= LONGEST_VIN:
        raise ValueError(f"Samsara takes a VIN of {_VIN_FORM}.")
    return vin


# Samsara documents the fields of an update. The lengths are those of trailers; how a text is cleared is assumed.
FIELD_MAP: Final = FieldMap(
    "Samsara",
    {
        "vehicle_name": Takes("name", reason="A vehicle cannot be without a name."),
        "vin": Takes("vin", value=Convert(_vin), form=_VIN_FORM, reason="How a VIN is cleared is not documented."),
        **shared_rules(REFERENCE, assumed=True),
        **{
            name: Absent(_READ_OFF)
            for name in ("oem", "model_type", "model_year", "eld_serial_number", "eld_device_type")
        },
    },
    others=Absent(_NOT_WRITABLE),
)


def to_record(vehicle: Row) -> Record[VehicleFields]:
    """The hub's record of a vehicle. Samsara has no word for one that is retired: one with a gateway is active.

    `esn` is the serial number of the engine, which some makers write as a VIN.
    """
    gateway = vehicle.row("gateway")
    fields = VehicleFields(
        vehicle_name=vehicle.text("name"),
        oem=vehicle.text("make"),
        model_type=vehicle.text("model"),
        model_year=vehicle.whole("year"),
        vin=vehicle.text("vin") or external_id(vehicle, VIN),
        engine_vin=vin_of(vehicle.text("esn")),
        license_plate_number=vehicle.text("licensePlate"),
        notes=vehicle.text("notes"),
        eld_serial_number=gateway.text("serial") or vehicle.text("serial"),
        eld_device_type=gateway.text("model"),
        vehicle_groups=tags_of(vehicle),
        external_id=external_id(vehicle, REFERENCE),
        is_active=True if gateway else None,
        started_at=vehicle.moment("createdAtTime"),
    )
    return Record(
        source_id=vehicle.source_id(),
        source_data=vehicle,
        fields=fields,
        occurred_at=vehicle.moment("updatedAtTime"),
    )


VEHICLES: Final = SamsaraEquipment[VehicleFields](
    path=_PATH, reads=_READS, writes=_WRITES, reference=REFERENCE, field_map=FIELD_MAP, to_record=to_record
)
