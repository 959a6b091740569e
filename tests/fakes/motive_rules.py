"""What Motive refuses, and which of its fields its records show. Written from its documents, not from our adapter."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

ZONES = frozenset(
    {
        "Alaska",
        "Arizona",
        "Atlantic Time (Canada)",
        "Central America",
        "Central Time (US & Canada)",
        "Eastern Time (US & Canada)",
        "Hawaii",
        "Indiana (East)",
        "Mexico City",
        "Mountain Time (US & Canada)",
        "Newfoundland",
        "Pacific Time (US & Canada)",
        "Puerto Rico",
        "Saskatchewan",
        "Tijuana",
        "UTC",
    }
)
_CYCLES = """
70_8 60_7 70_8_o 60_7_o 70_8_p 60_7_p 80_8 80_8_o 80_8_p tx_70_7 ak_70_7 ak_80_8 ak_70_7_o ak_80_8_o ak_70_7_p ak_80_8_p
70_7 120_14 canada_oil 80_7 120_14_north Other
"""
CYCLES = frozenset(_CYCLES.split())
FUELS = frozenset(
    {"diesel", "gasoline", "propane", "lng", "cng", "ethanol", "methanol", "e85", "m85", "a55", "biodiesel", "other"}
)
ROLES = frozenset({"driver", "fleet_user", "admin"})
#: Mode of logging: the ways of keeping time that go with it.
PAIRS: Mapping[str, frozenset[str]] = {
    "logs": frozenset({"logs"}),
    "none": frozenset({"logs"}),
    "exempt": frozenset({"timecards", "not_required"}),
}
_EXCEPTIONS = ("24_hour_restart", "8_hour_break", "wait_time", "short_haul", "ca_farm_school_bus", "adverse_driving")
_DRIVER_FLAGS = {
    **{f"exception_{name}": False for name in _EXCEPTIONS},
    "yard_moves_enabled": False,
    "personal_conveyance_enabled": False,
    "manual_driving_enabled": False,
    "minute_logs": True,
    "export_combined": True,
    "export_recap": True,
    "export_odometers": True,
}
USER_FIELDS: dict[str, Any] = {
    "first_name": None,
    "last_name": None,
    "email": None,
    "role": "driver",
    "phone": None,
    "phone_country_code": None,
    "phone_ext": None,
    "time_zone": "Central Time (US & Canada)",
    "status": "active",
    "dot_id": None,
    "metric_units": False,
    "company_reference_id": None,
    "group_ids": [],
}
DRIVER_FIELDS: dict[str, Any] = {
    "username": None,
    "driver_company_id": None,
    "drivers_license_number": None,
    "drivers_license_state": None,
    "cycle": "70_8",
    "cycle2": None,
    "eld_mode": "logs",
    "time_tracking_mode": "logs",
    "violation_alerts": "1_hour",
    "duty_status": "off_duty",
    "carrier_name": "Example Haulage LLC",
    "carrier_street": "1 Sample Road",
    "carrier_city": "Springfield",
    "carrier_state": "IL",
    "carrier_zip": "62701",
    "joined_at": None,
    "mobile_last_sign_in_at": None,
    **_DRIVER_FLAGS,
}
VEHICLE_FIELDS: dict[str, Any] = {
    "company_id": 5001,
    "number": None,
    "status": "active",
    "ifta": False,
    "vin": None,
    "make": None,
    "model": None,
    "year": None,
    "license_plate_state": None,
    "license_plate_number": None,
    "metric_units": False,
    "fuel_type": None,
    "prevent_auto_odometer_entry": False,
    "notes": None,
    "group_ids": [],
    "eld_device": None,
    "current_driver": None,
    "availability_details": None,
}
ASSET_FIELDS: dict[str, Any] = {
    "name": None,
    "status": "active",
    "type": None,
    "custom_type": None,
    "vin": None,
    "license_plate_state": None,
    "license_plate_number": None,
    "make": None,
    "model": None,
    "year": None,
    "axle": None,
    "weight_metric_units": False,
    "length_metric_units": False,
    "leased": False,
    "notes": None,
    "length": None,
    "gvwr": None,
    "gawr": None,
    "asset_gateway": None,
    "group_ids": [],
    "availability_details": None,
}
#: What an asset's update is documented to change. The rest of a body is passed over.
ASSET_CHANGES = frozenset({"status", "group_ids", "leased", "asset_gateway_id", "vin", "availability_details"})

_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "role": ROLES.__contains__,
    "status": {"active", "deactivated"}.__contains__,
    "time_zone": ZONES.__contains__,
    "cycle": CYCLES.__contains__,
    "eld_mode": PAIRS.__contains__,
    "phone_country_code": lambda code: code is None or (code.startswith("+") and code[1:].isdigit()),
    **dict.fromkeys(_DRIVER_FLAGS, lambda flag: isinstance(flag, bool)),
}


def user_complaints(user: Mapping[str, Any], sent: Mapping[str, Any], *, is_new: bool) -> Iterator[str]:
    """What speaks against a user as it would be."""
    for name in ("first_name", "last_name"):
        if not user[name]:
            yield f"{name.replace('_', ' ').capitalize()} can't be blank"
    if is_new and len(str(sent.get("password") or "")) < 8:
        yield "Password is too short (minimum is 8 characters)"
    if not any(user.get(name) for name in ("email", "username", "phone")):
        yield "Email can't be blank"
    if user["email"] and "@" not in user["email"]:
        yield "Email is invalid"
    for name, is_fine in _CHECKS.items():
        if name in user and not is_fine(user[name]):
            yield f"{name.replace('_', ' ').capitalize()} is not included in the list"
    if user["role"] == "driver":
        yield from _driver_complaints(user)


def _driver_complaints(driver: Mapping[str, Any]) -> Iterator[str]:
    if driver["time_tracking_mode"] not in PAIRS.get(driver["eld_mode"], ()):
        yield "time_tracking_mode is not compatible with eld_mode"
    if driver["exception_ca_farm_school_bus"] and driver["cycle"] != "80_8_p":
        yield "Exception ca farm school bus is not available on this cycle"


def vehicle_complaints(vehicle: Mapping[str, Any], sent: Mapping[str, Any], *, is_new: bool) -> Iterator[str]:
    if not vehicle["number"]:
        yield "Number can't be blank"
    if vehicle["fuel_type"] is not None and vehicle["fuel_type"] not in FUELS:
        yield "Fuel type is not included in the list"
    if vehicle["year"] is not None and not (isinstance(vehicle["year"], str) and vehicle["year"].isdigit()):
        yield "Year is invalid"
    yield from _shared_complaints(vehicle)


def asset_complaints(asset: Mapping[str, Any], sent: Mapping[str, Any], *, is_new: bool) -> Iterator[str]:
    for name in ("name", "type", "make", "model", "year"):
        if not asset[name]:
            yield f"{name.capitalize()} can't be blank"
    if not isinstance(asset["type"], str) or asset["type"] != asset["type"].lower():
        yield "Type is not included in the list"
    yield from _shared_complaints(asset)


def _shared_complaints(record: Mapping[str, Any]) -> Iterator[str]:
    if record["status"] not in ("active", "deactivated"):
        yield "Status is not included in the list"
    available = (record["availability_details"] or {}).get("availability_status", "in_service")
    if available not in ("in_service", "out_of_service"):
        yield "Availability status is not included in the list"
    if not isinstance(record.get("metric_units", False), bool):
        yield "Metric units is not included in the list"
