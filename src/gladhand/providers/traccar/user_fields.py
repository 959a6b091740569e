"""The fields of our users at Traccar's drivers and office users.

Traccar's tables have few columns: a driver has a name and an identifier, a user has what sign-in needs. All else goes
into `attributes`, a free map of every entity. People and other programs also use this map, so writes keep their
keys. Our keys are our choice; the server itself reads only a user's `timezone`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gladhand.resources.enums import UserStatusEnum
from gladhand.sdk.field_map import (
    Choices,
    Convert,
    FieldMap,
    MaxLength,
    Takes,
    Verb,
)
from gladhand.sdk.field_rules import FieldRule
from gladhand.sdk.user_rules import no_hours

LONGEST = 128
"""The length of every text column."""
ATTRIBUTES: Mapping[str, str] = MappingProxyType(
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
ONE_NAME = "One name is kept; it cannot be empty, so one of the two parts must stay."
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
    **{name: Takes(f"attributes.{key}", clear=None, assumed=True) for name, key in ATTRIBUTES.items()},
    "is_driver": Takes(
        "the kind of entity",
        placed=False,
        verbs=frozenset({Verb.CREATE}),
        form="Left out it makes a driver.",
        reason=_TWO_TABLES,
    ),
    "first_name": Takes(
        "name, attributes.firstName", placed=False, value=MaxLength(LONGEST), clear=None, form=ONE_NAME
    ),
    "last_name": Takes("name, attributes.lastName", placed=False, value=MaxLength(LONGEST), clear=None, form=ONE_NAME),
    **no_hours("Traccar keeps no hours of service."),
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
