"""Maps Traccar's drivers and office users to our users."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gladhand.providers.traccar.user_fields import ATTRIBUTES
from gladhand.resources.user import UserFields
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.values import zone

#: Live secrets of a user that every read returns. They go back only in writes.
SECRETS = frozenset({"totpKey", "password"})


def driver_record(driver: Row) -> Record[UserFields]:
    """The hub's record of a driver."""
    attributes = driver.row("attributes")
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
    attributes = Row(entity).row("attributes")
    ours: dict[str, Any] = {name: text(attributes.get(key)) for name, key in ATTRIBUTES.items()}
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
    attributes = Row(entity).row("attributes")
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


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        return None
