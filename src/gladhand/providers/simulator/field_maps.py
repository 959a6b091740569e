"""Field maps of the simulator's drivers, vehicles and trailers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from gladhand.resources.enums import (
    EngineType,
    HosComplianceTypeEnum,
    HosTrackingMethodEnum,
    UserStatusEnum,
    VehicleStatusEnum,
)
from gladhand.sdk.field_map import Choices, Convert, FieldMap, MaxLength, Takes
from gladhand.sdk.field_rules import FieldRule

PROVIDER: Final = "The simulator"


def _text(to: str, limit: int, **more: Any) -> Takes:
    return Takes(to, value=MaxLength(limit), clear=None, **more)


def _flag(to: str) -> Takes:
    return Takes(to, clear=None)


def _number(to: str, least: float, most: float) -> Takes:
    def within(value: float) -> float:
        if not least <= value <= most:
            raise ValueError(f"{PROVIDER} takes {least:g} to {most:g}.")
        return value

    return Takes(to, value=Convert(within), clear=None, form=f"{least:g} to {most:g}")


FUELS: Final[Mapping[EngineType, str]] = MappingProxyType(
    {
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
    }
)

_USER = {
    "username": _text("username", 189, form="without blanks; no two drivers share one"),
    "is_active": _flag("active"),
    "status": Takes(
        "duty_status",
        value=Choices({UserStatusEnum.ACTIVE: "in_service", UserStatusEnum.INACTIVE: "out_of_service"}),
        clear=None,
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
    "license_expiration": Takes("license_expires", clear=None, form="YYYY-MM-DD"),
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
    "hos_compliance_type": Takes(
        "log_keeping",
        value=Choices({HosComplianceTypeEnum.EXEMPT: "exempt", HosComplianceTypeEnum.NON_EXEMPT: "required"}),
        clear=None,
    ),
    "hos_tracking_method": Takes(
        "log_method",
        value=Choices({HosTrackingMethodEnum.MANUAL: "paper", HosTrackingMethodEnum.AUTOMATIC: "device"}),
        clear=None,
    ),
}

_YEAR, _AXLES = (1900, 2100), (1, 20)
_UNIQUE_NAME = "no two share one"


def _equipment(name: str) -> dict[str, FieldRule]:
    """The rules that vehicles and trailers share."""
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
    "status": Takes(
        "use",
        value=Choices(
            {
                VehicleStatusEnum.IN_SERVICE: "working",
                VehicleStatusEnum.OUT_OF_SERVICE: "off",
                VehicleStatusEnum.IN_REPAIR: "workshop",
                VehicleStatusEnum.IN_TRANSIT: "moving",
                VehicleStatusEnum.IN_USE: "taken",
                VehicleStatusEnum.IN_STORAGE: "stored",
                VehicleStatusEnum.STANDING: "parked",
                VehicleStatusEnum.SPARE: "spare",
            }
        ),
        clear=None,
    ),
    "speed_unit": _text("speeds_in", 16),
    "odometer_unit": _text("odometer_in", 16),
    "fuel_unit": _text("fuel_in", 16),
    "fuel_capacity": _text("tank", 64),
    "engine_type": Takes("runs_on", value=Choices(FUELS), clear=None),
}

_TRAILER = _equipment("trailer_name") | {
    "status": _text("use", 64),
    "trailer_length": _number("length", 0, 100),
    "trailer_type": _text("body", 64),
}


DRIVERS: Final = FieldMap(PROVIDER, _USER)
VEHICLES: Final = FieldMap(PROVIDER, _VEHICLE)
TRAILERS: Final = FieldMap(PROVIDER, _TRAILER)
