"""Maps Traccar's devices to our vehicles, and back. Traccar identifies a vehicle with its tracker."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gladhand.providers.traccar.user_fields import LONGEST, trimmed
from gladhand.providers.traccar.user_mapping import OURS, Entity, checked_attributes, put_attributes
from gladhand.providers.traccar.user_records import text
from gladhand.resources.enums import VehicleStatusEnum
from gladhand.resources.trailer import TrailerFields
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.clock import now
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, MaxLength, Prepared, Takes
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

_ATTRIBUTES: Mapping[str, str] = MappingProxyType(
    {
        "oem": "make",
        "model_type": "vehicleModel",
        "model_year": "modelYear",
        "vin": "vin",
        "engine_vin": "engineVin",
        "license_plate_region": "licensePlateRegion",
        "license_plate_country": "licensePlateCountry",
        "license_plate_number": "licensePlate",
        "notes": "notes",
        "eld_id": "eldId",
        "eld_product_id": "eldProductId",
        "total_axles": "totalAxles",
        "external_id": "externalId",
        "fuel_capacity": "fuelCapacity",
        "engine_type": "engineType",
    }
)
_NUMBERS = frozenset({"model_year", "total_axles"})
_OF_BOTH = frozenset(
    {
        *(_ATTRIBUTES.keys() - {"engine_vin", "fuel_capacity", "engine_type"}),
        *("eld_serial_number", "eld_device_type", "is_active", "status"),
    }
)
_OWN_UNITS = "Traccar stores metres, knots and litres; its pages convert them for each user."
_ALWAYS = "At Traccar a device is in service or disabled, and nothing else."
_DISABLED = {VehicleStatusEnum.IN_SERVICE: False, VehicleStatusEnum.OUT_OF_SERVICE: True}

VEHICLES = FieldMap(
    "Traccar",
    {name: Takes(f"attributes.{key}", clear=None, assumed=name != "vin") for name, key in _ATTRIBUTES.items()}
    | {
        "vehicle_name": Takes("name", required=True, value=(Convert(trimmed), MaxLength(LONGEST))),
        "eld_serial_number": Takes(
            "uniqueId",
            required=True,
            value=(Convert(trimmed), MaxLength(LONGEST)),
            form="What the tracker reports itself as, usually its IMEI. Unique on the server, other fleets included.",
        ),
        "eld_device_type": Takes("model", value=MaxLength(LONGEST), clear=None),
        "is_active": Takes(
            "disabled", value=Convert(lambda active: not active), form="The opposite of it.", reason=_ALWAYS
        ),
        "status": Takes("disabled", placed=False, value=Choices(_DISABLED), reason=_ALWAYS),
    }
    | {name: Absent(_OWN_UNITS) for name in ("speed_unit", "odometer_unit", "fuel_unit")},
)


def new_device(prepared: Prepared, operation_key: str) -> Entity:
    """The entity for a new device."""
    return changed_device({"attributes": {OURS: operation_key}}, prepared)


def changed_device(device: Mapping[str, Any], prepared: Prepared) -> Entity:
    """The whole device with a change applied."""
    attributes = dict(device.get("attributes") or {})
    put_attributes(attributes, prepared)
    own = {name: value for name, value in prepared.body.items() if name != "attributes"}
    disabled = {prepared.values[name] for name in ("is_active", "status") if name in prepared.values}
    if len(disabled) > 1:
        why = "It contradicts is_active."
        raise Rejected(f"status: {why}", fields={"status": why})
    if disabled:
        own["disabled"] = disabled.pop()
    return checked_attributes({**device, **own, "attributes": attributes}, prepared)


def device_record(device: Row) -> Record[VehicleFields]:
    """The hub's record of a device. Traccar's `status` describes the tracker's connection, not the vehicle."""
    attributes = device.row("attributes")
    ours: dict[str, Any] = {
        name: _number(attributes.get(key)) if name in _NUMBERS else text(attributes.get(key))
        for name, key in _ATTRIBUTES.items()
    }
    active = is_active(device)
    unique, group = text(device.get("uniqueId")), device.get("groupId")
    return Record(
        source_id=device.source_id(),
        source_data=device,
        fields=VehicleFields.model_validate(
            ours
            | {
                "vehicle_name": text(device.get("name")),
                "eld_serial_number": unique,
                "eld_device_type": text(device.get("model")),
                "external_id": ours["external_id"] or unique,
                "is_active": active,
                "status": "IN_SERVICE" if active else "OUT_OF_SERVICE",
                "vehicle_groups": {"groupId": group} if group else None,
            }
        ),
    )


def trailer_record(device: Row) -> Record[TrailerFields]:
    """The hub's record of a device on a trailer."""
    vehicle = device_record(device)
    known = vehicle.fields.stored()
    fields = {name: known[name] for name in TrailerFields.model_fields.keys() & _OF_BOTH}
    return Record(
        source_id=vehicle.source_id,
        source_data=device,
        fields=TrailerFields.model_validate(
            {**fields, "trailer_name": known["vehicle_name"], "trailer_groups": known["vehicle_groups"]}
        ),
    )


def is_active(device: Row) -> bool:
    """Whether a device is in service: neither disabled nor expired."""
    until = device.moment("expirationTime")
    return not device.get("disabled", False) and (until is None or until > now())


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.isdecimal() and value.isascii():
        return int(value)
    return value if isinstance(value, int) else None
