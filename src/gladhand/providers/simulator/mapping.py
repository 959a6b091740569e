"""Between the simulator's drivers and our users."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from gladhand.resources.enums import HosComplianceTypeEnum, HosTrackingMethodEnum, UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.adapter import Change, Record

#: Our field, their field.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "username": "username",
        "is_active": "active",
        "status": "duty_status",
        "is_driver": "drives",
        "user_designation": "role",
        "user_email": "email",
        "first_name": "given_name",
        "last_name": "family_name",
        "phone_number": "phone",
        "country_code": "country",
        "license_country": "license_country",
        "license_region": "license_region",
        "license_number": "license_number",
        "license_expiration": "license_expires",
        "employee_number": "payroll_number",
        "carrier_number": "carrier_number",
        "notes": "remarks",
        "hos_ruleset_code": "ruleset",
        "allow_yard_move": "yard_move",
        "allow_personal_conveyance": "personal_use",
        "allow_adverse_driving": "adverse_driving",
        "default_time_zone": "time_zone",
        "dot_id": "dot_number",
        "phone_country_code": "phone_prefix",
        "hos_compliance_type": "log_keeping",
        "hos_tracking_method": "log_method",
    }
)

#: Fields that have words of their own at either end.
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "status": {UserStatusEnum.ACTIVE: "in_service", UserStatusEnum.INACTIVE: "out_of_service"},
        "hos_compliance_type": {HosComplianceTypeEnum.EXEMPT: "exempt", HosComplianceTypeEnum.NON_EXEMPT: "required"},
        "hos_tracking_method": {HosTrackingMethodEnum.MANUAL: "paper", HosTrackingMethodEnum.AUTOMATIC: "device"},
    }
)

#: What can be written of a user, but has no place in the contract's user record.
_EXTRAS = ("dot_id", "phone_country_code", "hos_compliance_type", "hos_tracking_method")


def to_driver(change: Change) -> dict[str, Any]:
    """The fields of a driver that a change asks for: what is absent stays absent, null stays null."""
    return {NAMES[name]: _theirs(name, value) for name, value in change.items()}


def to_record(driver: Mapping[str, Any]) -> Record:
    """A driver as the hub keeps it."""
    ours = {name: _ours(name, driver.get(theirs)) for name, theirs in NAMES.items()}
    extras = {name: ours.pop(name) for name in _EXTRAS}
    return Record(
        source_id=driver["id"],
        source_data=driver,
        fields=UserFields.model_validate(ours),
        occurred_at=datetime.fromisoformat(driver["updated_at"]),
        extras={name: value for name, value in extras.items() if value is not None} or None,
    )


def _theirs(name: str, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return WORDS[name][value] if name in WORDS else value


def _ours(name: str, value: Any) -> Any:
    if name not in WORDS or value is None:
        return value
    return {theirs: ours for ours, theirs in WORDS[name].items()}[value]
