"""Maps Motive's vehicles and assets to our vehicles and trailers."""

from typing import Any, Final, TypeVar

from gladhand.providers.motive.api import external_id
from gladhand.providers.motive.fuels import fuel_of
from gladhand.resources.trailer import TrailerFields
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.countries import alpha3
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

_EquipmentFields = TypeVar("_EquipmentFields", VehicleFields, TrailerFields)

VEHICLES_SHOW: Final = (
    "is_active",
    "eld_id",
    "eld_serial_number",
    "eld_device_type",
    "external_id",
    "vehicle_name",
    "oem",
    "model_type",
    "model_year",
    "vin",
    "license_plate_region",
    "license_plate_number",
    "license_plate_country",
    "started_at",
    "status",
    "notes",
    "engine_type",
    "speed_unit",
    "odometer_unit",
    "fuel_unit",
    "vehicle_groups",
)
TRAILERS_SHOW: Final = (
    "is_active",
    "eld_id",
    "eld_serial_number",
    "trailer_groups",
    "external_id",
    "trailer_name",
    "trailer_type",
    "oem",
    "model_type",
    "model_year",
    "vin",
    "license_plate_region",
    "license_plate_number",
    "started_at",
    "status",
    "notes",
    "total_axles",
    "trailer_length",
)


def to_vehicle(vehicle: Row, integration_name: str) -> Record[VehicleFields]:
    """The hub's record of a vehicle."""
    metric, gateway = vehicle.flag("metric_units"), vehicle.row("eld_device")
    fuel = vehicle.text("fuel_type")
    fields = VehicleFields(
        **_shared(vehicle, gateway, integration_name),
        vehicle_name=vehicle.text("number"),
        license_plate_country=alpha3(vehicle.text("license_plate_country_code")),
        eld_device_type=gateway.text("model"),
        vehicle_groups={"ids": vehicle["group_ids"]} if vehicle.get("group_ids") else None,
        speed_unit=None if metric is None else "km/h" if metric else "mph",
        odometer_unit=None if metric is None else "km" if metric else "mi",
        fuel_unit=None if metric is None else "liters" if metric else "gallons",
        engine_type=known.value if (known := fuel_of(fuel)) is not None else fuel,
    )
    return _record(vehicle, fields)


def to_trailer(asset: Row, integration_name: str) -> Record[TrailerFields]:
    """The hub's record of an asset."""
    gateway = asset.row("asset_gateway")
    fields = TrailerFields(
        **_shared(asset, gateway, integration_name),
        trailer_name=asset.text("name"),
        eld_device_type=gateway.text("model"),
        total_axles=asset.whole("axle"),
        trailer_groups={"ids": asset["group_ids"]} if asset.get("group_ids") else None,
        trailer_length=asset.number("length"),
        trailer_type=asset.text("custom_type") or asset.text("type"),
    )
    return _record(asset, fields)


def _shared(theirs: Row, gateway: Row, integration_name: str) -> dict[str, Any]:
    """The fields that vehicles and trailers have alike."""
    return {
        "oem": theirs.text("make"),
        "model_type": theirs.text("model"),
        "model_year": theirs.whole("year"),
        "vin": theirs.text("vin"),
        "license_plate_region": theirs.text("license_plate_state"),
        "license_plate_number": theirs.text("license_plate_number"),
        "started_at": theirs.moment("created_at"),
        "is_active": _is_active(theirs),
        "status": _state(theirs),
        "notes": theirs.text("notes"),
        "eld_id": gateway.text("id"),
        "eld_serial_number": gateway.text("identifier"),
        "external_id": external_id(theirs, integration_name),
    }


def _record(theirs: Row, fields: _EquipmentFields) -> Record[_EquipmentFields]:
    return Record(
        source_id=theirs.source_id(), source_data=theirs, fields=fields, occurred_at=theirs.moment("updated_at")
    )


def _state(theirs: Row) -> str | None:
    word = theirs.row("availability_details").text("availability_status") or theirs.text("status")
    return word.upper() if word else None


def _is_active(theirs: Row) -> bool | None:
    status = theirs.text("status")
    return status == "active" if status else None
