"""Maps Motive's users to ours, and back.

The rules come from Motive's reference pages for creating, updating and finding users, from its pages of 2016, and from
reports about live accounts. Rules without any of these sources are marked as assumed.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from gladhand.providers.motive.phones import calling_code, parts
from gladhand.providers.motive.rulesets import FLAGS, RULESETS, UNCERTAIN, Ruleset, code_of, plain_cycle
from gladhand.providers.motive.zones import BY_NAME, SAME_TIME, ZONES
from gladhand.resources.base import Change
from gladhand.resources.enums import HosComplianceTypeEnum, HosTrackingMethodEnum, TimezoneCodeEnum, UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import (
    ABSENT,
    Absent,
    Choices,
    Convert,
    FieldMap,
    FieldOutcome,
    LeftOut,
    Prepared,
    Takes,
    Verb,
)
from gladhand.sdk.field_rules import FieldRule
from gladhand.sdk.records import Record
from gladhand.sdk.regions import region_code
from gladhand.sdk.rows import Row
from gladhand.sdk.values import phone_number

DRIVER, OFFICE = "driver", "fleet_user"
_ROLES = frozenset({DRIVER, OFFICE, "admin"})
_LOGINS = ("username", "user_email", "phone_number")
#: Motive takes only these pairs of modes.
_TIME_TRACKING: Mapping[str, str] = MappingProxyType({"logs": "logs", "none": "logs", "exempt": "not_required"})
#: Motive's modes to our values.
_MODES: Mapping[str, tuple[HosComplianceTypeEnum, HosTrackingMethodEnum | None]] = MappingProxyType(
    {
        "logs": (HosComplianceTypeEnum.NON_EXEMPT, HosTrackingMethodEnum.AUTOMATIC),
        "none": (HosComplianceTypeEnum.NON_EXEMPT, HosTrackingMethodEnum.MANUAL),
        "exempt": (HosComplianceTypeEnum.EXEMPT, None),
    }
)
_STATUSES: Mapping[str, UserStatusEnum] = MappingProxyType(
    {"active": UserStatusEnum.ACTIVE, "deactivated": UserStatusEnum.INACTIVE}
)
_SIGN_INS = ("mobile_current_sign_in_at", "mobile_last_sign_in_at", "web_current_sign_in_at", "web_last_sign_in_at")


def _role(designation: str) -> str:
    word = designation.strip().lower().replace(" ", "_")
    if word not in _ROLES:
        raise LeftOut("Motive keeps no designation but the roles driver, fleet_user and admin.")
    return word


def _usdot(number: str) -> str:
    if not (number.isascii() and number.isdigit()):
        raise LeftOut("Motive has a place for the digits of a USDOT number only.")
    return number


_NO_PLACE = Absent("Motive's users have no place for it.")
_SHARED: Mapping[str, FieldRule] = MappingProxyType(
    {
        "is_driver": Takes("role", placed=False, value=Choices({True: DRIVER, False: OFFICE})),
        "user_designation": Takes(
            "role",
            placed=False,
            value=Convert(_role),
            form="driver, fleet_user or admin; other words are left out",
            reason="Each of Motive's users has a role.",
        ),
        # That this field deactivates and reactivates a user is inferred from the parameters of both calls.
        "is_active": Takes("status", value=Choices({True: "active", False: "deactivated"}), assumed=True),
        "status": Takes("status", value=Choices({ours: theirs for theirs, ours in _STATUSES.items()}), assumed=True),
        "user_email": Takes("email", clear=None, assumed=True),
        "first_name": Takes("first_name", required=True),
        "last_name": Takes("last_name", required=True),
        "phone_number": Takes(
            "phone",
            placed=False,
            value=Convert(phone_number),
            clear=None,
            form="the calling code is split off where it stands first",
            assumed=True,
        ),
        "phone_country_code": Takes(
            "phone_country_code", placed=False, value=Convert(calling_code), clear=None, form="+1", assumed=True
        ),
        "default_time_zone": Takes(
            "time_zone", value=Choices(ZONES), form="Motive's name of a zone that has the same time all year round"
        ),
        "carrier_number": Takes(
            "dot_id", placed=False, value=Convert(_usdot), clear=None, form="USDOT number", assumed=True
        ),
        "dot_id": Takes("dot_id", clear=None, assumed=True),
        "country_code": _NO_PLACE,
        "license_country": _NO_PLACE,
        "license_expiration": _NO_PLACE,
        "notes": _NO_PLACE,
    }
)
_OF_DRIVERS: Mapping[str, FieldRule] = MappingProxyType(
    {
        "username": Takes("username"),
        "employee_number": Takes("driver_company_id", clear=None, assumed=True),
        "license_region": Takes("drivers_license_state", value=Convert(region_code), clear=None, assumed=True),
        "license_number": Takes("drivers_license_number", clear=None, assumed=True),
        "hos_ruleset_code": Takes(
            "cycle",
            placed=False,
            value=Choices(RULESETS, uncertain=UNCERTAIN),
            form="a cycle, with the exceptions it implies",
        ),
        "allow_yard_move": Takes("yard_moves_enabled", clear=False, assumed=True),
        "allow_personal_conveyance": Takes("personal_conveyance_enabled", clear=False, assumed=True),
        "allow_adverse_driving": Takes("exception_adverse_driving", clear=False, assumed=True),
        "hos_compliance_type": Takes(
            "eld_mode",
            placed=False,
            value=Choices({HosComplianceTypeEnum.EXEMPT: "exempt", HosComplianceTypeEnum.NON_EXEMPT: "logs"}),
            form="with the time_tracking_mode that fits; a manual log stays manual",
        ),
        "hos_tracking_method": Takes(
            "eld_mode",
            placed=False,
            value=Choices({HosTrackingMethodEnum.AUTOMATIC: "logs", HosTrackingMethodEnum.MANUAL: "none"}),
            form="with the time_tracking_mode that fits",
        ),
    }
)
_DRIVERS_ONLY = "Motive keeps it for drivers only."

OFFICE_USERS = FieldMap("Motive", {**_SHARED, **dict.fromkeys(_OF_DRIVERS, Absent(_DRIVERS_ONLY))})
USERS = FieldMap("Motive", {**_SHARED, **_OF_DRIVERS}, variants={"office users and administrators": OFFICE_USERS})


def field_map_for(change: Change, verb: Verb) -> FieldMap:
    """The field map of the role that a change asks for."""
    return OFFICE_USERS if _wanted_role(change, verb) not in (DRIVER, None) else USERS


def complete(made: Prepared, change: Change, verb: Verb) -> None:
    """Place the fields that several of ours form together, except for a logging mode that depends on the user's current
    mode: see `complete_mode`."""
    faults: dict[str, str] = {}
    _settle_role(made, change, verb)
    _settle_status(made, faults)
    _settle_phone(made, faults)
    _settle_carrier(made)
    _settle_hours(made, verb, faults)
    if name := SAME_TIME.get(change.get("default_time_zone") or TimezoneCodeEnum.UTC):
        made.details["default_time_zone"] = f"Motive keeps it as {name}, which has the same time."
    if verb is Verb.CREATE and not any(made.values.get(name) for name in _LOGINS):
        logins = [name for name in _LOGINS if field_map_for(change, verb).path(name)]
        faults |= dict.fromkeys(logins, f"Motive needs one of {', '.join(logins)} to sign in with.")
    refuse(faults)


def refuse(faults: Mapping[str, str]) -> None:
    """Raise `Rejected` if a write has faults."""
    if faults:
        raise Rejected(" ".join(f"{name}: {why}" for name, why in faults.items()), fields=faults)


def needs_mode(made: Prepared) -> bool:
    """Whether the new logging mode depends on the current one: the change has one of the two fields that form it."""
    return "eld_mode" not in made.body and any(
        name in made.values for name in ("hos_compliance_type", "hos_tracking_method")
    )


def complete_mode(made: Prepared, user: Mapping[str, Any]) -> None:
    """Complete an update that has one of the two fields of the logging mode, from the user's current mode."""
    current, method = user.get("eld_mode"), made.values.get("hos_tracking_method")
    if method is not None and current == "exempt":
        refuse({"hos_tracking_method": "The driver is exempt from keeping a log. Send hos_compliance_type as well."})
    # A driver who is not exempt keeps the current method.
    _put_mode(made, method or ("none" if current == "none" else "logs"))


def compare(made: Prepared, user: Row) -> None:
    """Correct the outcomes by Motive's answer, because Motive silently accepts fields that it does not know."""
    for name in [name for name, outcome in made.outcomes.items() if outcome is FieldOutcome.APPLIED]:
        path = USERS.path(name)
        if user.get("role") != DRIVER and name in _OF_DRIVERS and path in made.body and path not in user:
            made.leave_out(name, _DRIVERS_ONLY)
    made.compare(user, same=_same, missing=ABSENT)
    if made.outcomes.get("hos_ruleset_code") is FieldOutcome.APPLIED and any(
        flag in user and not _same(made.body.get(flag), user[flag]) for flag in FLAGS
    ):
        made.keep("hos_ruleset_code", "Motive took the write and kept another value.")


def to_record(user: Row, *, uncertain: bool) -> Record[UserFields]:
    """The hub's record of a user."""
    role, mode = user.text("role"), _MODES.get(user.text("eld_mode") or "", (None, None))
    ruleset, zone = code_of(user, uncertain=uncertain), BY_NAME.get(user.text("time_zone") or "")
    status = user.text("status")
    fields = UserFields(
        username=user.text("username"),
        started_at=user.moment("joined_at"),
        is_active=status == "active" if status else None,
        status=str(_STATUSES.get(status, status.upper())) if status else None,
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


def _wanted_role(change: Change, verb: Verb) -> str | None:
    """The role that a change asks for; None if the change keeps the role."""
    if (is_driver := change.get("is_driver")) is not None:
        return DRIVER if is_driver else OFFICE
    try:
        return _role(change.get("user_designation") or "")
    except LeftOut:
        # A new user is a driver unless the change says otherwise: that role has the fewest rights.
        return DRIVER if verb is Verb.CREATE else None


def _settle_role(made: Prepared, change: Change, verb: Verb) -> None:
    role, word = _wanted_role(change, verb), made.values.pop("user_designation", None)
    if word and (word == DRIVER) == (role == DRIVER):
        role = word
    elif word:
        made.leave_out("user_designation", f"is_driver asks for the role {role}.")
    if role is not None:
        made.put("role", role)


def _settle_status(made: Prepared, faults: dict[str, str]) -> None:
    given = {made.values[name] for name in ("is_active", "status") if name in made.values}
    if len(given) > 1:
        faults |= {"is_active": "It says otherwise than status.", "status": "It says otherwise than is_active."}


def _settle_phone(made: Prepared, faults: dict[str, str]) -> None:
    values = made.values
    if "phone_country_code" in values:
        made.put("phone_country_code", values["phone_country_code"])
    if "phone_number" not in values:
        return
    code, rest = parts(values["phone_number"]) if values["phone_number"] else (None, None)
    made.put("phone", rest)
    if code is None:
        return
    if values.get("phone_country_code") not in (None, code):
        faults["phone_country_code"] = f"The phone number begins with {code}."
    made.put("phone_country_code", code)


def _settle_carrier(made: Prepared) -> None:
    if "carrier_number" not in made.values:
        return
    number = made.values.pop("carrier_number")
    if "dot_id" not in made.values:
        made.put("dot_id", number)
    elif made.values["dot_id"] != number:
        made.leave_out("carrier_number", "Motive has one number for both, and dot_id was sent as well.")


def _settle_hours(made: Prepared, verb: Verb, faults: dict[str, str]) -> None:
    values = made.values
    ruleset: Ruleset | None = values.get("hos_ruleset_code")
    compliance, method = values.get("hos_compliance_type"), values.get("hos_tracking_method")
    if ruleset is not None:
        made.body |= ruleset.fields
    exempt = compliance == "exempt" or (ruleset is not None and ruleset.exempt)
    if exempt and compliance == "logs":
        faults["hos_compliance_type"] = "The ruleset is one for drivers who are exempt."
    if exempt and method is not None:
        faults["hos_tracking_method"] = "A driver who is exempt keeps no log."
    if exempt:
        _put_mode(made, "exempt")
    elif method is not None and (compliance is not None or verb is Verb.CREATE):
        _put_mode(made, method)
    elif compliance is not None and verb is Verb.CREATE:
        _put_mode(made, compliance)


def _put_mode(made: Prepared, mode: str) -> None:
    made.put("eld_mode", mode)
    made.put("time_tracking_mode", _TIME_TRACKING[mode])


def _keys(name: str, made: Prepared) -> set[str]:
    """Motive's fields that hold the value written for one of ours."""
    if name == "hos_ruleset_code":
        return {"cycle", *FLAGS}
    return {USERS.path(name)} & made.body.keys()


def _same(sent: Any, held: Any) -> bool:
    if isinstance(sent, str) and isinstance(held, str):
        return sent.strip().casefold() == str(plain_cycle(held)).strip().casefold()
    return sent == held or not (sent or held) or _text(sent) == _text(held)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _address(user: Mapping[str, Any], whose: str) -> str | None:
    found: Iterable[Any] = (user.get(f"{whose}_{part}") for part in ("street", "city", "state", "zip"))
    return ", ".join(str(part) for part in found if part) or None
