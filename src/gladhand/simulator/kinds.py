"""What this provider keeps of its customers' writes: the fields of each kind of thing, and their rules."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gladhand.simulator.moments import iso, parsed

Item = dict[str, Any]


class RequestRefused(Exception):
    """The request cannot be carried out; `reason` is for people."""

    def __init__(self, status: int, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.status, self.reason, self.field = status, reason, field


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of thing, and which fields it may have."""

    name: str
    plural: str
    id_prefix: str
    unique: str = ""
    """The field that no two of an account may share, whatever the case of its letters."""
    named_after: tuple[str, ...] = ()
    """Fields that give a new one its id if it has no unique field."""
    texts: Mapping[str, int]
    """Text fields, and how long they may be."""
    flags: frozenset[str] = frozenset({"active"})
    numbers: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Numbers, and between which they must lie."""
    whole: frozenset[str] = frozenset()
    """Numbers without a fraction."""
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Text fields that take certain words only."""
    dates: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    """Text fields with a moment; kept in UTC with milliseconds."""
    lists: Mapping[str, int] = field(default_factory=dict)
    """Lists of texts, and how long each text may be."""
    of_kind: Mapping[str, str] = field(default_factory=dict)
    """Fields that hold the id of a thing of this kind, or a list of such ids."""
    required: frozenset[str] = frozenset()
    without_blanks: frozenset[str] = frozenset()

    def check(self, body: object) -> Item:
        """The fields of a request that may be stored. Null clears a field."""
        if not isinstance(body, dict):
            raise RequestRefused(422, "The body must be a JSON object.")
        for name, value in body.items():
            if not any(name in known for known in (self.texts, self.flags, self.numbers, self.lists)):
                raise RequestRefused(422, f"There is no field {name[:40]!r}.", name[:40])
            if value is None:
                continue
            if name in self.texts:
                self._check_text(name, value)
            elif name in self.numbers:
                self._check_number(name, value)
            elif name in self.lists:
                self._check_list(name, value)
            elif not isinstance(value, bool):
                raise RequestRefused(422, f"{name} must be true or false.", name)
        for name in self.times & body.keys():
            body[name] = body[name] and iso(parsed(body[name]))
        return body

    def check_new(self, body: object) -> Item:
        """The fields of a new one."""
        fields = self.check(body)
        for name in sorted(self.required):
            if fields.get(name) in (None, "", []):
                raise RequestRefused(422, f"{name} is missing.", name)
        return fields

    def new_id(self, item: Item, taken: Mapping[str, Any]) -> str:
        """An id that a person can recognise, such as `user:mara-lind` or, if that is taken, `user:mara-lind-2`."""
        words = item.get(self.unique) or " ".join(item.get(name) or "" for name in self.named_after)
        base = f"{self.id_prefix}:{re.sub(r'[^a-z0-9]+', '-', words.lower()).strip('-')[:60] or self.name}"
        if base not in taken:
            return base
        # Counting from the number of items finds a free one at once, however many share a name.
        number = len(taken) + 1
        while f"{base}-{number}" in taken:
            number += 1
        return f"{base}-{number}"

    def _check_text(self, name: str, value: object) -> None:
        if not isinstance(value, str):
            raise RequestRefused(422, f"{name} must be text.", name)
        if len(value) > self.texts[name]:
            raise RequestRefused(422, f"{name} may have {self.texts[name]} characters.", name)
        if name in self.words and value not in self.words[name]:
            raise RequestRefused(422, f"{name} must be one of {', '.join(sorted(self.words[name]))}.", name)
        if name in self.without_blanks and (not value or any(sign.isspace() for sign in value)):
            raise RequestRefused(422, f"{name} must not be empty and must not contain blanks.", name)
        if name in self.dates:
            try:
                date.fromisoformat(value)
            except ValueError:
                raise RequestRefused(422, f"{name} must be a date, YYYY-MM-DD.", name) from None
        if name in self.times:
            try:
                parsed(value)
            except ValueError:
                raise RequestRefused(422, f"{name} must be a time in ISO 8601.", name) from None

    def _check_list(self, name: str, value: object) -> None:
        limit = self.lists[name]
        if not isinstance(value, list) or not all(isinstance(each, str) and len(each) <= limit for each in value):
            raise RequestRefused(422, f"{name} must be a list of texts, each of at most {limit} characters.", name)

    def _check_number(self, name: str, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int if name in self.whole else (int, float)):
            raise RequestRefused(422, f"{name} must be a {'whole ' if name in self.whole else ''}number.", name)
        least, most = self.numbers[name]
        if not least <= value <= most:
            raise RequestRefused(422, f"{name} goes from {least:g} to {most:g}.", name)


DRIVER = Kind(
    name="driver",
    plural="drivers",
    id_prefix="user",
    unique="username",
    named_after=("given_name", "family_name"),
    texts={
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
    },
    flags=frozenset({"active", "drives", "yard_move", "personal_use", "adverse_driving"}),
    words={
        "duty_status": frozenset({"in_service", "out_of_service"}),
        "log_keeping": frozenset({"exempt", "required"}),
        "log_method": frozenset({"paper", "device"}),
    },
    dates=frozenset({"license_expires"}),
    without_blanks=frozenset({"username"}),
)

_EQUIPMENT: Mapping[str, int] = {
    "external_id": 100,
    "name": 100,
    "make": 100,
    "model": 100,
    "vin": 17,
    "plate": 32,
    "plate_region": 64,
    "plate_country": 3,
    "remarks": 4096,
    "device_id": 64,
    "device_serial": 64,
    "device_type": 64,
    "device_model": 64,
    "asset_tag": 100,
}
_YEAR, _AXLES = (1900, 2100), (1, 20)

VEHICLE = Kind(
    name="vehicle",
    plural="vehicles",
    id_prefix="veh",
    unique="name",
    texts={
        **_EQUIPMENT,
        "engine_serial": 64,
        "use": 16,
        "speeds_in": 16,
        "odometer_in": 16,
        "fuel_in": 16,
        "tank": 64,
        "runs_on": 16,
    },
    numbers={"year": _YEAR, "axles": _AXLES},
    whole=frozenset({"year", "axles"}),
    words={
        "use": frozenset({"working", "off", "workshop", "moving", "taken", "stored", "parked", "spare"}),
        "runs_on": frozenset(
            {
                "petrol",
                "diesel",
                "ethanol",
                "methanol",
                "propane",
                "lpg",
                "cng",
                "lng",
                "hydrogen",
                "electric",
                "hybrid",
            }
        ),
    },
)

TRAILER = Kind(
    name="trailer",
    plural="trailers",
    id_prefix="trl",
    unique="name",
    texts={**_EQUIPMENT, "use": 64, "body": 64},
    numbers={"year": _YEAR, "axles": _AXLES, "length": (0, 100)},
    whole=frozenset({"year", "axles"}),
)

KINDS = (DRIVER, VEHICLE, TRAILER)
