"""Between Motive's users and ours.

Where the rules come from: Motive's reference pages for creating, updating and finding users; what those leave open,
from its pages of 2016 and from what readers of live accounts report. Rules that neither backs are marked as assumed.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from gladhand.providers.motive.phones import calling_code, parts
from gladhand.providers.motive.rulesets import FLAGS, RULESETS, UNCERTAIN, Ruleset, code_of, plain_cycle
from gladhand.providers.motive.zones import BY_NAME, SAME_TIME, ZONES
from gladhand.resources.enums import HosComplianceTypeEnum, HosTrackingMethodEnum, TimezoneCodeEnum, UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.adapter import Change, Note, Record
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldMap, LeftOut, Prepared, Rule, Verb

DRIVER, OFFICE = "driver", "fleet_user"
_ROLES = frozenset({DRIVER, OFFICE, "admin"})
_LOGINS = ("username", "user_email", "phone_number")
#: Motive takes these pairs of modes and no others.
_TIME_TRACKING: Mapping[str, str] = MappingProxyType({"logs": "logs", "none": "logs", "exempt": "not_required"})
#: Motive's modes, in our words.
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


_NO_PLACE = Rule(reason="Motive's users have no place for it.")
_SHARED: Mapping[str, Rule] = MappingProxyType(
    {
        "is_driver": Rule(to="role", placed=False, values={True: DRIVER, False: OFFICE}),
        "user_designation": Rule(
            to="role",
            placed=False,
            convert=_role,
            reason="Each of Motive's users has a role.",
            form="driver, fleet_user or admin; other words are left out",
        ),
        # That a deactivated user is made and undone by this field, readers infer from the parameters of both calls.
        "is_active": Rule(to="status", values={True: "active", False: "deactivated"}, assumed=True),
        "status": Rule(to="status", values={ours: theirs for theirs, ours in _STATUSES.items()}, assumed=True),
        "user_email": Rule(to="email", clear=None, assumed=True),
        "first_name": Rule(to="first_name", required=True),
        "last_name": Rule(to="last_name", required=True),
        "phone_number": Rule(
            to="phone",
            placed=False,
            clear=None,
            assumed=True,
            form="the calling code is split off where it stands first",
        ),
        "phone_country_code": Rule(
            to="phone_country_code", placed=False, clear=None, convert=calling_code, assumed=True, form="+1"
        ),
        "default_time_zone": Rule(
            to="time_zone", values=ZONES, form="Motive's name of a zone that has the same time all year round"
        ),
        "carrier_number": Rule(
            to="dot_id", placed=False, convert=_usdot, clear=None, form="USDOT number", assumed=True
        ),
        "dot_id": Rule(to="dot_id", clear=None, assumed=True),
        "country_code": _NO_PLACE,
        "license_country": _NO_PLACE,
        "license_expiration": _NO_PLACE,
        "notes": _NO_PLACE,
    }
)
_OF_DRIVERS: Mapping[str, Rule] = MappingProxyType(
    {
        "username": Rule(to="username"),
        "employee_number": Rule(to="driver_company_id", clear=None, assumed=True),
        "license_region": Rule(to="drivers_license_state", clear=None, assumed=True),
        "license_number": Rule(to="drivers_license_number", clear=None, assumed=True),
        "hos_ruleset_code": Rule(
            to="cycle",
            placed=False,
            values=RULESETS,
            uncertain=UNCERTAIN,
            form="a cycle, with the exceptions it implies",
        ),
        "allow_yard_move": Rule(to="yard_moves_enabled", clear=False, assumed=True),
        "allow_personal_conveyance": Rule(to="personal_conveyance_enabled", clear=False, assumed=True),
        "allow_adverse_driving": Rule(to="exception_adverse_driving", clear=False, assumed=True),
        "hos_compliance_type": Rule(
            to="eld_mode",
            placed=False,
            values={HosComplianceTypeEnum.EXEMPT: "exempt", HosComplianceTypeEnum.NON_EXEMPT: "logs"},
            form="with the time_tracking_mode that fits; a manual log stays manual",
        ),
        "hos_tracking_method": Rule(
            to="eld_mode",
            placed=False,
            values={HosTrackingMethodEnum.AUTOMATIC: "logs", HosTrackingMethodEnum.MANUAL: "none"},
            form="with the time_tracking_mode that fits",
        ),
    }
)
_DRIVERS_ONLY = "Motive keeps it for drivers only."

OFFICE_USERS = FieldMap("Motive", {**_SHARED, **dict.fromkeys(_OF_DRIVERS, Rule(reason=_DRIVERS_ONLY, read=False))})
USERS = FieldMap("Motive", {**_SHARED, **_OF_DRIVERS}, variants={"office users and administrators": OFFICE_USERS})


def prepare(change: Change, verb: Verb, *, uncertain: bool) -> Prepared:
    """A change in Motive's form, except for a mode of logging that depends on the one there is: see `settle_mode`."""
    sheet = OFFICE_USERS if _wanted_role(change, verb) not in (DRIVER, None) else USERS
    made = sheet.prepare(change, verb, uncertain=uncertain)
    faults: dict[str, str] = {}
    _settle_role(made, change, verb)
    _settle_status(made, faults)
    _settle_phone(made, faults)
    _settle_carrier(made)
    _settle_hours(made, verb, faults)
    if name := SAME_TIME.get(change.get("default_time_zone") or TimezoneCodeEnum.UTC):
        made.details["default_time_zone"] = f"Motive keeps it as {name}, which has the same time."
    if verb is Verb.CREATE and not any(made.values.get(name) for name in _LOGINS):
        logins = [name for name in _LOGINS if name in sheet.rules and sheet.rules[name].supported]
        faults |= dict.fromkeys(logins, f"Motive needs one of {', '.join(logins)} to sign in with.")
    refuse(faults)
    return made


def refuse(faults: Mapping[str, str]) -> None:
    """Raise `Rejected` if there is anything that speaks against a write."""
    if faults:
        raise Rejected(" ".join(f"{name}: {why}" for name, why in faults.items()), fields=faults)


def wants_mode(made: Prepared) -> bool:
    """Whether the mode of logging that there is has a say: half of what makes the new one was sent."""
    return "eld_mode" not in made.body and any(
        name in made.values for name in ("hos_compliance_type", "hos_tracking_method")
    )


def settle_mode(made: Prepared, user: Mapping[str, Any]) -> None:
    """Complete an update that names half of what makes the mode, by the mode that the user has."""
    current, method = user.get("eld_mode"), made.values.get("hos_tracking_method")
    if method is not None and current == "exempt":
        refuse({"hos_tracking_method": "The driver is exempt from keeping a log. Send hos_compliance_type as well."})
    # A driver who is not exempt stays with the method there is.
    _put_mode(made, method or ("none" if current == "none" else "logs"))


def settle(made: Prepared, user: Mapping[str, Any]) -> None:
    """Correct the notes by what Motive answered: it takes fields that it does not know, and says nothing."""
    for name, note in made.notes.items():
        if note is not Note.APPLIED:
            continue
        keys = _keys(name, made)
        if user.get("role") != DRIVER and name in _OF_DRIVERS and not user.keys() >= keys:
            made.notes[name], made.details[name] = Note.NOT_SUPPORTED, _DRIVERS_ONLY
        elif any(key in user and not _same(made.body.get(key), user[key]) for key in keys):
            made.notes[name], made.details[name] = Note.UNCHANGED, "Motive took the write and kept another value."


def to_record(user: Mapping[str, Any], *, uncertain: bool) -> Record:
    """A user as the hub keeps it."""
    role, mode = user.get("role"), _MODES.get(user.get("eld_mode") or "", (None, None))
    ruleset, zone = code_of(user, uncertain=uncertain), BY_NAME.get(user.get("time_zone") or "")
    status = user.get("status")
    fields = UserFields(
        username=user.get("username"),
        started_at=_moment(user.get("joined_at")),
        is_active=status == "active" if status else None,
        status=str(_STATUSES.get(status, status.upper())) if status else None,
        is_driver=role == DRIVER if role else None,
        user_designation=role,
        user_email=user.get("email"),
        first_name=user.get("first_name"),
        last_name=user.get("last_name"),
        phone_number=user.get("phone"),
        license_region=user.get("drivers_license_state"),
        license_number=user.get("drivers_license_number"),
        employee_number=user.get("driver_company_id"),
        company_groups={"ids": user["group_ids"]} if user.get("group_ids") else None,
        authority_name=user.get("carrier_name"),
        authority_address=_address(user, "carrier"),
        carrier_number=_text(user.get("dot_id")),
        last_tsp_login=max(filter(None, (_moment(user.get(name)) for name in _SIGN_INS)), default=None),
        hos_ruleset_code=ruleset,
        allow_yard_move=user.get("yard_moves_enabled"),
        allow_personal_conveyance=user.get("personal_conveyance_enabled"),
        allow_adverse_driving=user.get("exception_adverse_driving"),
        default_time_zone=zone,
    )
    extras = {
        "dot_id": _text(user.get("dot_id")),
        "phone_country_code": user.get("phone_country_code"),
        "hos_compliance_type": mode[0],
        "hos_tracking_method": mode[1],
        "cycle": user.get("cycle") if ruleset is None else None,
        "exceptions": [flag for flag in FLAGS if user.get(flag)] or None if ruleset is None else None,
        "time_zone": user.get("time_zone") if zone is None else None,
    }
    return Record(
        source_id=str(user["id"]),
        source_data=user,
        fields=fields,
        occurred_at=_moment(user.get("updated_at")),
        extras={name: value for name, value in extras.items() if value is not None} or None,
    )


def _wanted_role(change: Change, verb: Verb) -> str | None:
    """The role that a change asks for; none if it leaves it as it is."""
    if (is_driver := change.get("is_driver")) is not None:
        return DRIVER if is_driver else OFFICE
    try:
        return _role(change.get("user_designation") or "")
    except LeftOut:
        # Somebody about whom nothing is said becomes a driver: that is the role with the fewest rights.
        return DRIVER if verb is Verb.CREATE else None


def _settle_role(made: Prepared, change: Change, verb: Verb) -> None:
    role, word = _wanted_role(change, verb), made.values.pop("user_designation", None)
    if word and (word == DRIVER) == (role == DRIVER):
        role = word
    elif word:
        made.notes["user_designation"] = Note.NOT_SUPPORTED
        made.details["user_designation"] = f"is_driver asks for the role {role}."
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
        made.notes["carrier_number"] = Note.NOT_SUPPORTED
        made.details["carrier_number"] = "Motive has one number for both, and dot_id was sent as well."


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
    """Motive's fields that hold what was written of one of ours."""
    if name == "hos_ruleset_code":
        return {"cycle", *FLAGS}
    return {USERS.rules[name].to} & made.body.keys()


def _same(sent: Any, held: Any) -> bool:
    if isinstance(sent, str) and isinstance(held, str):
        return sent.strip().casefold() == str(plain_cycle(held)).strip().casefold()
    return sent == held or not (sent or held) or _text(sent) == _text(held)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _moment(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _address(user: Mapping[str, Any], whose: str) -> str | None:
    found: Iterable[Any] = (user.get(f"{whose}_{part}") for part in ("street", "city", "state", "zip"))
    return ", ".join(str(part) for part in found if part) or None
