"""Maps Traccar's drivers and office users to our users, and back.

Traccar's tables have few columns: a driver has a name and an identifier, a user has what sign-in needs. All else goes
into `attributes`, a free map of every entity. People and other programs also use this map, so writes keep their
keys. Our keys are our choice; the server itself reads only a user's `timezone`.
"""

import json
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from gladhand.resources.enums import UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import (
    Absent,
    Choices,
    Convert,
    FieldMap,
    MaxLength,
    Prepared,
    Refused,
    Takes,
    Verb,
)
from gladhand.sdk.field_rules import FieldRule
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.values import zone

LONGEST = 128
"""The length of every text column."""
LONGEST_ATTRIBUTES = 4000
"""In bytes. The usual MySQL set-up silently truncates longer maps, which leaves invalid JSON."""
OURS = "hubUserId"
"""The attribute with the operation key of the create that made an entity."""

#: Live secrets of a user that every read returns. They go back only in writes.
SECRETS = frozenset({"totpKey", "password"})

_ATTRIBUTES: Mapping[str, str] = MappingProxyType(
    {
        "employee_number": "employeeNumber",
        "user_designation": "designation",
        "country_code": "countryCode",
        "license_country": "licenseCountry",
        "license_region": "licenseRegion",
        "license_number": "licenseNumber",
        "license_expiration": "licenseExpiration",
        "carrier_number": "carrierNumber",
        "dot_id": "dotId",
        "notes": "notes",
        "default_time_zone": "timezone",
    }
)
_NO_HOURS = "Traccar keeps no hours of service."
_ONE_NAME = "One name is kept; it cannot be empty, so one of the two parts must stay."
_ONE_PHONE = "One text is kept, with the calling code before the number."
_TWO_TABLES = "Traccar keeps drivers and office users apart: neither can become the other."
_ACTIVE = {UserStatusEnum.ACTIVE: True, UserStatusEnum.INACTIVE: False}


def trimmed(given: str) -> str:
    """The text without surrounding space, which the server strips as well."""
    if not given.strip():
        raise ValueError("It is empty.")
    return given.strip()


def _address(given: str) -> str:
    # The server's database treats two spellings as two users, its sign-in as one.
    return trimmed(given).lower()


_SHARED: dict[str, FieldRule] = {
    **{name: Takes(f"attributes.{key}", clear=None, assumed=True) for name, key in _ATTRIBUTES.items()},
    "is_driver": Takes(
        "the kind of entity",
        placed=False,
        verbs=frozenset({Verb.CREATE}),
        form="Left out it makes a driver.",
        reason=_TWO_TABLES,
    ),
    "first_name": Takes(
        "name, attributes.firstName", placed=False, value=MaxLength(LONGEST), clear=None, form=_ONE_NAME
    ),
    "last_name": Takes("name, attributes.lastName", placed=False, value=MaxLength(LONGEST), clear=None, form=_ONE_NAME),
    "hos_ruleset_code": Refused(_NO_HOURS),
    **{
        name: Absent(_NO_HOURS)
        for name in (
            "allow_yard_move",
            "allow_personal_conveyance",
            "allow_adverse_driving",
            "hos_compliance_type",
            "hos_tracking_method",
        )
    },
}

_OFFICE_RULES: dict[str, FieldRule] = {
    "username": Takes(
        "login",
        placed=False,
        value=(Convert(trimmed), MaxLength(LONGEST)),
        clear=None,
        form="A second name to sign in with.",
    ),
    "user_email": Takes(
        "email",
        placed=False,
        required=True,
        value=(Convert(_address), MaxLength(LONGEST)),
        form="Unique on the server.",
    ),
    "phone_number": Takes("phone", placed=False, value=MaxLength(LONGEST), clear=None, form=_ONE_PHONE),
    "phone_country_code": Takes("phone", placed=False, clear=None, form=_ONE_PHONE),
    "is_active": Takes("disabled", placed=False, form="The opposite of `disabled`.", reason="It is always on or off."),
    "status": Takes("disabled", placed=False, value=Choices(_ACTIVE), reason="It is always on or off."),
}

_DRIVER_RULES: dict[str, FieldRule] = {
    "username": Takes(
        "uniqueId, attributes.username",
        placed=False,
        required=True,
        value=(Convert(trimmed), MaxLength(LONGEST)),
        form="Unique on the server, other fleets included.",
    ),
    "user_email": Takes("attributes.email", clear=None, assumed=True),
    "phone_number": Takes("attributes.phone", placed=False, clear=None, form=_ONE_PHONE, assumed=True),
    "phone_country_code": Takes("attributes.phone", placed=False, clear=None, form=_ONE_PHONE, assumed=True),
    "is_active": Takes(
        "attributes.active", placed=False, clear=None, form="Kept for you; Traccar does nothing with it.", assumed=True
    ),
    "status": Takes(
        "attributes.active",
        placed=False,
        value=Choices(_ACTIVE),
        clear=None,
        form="Kept for you; Traccar does nothing with it.",
        assumed=True,
    ),
}

OFFICE = FieldMap("Traccar", _SHARED | _OFFICE_RULES)
DRIVERS = FieldMap("Traccar", _SHARED | _DRIVER_RULES, variants={"office users (`is_driver` is false)": OFFICE})

Entity = dict[str, Any]
_BLANK_DRIVER: Final[Mapping[str, Any]] = MappingProxyType({"name": None, "uniqueId": None, "attributes": {}})
_BLANK_USER: Final[Mapping[str, Any]] = MappingProxyType({"name": None, "email": None, "attributes": {}})


def new_driver(prepared: Prepared, operation_key: str, *, unique_id: str) -> Entity:
    """The entity for a new driver. `unique_id` names the field that identifies drivers."""
    driver = changed_driver({**_BLANK_DRIVER, "attributes": {OURS: operation_key}}, prepared)
    driver["uniqueId"] = prepared.values.get(unique_id)
    if not driver["uniqueId"]:
        why = "Traccar needs it for a new record: this server identifies drivers by it."
        raise Rejected(f"{unique_id}: {why}", fields={unique_id: why})
    return driver


def new_user(prepared: Prepared, operation_key: str) -> Entity:
    """The entity for a new office user. It gets no rights; the designation does not matter."""
    return changed_user({**_BLANK_USER, "attributes": {OURS: operation_key}}, prepared)


def changed_driver(driver: Mapping[str, Any], prepared: Prepared, *, unique_id: str = "username") -> Entity:
    """The whole driver with a change applied."""
    made, attributes = _copied(driver)
    put_attributes(attributes, prepared)
    _put_name(made, attributes, prepared)
    values = prepared.values
    was = {
        "username": attributes.get("username"),
        "employee_number": dict(driver.get("attributes") or {}).get("employeeNumber"),
    }
    if values.get("username") is not None:
        attributes["username"] = values["username"]
    # An identifier that we did not write belongs to a card or fob, and stays.
    if values.get(unique_id) is not None and made["uniqueId"] == was[unique_id]:
        made["uniqueId"] = values[unique_id]
    if (phone := _phone(text(attributes.get("phone")), prepared)) is not _KEPT:
        _set(attributes, "phone", phone)
    if (active := _active(prepared)) is not _KEPT:
        _set(attributes, "active", active)
    return checked(made, prepared)


def changed_user(user: Mapping[str, Any], prepared: Prepared) -> Entity:
    """The whole office user with a change applied."""
    made, attributes = _copied(user)
    put_attributes(attributes, prepared)
    _put_name(made, attributes, prepared)
    values = prepared.values
    for name, key in (("username", "login"), ("user_email", "email")):
        if name in values:
            made[key] = values[name]
    if (phone := _phone(text(made.get("phone")), prepared)) is not _KEPT:
        made["phone"] = phone
    if (active := _active(prepared)) is not _KEPT:
        made["disabled"] = not active
    return checked(made, prepared)


def checked(entity: Entity, prepared: Prepared) -> Entity:
    """The entity itself. Raises `Rejected` if the server cannot store it."""
    if not entity.get("name"):
        raise Rejected(f"last_name: {_ONE_NAME}", fields={"first_name": _ONE_NAME, "last_name": _ONE_NAME})
    if len(entity["name"]) > LONGEST:
        why = f"Traccar takes at most {LONGEST} characters for the whole name."
        raise Rejected(f"last_name: {why}", fields={"last_name": why})
    if len(str(entity.get("phone") or "")) > LONGEST:
        why = f"Traccar takes at most {LONGEST} characters."
        raise Rejected(f"phone_number: {why}", fields={"phone_number": why})
    return checked_attributes(entity, prepared)


def checked_attributes(entity: Entity, prepared: Prepared) -> Entity:
    """The entity itself. Raises `Rejected` if its attributes are too long."""
    if len(json.dumps(entity["attributes"], ensure_ascii=False).encode()) > LONGEST_ATTRIBUTES:
        longest = max(prepared.values, key=lambda name: len(str(prepared.values[name])))
        why = f"With it, all fields together are longer than the {LONGEST_ATTRIBUTES} bytes that Traccar keeps."
        raise Rejected(f"{longest}: {why}", fields={longest: why})
    return entity


def driver_record(driver: Row) -> Record[UserFields]:
    """The hub's record of a driver."""
    attributes = driver.get("attributes") or {}
    active = attributes.get("active")
    own = {
        "username": text(attributes.get("username")) or text(driver.get("uniqueId")),
        "user_email": text(attributes.get("email")),
        "is_driver": True,
    }
    active = active if isinstance(active, bool) else None
    return _record(f"driver:{driver.source_id()}", driver, own, active, text(attributes.get("phone")))


def user_record(user: Row) -> Record[UserFields]:
    """The hub's record of an office user, without the second factor."""
    own = {"username": text(user.get("login")), "user_email": text(user.get("email")), "is_driver": False}
    shown = {name: value for name, value in user.items() if name not in SECRETS}
    return _record(f"user:{user.source_id()}", shown, own, not user.get("disabled", False), text(user.get("phone")))


def text(value: Any) -> str | None:
    """The value of an attribute as a text. Traccar's pages store numbers as numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value) or None


def _record(
    source_id: str, entity: Mapping[str, Any], own: Mapping[str, Any], active: bool | None, phone: str | None
) -> Record[UserFields]:
    attributes = entity.get("attributes") or {}
    ours: dict[str, Any] = {name: text(attributes.get(key)) for name, key in _ATTRIBUTES.items()}
    ours["license_expiration"] = _day(ours["license_expiration"])
    ours["default_time_zone"] = zone(ours["default_time_zone"])
    first, last = names(entity)
    code, number = phone_parts(phone)
    dot_id = ours.pop("dot_id")
    status = None if active is None else ("ACTIVE" if active else "INACTIVE")
    return Record(
        source_id=source_id,
        source_data=entity,
        fields=UserFields.model_validate(
            {**ours, **own, "first_name": first, "last_name": last, "phone_number": number}
            | {"is_active": active, "status": status}
        ),
        extras={name: value for name, value in (("dot_id", dot_id), ("phone_country_code", code)) if value} or None,
    )


def names(entity: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """First and last name as written, if they still form the name; otherwise the name split at its last space."""
    attributes = entity.get("attributes") or {}
    name = text(entity.get("name")) or ""
    parts = text(attributes.get("firstName")), text(attributes.get("lastName"))
    if any(parts) and " ".join(part for part in parts if part) == name:
        return parts
    first, _, last = name.rpartition(" ")
    return (first or last or None), (last if first else None)


def phone_parts(phone: str | None) -> tuple[str | None, str | None]:
    """Calling code and number."""
    code, _, number = (phone or "").partition(" ")
    return (code, number) if code.startswith("+") and number else (None, phone)


_KEPT: Final = object()


def _copied(entity: Mapping[str, Any]) -> tuple[Entity, dict[str, Any]]:
    attributes = dict(entity.get("attributes") or {})
    return {**entity, "attributes": attributes}, attributes


def _set(place: dict[str, Any], name: str, value: Any) -> None:
    # Leaving a key out of the map clears it.
    place.pop(name, None)
    if value is not None:
        place[name] = value


def put_attributes(attributes: dict[str, Any], prepared: Prepared) -> None:
    """Place what the field rules put under `attributes`; all other keys stay."""
    for key, value in prepared.body.get("attributes", {}).items():
        _set(attributes, key, value)


def _put_name(entity: Entity, attributes: dict[str, Any], prepared: Prepared) -> None:
    values = prepared.values
    if not values.keys() & {"first_name", "last_name"}:
        return
    was = dict(zip(("first_name", "last_name"), names(entity), strict=True))
    first, last = (values.get(name, was[name]) for name in ("first_name", "last_name"))
    for key, part in (("firstName", first), ("lastName", last)):
        _set(attributes, key, part or None)
    entity["name"] = " ".join(part for part in (first, last) if part)


def _phone(was: str | None, prepared: Prepared) -> Any:
    """The phone number as one text, or `_KEPT`."""
    values = prepared.values
    if not values.keys() & {"phone_number", "phone_country_code"}:
        return _KEPT
    code, number = phone_parts(was)
    code, number = values.get("phone_country_code", code), values.get("phone_number", number)
    if not number:
        if values.get("phone_country_code"):
            prepared.leave_out("phone_country_code", "There is no number that it could stand before.")
        return None
    return f"{code} {number}" if code else number


def _active(prepared: Prepared) -> Any:
    """Whether the person is to be active, None to clear that, or `_KEPT`."""
    given = {name: prepared.values[name] for name in ("is_active", "status") if name in prepared.values}
    if not given:
        return _KEPT
    if len(set(given.values())) > 1:
        why = "It contradicts is_active."
        raise Rejected(f"status: {why}", fields={"status": why})
    return next(iter(given.values()))


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        return None
