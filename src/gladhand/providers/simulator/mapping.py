"""Between the simulator's drivers, vehicles and trailers and our records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gladhand.resources.enums import (
    EngineType,
    HosComplianceTypeEnum,
    HosTrackingMethodEnum,
    UserStatusEnum,
    VehicleStatusEnum,
)
from gladhand.resources.fields import Fields
from gladhand.resources.trailer import TrailerFields
from gladhand.resources.user import UserFields
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.adapter import Record
from gladhand.sdk.field_map import FieldMap, Rule

_NAME = "The simulator"


def _text(to: str, limit: int, **more: Any) -> Rule:
    return Rule(to=to, limit=limit, clear=None, **more)


def _flag(to: str) -> Rule:
    return Rule(to=to, clear=None)


def _number(to: str, least: float, most: float) -> Rule:
    def within(value: float) -> float:
        if not least <= value <= most:
            raise ValueError(f"{_NAME} takes {least:g} to {most:g}.")
        return value

    return Rule(to=to, clear=None, convert=within, form=f"{least:g} to {most:g}")


_USER = {
    "username": _text("username", 189, form="without blanks; no two drivers share one"),
    "is_active": _flag("active"),
    "status": Rule(
        to="duty_status",
        clear=None,
        values={UserStatusEnum.ACTIVE: "in_service", UserStatusEnum.INACTIVE: "out_of_service"},
    ),
    "is_driver": _flag("drives"),
    "user_designation": _text("role", 100),
    "user_email": _text("email", 320),
    "first_name": _text("given_name", 255),
    "last_name": _text("family_name", 255),
    "phone_number": _text("phone", 64),
    "country_code": _text("country", 3),
    "license_country": _text("license_country", 3),
    "license_region": _text("license_region", 64),
    "license_number": _text("license_number", 64),
    "license_expiration": Rule(to="license_expires", clear=None, form="YYYY-MM-DD"),
    "employee_number": _text("payroll_number", 64),
    "carrier_number": _text("carrier_number", 64),
    "notes": _text("remarks", 4096),
    "hos_ruleset_code": _text("ruleset", 64),
    "allow_yard_move": _flag("yard_move"),
    "allow_personal_conveyance": _flag("personal_use"),
    "allow_adverse_driving": _flag("adverse_driving"),
    "default_time_zone": _text("time_zone", 64),
    "dot_id": _text("dot_number", 64),
    "phone_country_code": _text("phone_prefix", 8),
    "hos_compliance_type": Rule(
        to="log_keeping",
        clear=None,
        values={HosComplianceTypeEnum.EXEMPT: "exempt", HosComplianceTypeEnum.NON_EXEMPT: "required"},
    ),
    "hos_tracking_method": Rule(
        to="log_method",
        clear=None,
        values={HosTrackingMethodEnum.MANUAL: "paper", HosTrackingMethodEnum.AUTOMATIC: "device"},
    ),
}

_YEAR, _AXLES = (1900, 2100), (1, 20)
_UNIQUE_NAME = "no two share one"


def _equipment(name: str) -> dict[str, Rule]:
    """What vehicles and trailers have in common."""
    return {
        name: _text("name", 100, form=_UNIQUE_NAME),
        "oem": _text("make", 100),
        "model_type": _text("model", 100),
        "model_year": _number("year", *_YEAR),
        "vin": _text("vin", 17),
        "license_plate_region": _text("plate_region", 64),
        "license_plate_country": _text("plate_country", 3),
        "license_plate_number": _text("plate", 32),
        "is_active": _flag("active"),
        "notes": _text("remarks", 4096),
        "eld_id": _text("device_id", 64),
        "eld_serial_number": _text("device_serial", 64),
        "eld_device_type": _text("device_type", 64),
        "eld_product_id": _text("device_model", 64),
        "total_axles": _number("axles", *_AXLES),
        "external_id": _text("asset_tag", 100),
    }


_VEHICLE = _equipment("vehicle_name") | {
    "engine_vin": _text("engine_serial", 64),
    "status": Rule(
        to="use",
        clear=None,
        values={
            VehicleStatusEnum.IN_SERVICE: "working",
            VehicleStatusEnum.OUT_OF_SERVICE: "off",
            VehicleStatusEnum.IN_REPAIR: "workshop",
            VehicleStatusEnum.IN_TRANSIT: "moving",
            VehicleStatusEnum.IN_USE: "taken",
            VehicleStatusEnum.IN_STORAGE: "stored",
            VehicleStatusEnum.STANDING: "parked",
            VehicleStatusEnum.SPARE: "spare",
        },
    ),
    "speed_unit": _text("speeds_in", 16),
    "odometer_unit": _text("odometer_in", 16),
    "fuel_unit": _text("fuel_in", 16),
    "fuel_capacity": _text("tank", 64),
    "engine_type": Rule(
        to="runs_on",
        clear=None,
        values={
            EngineType.GASOLINE: "petrol",
            EngineType.DIESEL: "diesel",
            EngineType.ETHANOL: "ethanol",
            EngineType.METHANOL: "methanol",
            EngineType.PROPANE: "propane",
            EngineType.LPG: "lpg",
            EngineType.CNG: "cng",
            EngineType.LNG: "lng",
            EngineType.HYDROGEN: "hydrogen",
            EngineType.ELECTRICITY: "electric",
            EngineType.HYBRID: "hybrid",
        },
    ),
}

_TRAILER = _equipment("trailer_name") | {
    "status": _text("use", 64),
    "trailer_length": _number("length", 0, 100),
    "trailer_type": _text("body", 64),
}


@dataclass(frozen=True)
class Kind:
    """One kind of thing at the simulator, and the records that it becomes."""

    plural: str
    unique: str
    """Our field that no two share."""
    fields: type[Fields]
    sheet: FieldMap

    @property
    def path(self) -> str:
        return f"/api/{self.plural}"

    def ours(self, theirs: str) -> str:
        """Our name for a field of theirs; empty if we have none."""
        return next((name for name, rule in self.sheet.rules.items() if rule.to == theirs), "")

    def to_record(self, item: Mapping[str, Any]) -> Record:
        """A thing as the hub keeps it. What can be written but has no place in the contract's record is extra."""
        values = {name: _read(rule, item.get(rule.to)) for name, rule in self.sheet.rules.items()}
        known = self.fields.model_fields
        return Record(
            source_id=item["id"],
            source_data=item,
            fields=self.fields.model_validate({name: value for name, value in values.items() if name in known}),
            occurred_at=datetime.fromisoformat(item["updated_at"]),
            extras={name: value for name, value in values.items() if name not in known and value is not None} or None,
        )


DRIVERS = Kind("drivers", "username", UserFields, FieldMap(_NAME, _USER))
VEHICLES = Kind("vehicles", "vehicle_name", VehicleFields, FieldMap(_NAME, _VEHICLE))
TRAILERS = Kind("trailers", "trailer_name", TrailerFields, FieldMap(_NAME, _TRAILER))


def _read(rule: Rule, value: Any) -> Any:
    if rule.values is None or value is None:
        return value
    return {theirs: ours for ours, theirs in rule.values.items()}[value]
