"""Rules that the users of several providers share: for drivers' states, and where there are no hours of service.

FIELD_MAP = FieldMap("Acme", {**only_drivers("Add office users in Acme."), **no_hours("Acme keeps no logs.")})
"""

from collections.abc import Mapping
from typing import Any, Final

from gladhand.resources.enums import UserStatusEnum
from gladhand.sdk.field_rules import Absent, Choices, FieldRule, Refused, Takes

# Nothing is sent for it: there is one thing that the provider can make of it.
_ITSELF, _ALWAYS = "the driver", "always"
_STATES: Final = ("is_active", "status")
_OF_HOURS: Final = (
    *("allow_yard_move", "allow_personal_conveyance", "allow_adverse_driving"),
    *("hos_compliance_type", "hos_tracking_method"),
)


def only_drivers(reason: str) -> dict[str, FieldRule]:
    """The rule for a provider whose drivers alone are written. `reason` says what to do about others."""
    return {"is_driver": Takes(_ITSELF, placed=False, value=Choices({True: _ALWAYS}), reason=reason)}


def always_active(reason: str, *, assumed: bool = False) -> dict[str, FieldRule]:
    """The rules for a provider whose drivers have no state. `reason` says what to do instead."""
    return {
        name: Takes(_ITSELF, placed=False, value=Choices({active: _ALWAYS}), reason=reason, assumed=assumed)
        for name, active in zip(_STATES, (True, UserStatusEnum.ACTIVE), strict=True)
    }


def active_or_not(
    to: str, *, active: Any, inactive: Any, reason: str, placed: bool = True, assumed: bool = False
) -> dict[str, FieldRule]:
    """The rules for a provider that has both of our fields in one place, `to`, with a value for each state."""
    choices: tuple[Mapping[Any, Any], ...] = (
        {True: active, False: inactive},
        {UserStatusEnum.ACTIVE: active, UserStatusEnum.INACTIVE: inactive},
    )
    return {
        name: Takes(to, placed=placed, value=Choices(values), reason=reason, assumed=assumed)
        for name, values in zip(_STATES, choices, strict=True)
    }


def status_of(is_active: bool | None) -> str | None:
    """The status of a user of whom the provider says only this."""
    if is_active is None:
        return None
    return (UserStatusEnum.ACTIVE if is_active else UserStatusEnum.INACTIVE).value


def no_hours(reason: str, ruleset: str | None = None) -> dict[str, FieldRule]:
    """The rules for a provider whose drivers' hours of service are not written. A ruleset is refused, since leaving it
    out would mislead, with `ruleset` as its own reason where `reason` does not fit."""
    return {"hos_ruleset_code": Refused(ruleset or reason), **dict.fromkeys(_OF_HOURS, Absent(reason))}
