"""Maps Motive's users to ours."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from gladhand.providers.motive.rulesets import FLAGS, code_of
from gladhand.providers.motive.user_fields import DRIVER, STATUSES
from gladhand.providers.motive.zones import BY_NAME
from gladhand.resources.enums import HosComplianceTypeEnum, HosTrackingMethodEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

#: Motive's modes to our values.
_MODES: Mapping[str, tuple[HosComplianceTypeEnum, HosTrackingMethodEnum | None]] = MappingProxyType(
    {
        "logs": (HosComplianceTypeEnum.NON_EXEMPT, HosTrackingMethodEnum.AUTOMATIC),
        "none": (HosComplianceTypeEnum.NON_EXEMPT, HosTrackingMethodEnum.MANUAL),
        "exempt": (HosComplianceTypeEnum.EXEMPT, None),
    }
)
_SIGN_INS = (
    "mobile_last_active_at",
    "web_last_active_at",
    "mobile_current_sign_in_at",
    "mobile_last_sign_in_at",
    "web_current_sign_in_at",
    "web_last_sign_in_at",
)


def to_record(user: Row, *, uncertain: bool) -> Record[UserFields]:
    """The hub's record of a user."""
    role, mode = user.text("role"), _MODES.get(user.text("eld_mode") or "", (None, None))
    ruleset, zone = code_of(user, uncertain=uncertain), BY_NAME.get(user.text("time_zone") or "")
    status = user.text("status")
    fields = UserFields(
        username=user.text("username"),
        started_at=user.moment("joined_at"),
        is_active=status == "active" if status else None,
        status=str(STATUSES.get(status, status.upper())) if status else None,
        is_driver=role == DRIVER if role else None,
        user_designation=role,
        user_email=user.text("email"),
        first_name=user.text("first_name"),
        last_name=user.text("last_name"),
        phone_number=user.text("phone"),
        license_region=user.text("drivers_license_state"),
        license_number=user.text("drivers_license_number"),
        employee_number=user.text("driver_company_id"),
        company_groups={"ids": user["group_ids"]} if user.get("group_ids") else None,
        authority_name=user.text("carrier_name"),
        authority_address=_address(user, "carrier"),
        company_address=_address(user, "terminal"),
        carrier_number=user.text("dot_id"),
        last_tsp_login=max(filter(None, (user.moment(name) for name in _SIGN_INS)), default=None),
        hos_ruleset_code=ruleset,
        allow_yard_move=user.flag("yard_moves_enabled"),
        allow_personal_conveyance=user.flag("personal_conveyance_enabled"),
        allow_adverse_driving=user.flag("exception_adverse_driving"),
        default_time_zone=zone,
    )
    extras = {
        "dot_id": user.text("dot_id"),
        "phone_country_code": user.get("phone_country_code"),
        "hos_compliance_type": mode[0],
        "hos_tracking_method": mode[1],
        "cycle": user.get("cycle") if ruleset is None else None,
        "exceptions": [flag for flag in FLAGS if user.get(flag)] or None if ruleset is None else None,
        "time_zone": user.get("time_zone") if zone is None else None,
    }
    return Record(
        source_id=user.source_id(),
        source_data=user,
        fields=fields,
        occurred_at=user.moment("updated_at"),
        extras={name: value for name, value in extras.items() if value is not None} or None,
    )


def _address(user: Mapping[str, Any], whose: str) -> str | None:
    found: Iterable[Any] = (user.get(f"{whose}_{part}") for part in ("street", "city", "state", "zip"))
    return ", ".join(str(part) for part in found if part) or None
