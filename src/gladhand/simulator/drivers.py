"""Drivers as this provider has them: its own names, its own rules."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

Driver = dict[str, Any]

_TEXT: Mapping[str, int] = {
    "external_id": 100,
    "username": 189,
    "role": 100,
    "email": 320,
    "given_name": 255,
    "family_name": 255,
    "phone": 64,
    "phone_prefix": 8,
    "country": 3,
    "license_country": 3,
    "license_region": 64,
    "license_number": 64,
    "license_expires": 10,
    "payroll_number": 64,
    "carrier_number": 64,
    "dot_number": 64,
    "remarks": 4096,
    "ruleset": 64,
    "time_zone": 64,
    "duty_status": 16,
    "log_keeping": 16,
    "log_method": 16,
}
_FLAGS = frozenset({"active", "drives", "yard_move", "personal_use", "adverse_driving"})
_WORDS: Mapping[str, frozenset[str]] = {
    "duty_status": frozenset({"in_service", "out_of_service"}),
    "log_keeping": frozenset({"exempt", "required"}),
    "log_method": frozenset({"paper", "device"}),
}

FIELDS = (*_TEXT, *sorted(_FLAGS))


class Refused(Exception):
    """The request cannot be carried out; `reason` is for people."""

    def __init__(self, status: int, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.status, self.reason, self.field = status, reason, field


def check(body: object) -> Driver:
    """The fields of a request that may be stored. Null clears a field."""
    if not isinstance(body, dict):
        raise Refused(422, "The body must be a JSON object.")
    for name, value in body.items():
        if value is None and (name in _TEXT or name in _FLAGS):
            continue
        if name in _TEXT:
            _check_text(name, value)
        elif name not in _FLAGS:
            raise Refused(422, f"There is no field {name[:40]!r}.", name[:40])
        elif not isinstance(value, bool):
            raise Refused(422, f"{name} must be true or false.", name)
    return body


def new_id(driver: Driver, taken: Mapping[str, Any]) -> str:
    """An id that a person can recognise, such as `user:mara-lind` or, if that is taken, `user:mara-lind-2`."""
    words = driver.get("username") or " ".join(driver.get(name) or "" for name in ("given_name", "family_name"))
    base = f"user:{re.sub(r'[^a-z0-9]+', '-', words.lower()).strip('-')[:60] or 'driver'}"
    if base not in taken:
        return base
    # Counting from the number of drivers finds a free one at once, however many share a name.
    number = len(taken) + 1
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise Refused(422, f"{name} must be text.", name)
    if len(value) > _TEXT[name]:
        raise Refused(422, f"{name} may have {_TEXT[name]} characters.", name)
    if name in _WORDS and value not in _WORDS[name]:
        raise Refused(422, f"{name} must be one of {', '.join(sorted(_WORDS[name]))}.", name)
    if name == "username" and (not value or any(sign.isspace() for sign in value)):
        raise Refused(422, "username must not be empty and must not contain blanks.", name)
    if name == "license_expires":
        try:
            date.fromisoformat(value)
        except ValueError:
            raise Refused(422, "license_expires must be a date, YYYY-MM-DD.", name) from None
