"""Applies changes of our users to Traccar's drivers and office users."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from gladhand.providers.traccar.user_fields import LONGEST, ONE_NAME
from gladhand.providers.traccar.user_records import names, phone_parts, text
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Prepared

LONGEST_ATTRIBUTES = 4000
"""In bytes. The usual MySQL set-up silently truncates longer maps, which leaves invalid JSON."""
OURS = "hubUserId"
"""The attribute with the operation key of the create that made an entity."""


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
    entity, attributes = _copied(driver)
    put_attributes(attributes, prepared)
    _put_name(entity, attributes, prepared)
    values = prepared.values
    was = {
        "username": attributes.get("username"),
        "employee_number": dict(driver.get("attributes") or {}).get("employeeNumber"),
    }
    if values.get("username") is not None:
        attributes["username"] = values["username"]
    # An identifier that we did not write belongs to a card or fob, and stays.
    if values.get(unique_id) is not None and entity["uniqueId"] == was[unique_id]:
        entity["uniqueId"] = values[unique_id]
    if (phone := _phone(text(attributes.get("phone")), prepared)) is not _KEPT:
        _set(attributes, "phone", phone)
    if (active := _active(prepared)) is not _KEPT:
        _set(attributes, "active", active)
    return checked(entity, prepared)


def changed_user(user: Mapping[str, Any], prepared: Prepared) -> Entity:
    """The whole office user with a change applied."""
    entity, attributes = _copied(user)
    put_attributes(attributes, prepared)
    _put_name(entity, attributes, prepared)
    values = prepared.values
    for name, key in (("username", "login"), ("user_email", "email")):
        if name in values:
            entity[key] = values[name]
    if (phone := _phone(text(entity.get("phone")), prepared)) is not _KEPT:
        entity["phone"] = phone
    if (active := _active(prepared)) is not _KEPT:
        entity["disabled"] = not active
    return checked(entity, prepared)


def checked(entity: Entity, prepared: Prepared) -> Entity:
    """The entity itself. Raises `Rejected` if the server cannot store it."""
    if not entity.get("name"):
        raise Rejected(f"last_name: {ONE_NAME}", fields={"first_name": ONE_NAME, "last_name": ONE_NAME})
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


_KEPT: Final = object()


def _copied(entity: Mapping[str, Any]) -> tuple[Entity, dict[str, Any]]:
    attributes = dict(entity.get("attributes") or {})
    return {**entity, "attributes": attributes}, attributes


def _set(attributes: dict[str, Any], name: str, value: Any) -> None:
    # Leaving a key out of the map clears it.
    attributes.pop(name, None)
    if value is not None:
        attributes[name] = value


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
