"""Maps Geotab's devices to our vehicles and trailers, and back.

Geotab has one entity for a vehicle and the device in it. Trailers are also devices, with or without a tracker: those in
the group `GroupTrailerId`, and those that stand for a trailer of older databases. Without a group of either kind, one
that has no hardware counts as a trailer. A vehicle never becomes a trailer, nor a trailer a vehicle.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic

from gladhand.providers.geotab.user_mapping import groups, is_active, moment, text
from gladhand.resources.fields import FieldsT
from gladhand.resources.trailer import TrailerFields
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.field_map import Absent, Convert, FieldMap, MaxLength, Takes, Verb
from gladhand.sdk.field_rules import FieldRule
from gladhand.sdk.records import Record
from gladhand.sdk.regions import region_code
from gladhand.sdk.rows import Row

#: The id of a trailer in older databases, by which inspections and attachments name it.
OLDER_TRAILER: Final = "tmpTrailerId"
_VEHICLE_GROUP, _TRAILER_GROUP = "GroupVehicleId", "GroupTrailerId"
#: The type of a device that is none.
_NO_DEVICE: Final = "None"
_ZEROS: Final = re.compile(r"[0-]+")

_READ_OFF = "Geotab reads it off the device."
_NO_FIELD = "Geotab has no field for it."
_DECODED = "Geotab finds it out by the VIN."
_TANK = "Geotab shows it; whether it can be written is not known."
_ALWAYS_THERE = "Geotab always has one; it can be changed, not cleared."
_HARDWARE = "It is printed on the device, which Geotab knows by it for good: it can be given for a new record only."
_USED_OR_RETIRED = "Geotab has what is in use and what is retired: write is_active."

_OF_VIN: Final = ("oem", "model_type", "model_year")
# Geotab documents the fields and how texts are cleared. The spelling of plates comes from other public clients.
_COMMON: Final[Mapping[str, FieldRule]] = {
    "vin": Takes("vehicleIdentificationNumber", clear=""),
    "license_plate_number": Takes("licensePlate", clear="", assumed=True),
    "license_plate_region": Takes("licenseState", value=Convert(region_code), clear="", assumed=True),
    "notes": Takes("comment", clear=""),
    "is_active": Takes("activeTo", placed=False, form="now, or 2050-01-01 for active", reason=_ALWAYS_THERE),
    "status": Absent(_USED_OR_RETIRED),
    "eld_device_type": Absent(_READ_OFF),
    "eld_product_id": Absent(_READ_OFF),
    "eld_id": Absent(_READ_OFF),
    **dict.fromkeys(_OF_VIN, Absent(_DECODED)),
}
_ABSENT: Final = ("license_plate_country", "total_axles", "external_id")


def _name(given: str) -> str:
    if not given.strip():
        raise ValueError("Geotab wants one that is not empty.")
    return given


def _serial(*, required: bool) -> Takes:
    return Takes("serialNumber", verbs=frozenset({Verb.CREATE}), required=required, reason=_HARDWARE)


_VEHICLE_MAP: Final = FieldMap(
    "Geotab",
    {
        "vehicle_name": Takes("name", required=True, value=(Convert(_name), MaxLength(50))),
        **_COMMON,
        "eld_serial_number": _serial(required=True),
        "engine_vin": Absent(_READ_OFF),
        **{name: Absent(_NO_FIELD) for name in (*_ABSENT, "speed_unit", "odometer_unit", "fuel_unit", "engine_type")},
        "fuel_capacity": Absent(_TANK),
    },
)
_TRAILER_MAP: Final = FieldMap(
    "Geotab",
    {
        "trailer_name": Takes("name", required=True, value=(Convert(_name), MaxLength(50))),
        **_COMMON,
        "eld_serial_number": _serial(required=False),
        **{name: Absent(_NO_FIELD) for name in (*_ABSENT, "trailer_length", "trailer_type")},
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceKind(Generic[FieldsT]):
    """The vehicles or the trailers among the devices."""

    field_map: FieldMap
    name_field: str
    group: str
    word: str
    fields: Callable[[Row], FieldsT]

    def holds(self, device: Row) -> bool:
        return _is_trailer(device) is (self.group == _TRAILER_GROUP)

    def to_record(self, device: Row) -> Record[FieldsT]:
        """The hub's record of a device."""
        return Record(source_id=device.source_id(), source_data=device, fields=self.fields(device))


def _is_trailer(device: Row) -> bool:
    held = device.get("groups")
    groups = [group.get("id") for group in held if isinstance(group, dict)] if isinstance(held, list) else []
    if _TRAILER_GROUP in groups or device.get(OLDER_TRAILER):
        return True
    has_hardware = device.text("deviceType") != _NO_DEVICE or _serial_number(device) is not None
    return _VEHICLE_GROUP not in groups and not has_hardware


def _vehicle(device: Row) -> VehicleFields:
    litres = device.number("fuelTankCapacity")
    return VehicleFields(
        vehicle_name=text(device.get("name")),
        engine_vin=_vin(device.get("engineVehicleIdentificationNumber")),
        fuel_capacity=f"{litres:g} liters" if litres else None,
        vehicle_groups=groups(device.get("groups")),
        **_shared(device),
    )


def _trailer(device: Row) -> TrailerFields:
    return TrailerFields(
        trailer_name=text(device.get("name")), trailer_groups=groups(device.get("groups")), **_shared(device)
    )


def _shared(device: Row) -> dict[str, Any]:
    product, kind = device.whole("productId"), device.text("deviceType")
    return {
        "oem": device.text("vinInfoMake"),
        "model_type": device.text("vinInfoModel"),
        "model_year": device.whole("vinInfoYear") or None,
        "vin": _vin(device.get("vehicleIdentificationNumber")),
        "license_plate_number": text(device.get("licensePlate")),
        "license_plate_region": text(device.get("licenseState")),
        "started_at": moment(device.get("activeFrom")),
        "ended_at": moment(device.get("activeTo")),
        "is_active": is_active(device),
        "notes": text(device.get("comment")),
        "eld_serial_number": _serial_number(device),
        "eld_device_type": None if kind == _NO_DEVICE else kind,
        "eld_product_id": str(product) if product is not None and product >= 0 else None,
        "eld_id": device.text("hardwareId"),
    }


def _serial_number(device: Row) -> str | None:
    """The number of the hardware. Geotab writes zeros where there is none."""
    number = device.text("serialNumber")
    return None if number is None or _ZEROS.fullmatch(number) else number


def _vin(value: object) -> str | None:
    # A question mark means that the device could not read the value.
    return None if value == "?" else text(value)


VEHICLE: Final = DeviceKind(
    field_map=_VEHICLE_MAP, name_field="vehicle_name", group=_VEHICLE_GROUP, word="vehicle", fields=_vehicle
)
TRAILER: Final = DeviceKind(
    field_map=_TRAILER_MAP, name_field="trailer_name", group=_TRAILER_GROUP, word="trailer", fields=_trailer
)
