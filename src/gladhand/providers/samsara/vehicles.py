"""Samsara's vehicles: gateways make them, the API changes a few of their fields."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from gladhand.providers.samsara.external_ids import external_id, to_external, with_external_id
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.adapter import Record
from gladhand.sdk.field_map import FieldMap, Prepared, Rule

#: The external id that holds our `external_id`.
REFERENCE: Final = "hubVehicleReference"

_READ_OFF = "Samsara reads it off the vehicle, from its VIN or its gateway."
_NO_FIELD = "Samsara's vehicles have no field for it."

# Documented are the fields that an update takes. The lengths are those of trailers; how a text is cleared is assumed.
SHEET: Final = FieldMap(
    "Samsara",
    {
        "vehicle_name": Rule(to="name", reason="A vehicle cannot be without a name."),
        "vin": Rule(to="vin", reason="How a VIN is cleared is not documented."),
        "license_plate_number": Rule(to="licensePlate", limit=12, clear="", assumed=True),
        "notes": Rule(to="notes", limit=255, shorten=True, clear="", assumed=True),
        "external_id": Rule(
            to=f"externalIds.{REFERENCE}",
            placed=False,
            convert=to_external,
            clear="",
            form="an external id: unique in the account",
            assumed=True,
        ),
        **{
            name: Rule(reason=_READ_OFF)
            for name in ("oem", "model_type", "model_year", "eld_serial_number", "eld_device_type")
        },
        **{
            name: Rule(reason=_NO_FIELD, read=False)
            for name in (
                "engine_vin",
                "license_plate_region",
                "license_plate_country",
                "is_active",
                "status",
                "eld_id",
                "eld_product_id",
                "total_axles",
                "speed_unit",
                "odometer_unit",
                "fuel_unit",
                "fuel_capacity",
                "engine_type",
            )
        },
    },
)


def complete(made: Prepared, current: Mapping[str, Any]) -> None:
    """Place what depends on the vehicle as it is."""
    if "external_id" in made.values:
        made.put("externalIds", with_external_id(current, REFERENCE, made.values["external_id"]))


def to_record(vehicle: Mapping[str, Any]) -> Record:
    """A vehicle as the hub keeps it."""
    gateway = vehicle.get("gateway") or {}
    year = str(vehicle.get("year") or "")
    updated = vehicle.get("updatedAtTime")
    fields = VehicleFields(
        vehicle_name=vehicle.get("name") or None,
        oem=vehicle.get("make") or None,
        model_type=vehicle.get("model") or None,
        model_year=int(year) if year.isascii() and year.isdigit() else None,
        vin=vehicle.get("vin") or None,
        license_plate_number=vehicle.get("licensePlate") or None,
        notes=vehicle.get("notes") or None,
        eld_serial_number=gateway.get("serial") or vehicle.get("serial") or None,
        eld_device_type=gateway.get("model") or None,
        vehicle_groups={str(tag["id"]): tag.get("name") for tag in vehicle.get("tags") or []} or None,
        external_id=external_id(vehicle, REFERENCE),
    )
    return Record(
        source_id=str(vehicle["id"]),
        source_data=vehicle,
        fields=fields,
        occurred_at=datetime.fromisoformat(updated) if updated else None,
    )
