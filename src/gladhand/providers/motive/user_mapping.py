"""Completes writes of Motive's users: fields that several of ours form together, and what Motive made of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gladhand.providers.motive.phones import parts
from gladhand.providers.motive.rulesets import FLAGS, Ruleset, plain_cycle
from gladhand.providers.motive.user_fields import DRIVER, DRIVERS_ONLY, OF_DRIVERS, OFFICE, OFFICE_USERS, USERS, role_of
from gladhand.providers.motive.zones import SAME_TIME
from gladhand.resources.base import Change
from gladhand.resources.enums import TimezoneCodeEnum
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import ABSENT, FieldMap, FieldOutcome, LeftOut, Prepared, Verb
from gladhand.sdk.rows import Row

_LOGINS = ("username", "user_email", "phone_number")
#: Motive takes only these pairs of modes.
_TIME_TRACKING: Mapping[str, str] = MappingProxyType({"logs": "logs", "none": "logs", "exempt": "not_required"})


def field_map_for(change: Change, verb: Verb) -> FieldMap:
    """The field map of the role that a change asks for."""
    return OFFICE_USERS if _requested_role(change, verb) not in (DRIVER, None) else USERS


def complete(prepared: Prepared, change: Change, verb: Verb) -> None:
    """Place the fields that several of ours form together, except for a logging mode that depends on the user's current
    mode: see `complete_mode`."""
    faults: dict[str, str] = {}
    _settle_role(prepared, change, verb)
    _settle_status(prepared, faults)
    _settle_phone(prepared, faults)
    _settle_carrier(prepared)
    _settle_hours(prepared, verb, faults)
    if name := SAME_TIME.get(change.get("default_time_zone") or TimezoneCodeEnum.UTC):
        prepared.details["default_time_zone"] = f"Motive keeps it as {name}, which has the same time."
    if verb is Verb.CREATE and not any(prepared.values.get(name) for name in _LOGINS):
        logins = [name for name in _LOGINS if field_map_for(change, verb).path(name)]
        faults |= dict.fromkeys(logins, f"Motive needs one of {', '.join(logins)} to sign in with.")
    refuse(faults)


def refuse(faults: Mapping[str, str]) -> None:
    """Raise `Rejected` if a write has faults."""
    if faults:
        raise Rejected(" ".join(f"{name}: {why}" for name, why in faults.items()), fields=faults)


def needs_mode(prepared: Prepared) -> bool:
    """Whether the new logging mode depends on the current one: the change has one of the two fields that form it."""
    return "eld_mode" not in prepared.body and any(
        name in prepared.values for name in ("hos_compliance_type", "hos_tracking_method")
    )


def complete_mode(prepared: Prepared, user: Mapping[str, Any]) -> None:
    """Complete an update that has one of the two fields of the logging mode, from the user's current mode."""
    current, method = user.get("eld_mode"), prepared.values.get("hos_tracking_method")
    if method is not None and current == "exempt":
        refuse({"hos_tracking_method": "The driver is exempt from keeping a log. Send hos_compliance_type as well."})
    # A driver who is not exempt keeps the current method.
    _put_mode(prepared, method or ("none" if current == "none" else "logs"))


def compare(prepared: Prepared, user: Row) -> None:
    """Correct the outcomes by Motive's answer, because Motive silently accepts fields that it does not know."""
    for name in [name for name, outcome in prepared.outcomes.items() if outcome is FieldOutcome.APPLIED]:
        path = USERS.path(name)
        if user.get("role") != DRIVER and name in OF_DRIVERS and path in prepared.body and path not in user:
            prepared.leave_out(name, DRIVERS_ONLY)
    prepared.compare(user, same=_same, missing=ABSENT)
    if prepared.outcomes.get("hos_ruleset_code") is FieldOutcome.APPLIED and any(
        flag in user and not _same(prepared.body.get(flag), user[flag]) for flag in FLAGS
    ):
        prepared.keep("hos_ruleset_code", "Motive took the write and kept another value.")


def _requested_role(change: Change, verb: Verb) -> str | None:
    """The role that a change asks for; None if the change keeps the role."""
    if (is_driver := change.get("is_driver")) is not None:
        return DRIVER if is_driver else OFFICE
    try:
        return role_of(change.get("user_designation") or "")
    except LeftOut:
        # A new user is a driver unless the change says otherwise: that role has the fewest rights.
        return DRIVER if verb is Verb.CREATE else None


def _settle_role(prepared: Prepared, change: Change, verb: Verb) -> None:
    role, word = _requested_role(change, verb), prepared.values.pop("user_designation", None)
    if word and (word == DRIVER) == (role == DRIVER):
        role = word
    elif word:
        prepared.leave_out("user_designation", f"is_driver asks for the role {role}.")
    if role is not None:
        prepared.put("role", role)


def _settle_status(prepared: Prepared, faults: dict[str, str]) -> None:
    given = {prepared.values[name] for name in ("is_active", "status") if name in prepared.values}
    if len(given) > 1:
        faults |= {"is_active": "It says otherwise than status.", "status": "It says otherwise than is_active."}


def _settle_phone(prepared: Prepared, faults: dict[str, str]) -> None:
    values = prepared.values
    if "phone_country_code" in values:
        prepared.put("phone_country_code", values["phone_country_code"])
    if "phone_number" not in values:
        return
    code, rest = parts(values["phone_number"]) if values["phone_number"] else (None, None)
    prepared.put("phone", rest)
    if code is None:
        return
    if values.get("phone_country_code") not in (None, code):
        faults["phone_country_code"] = f"The phone number begins with {code}."
    prepared.put("phone_country_code", code)


def _settle_carrier(prepared: Prepared) -> None:
    if "carrier_number" not in prepared.values:
        return
    number = prepared.values.pop("carrier_number")
    if "dot_id" not in prepared.values:
        prepared.put("dot_id", number)
    elif prepared.values["dot_id"] != number:
        prepared.leave_out("carrier_number", "Motive has one number for both, and dot_id was sent as well.")


def _settle_hours(prepared: Prepared, verb: Verb, faults: dict[str, str]) -> None:
    values = prepared.values
    ruleset: Ruleset | None = values.get("hos_ruleset_code")
    compliance, method = values.get("hos_compliance_type"), values.get("hos_tracking_method")
    if ruleset is not None:
        prepared.body |= ruleset.fields
    exempt = compliance == "exempt" or (ruleset is not None and ruleset.exempt)
    if exempt and compliance == "logs":
        faults["hos_compliance_type"] = "The ruleset is one for drivers who are exempt."
    if exempt and method is not None:
        faults["hos_tracking_method"] = "A driver who is exempt keeps no log."
    if exempt:
        _put_mode(prepared, "exempt")
    elif method is not None and (compliance is not None or verb is Verb.CREATE):
        _put_mode(prepared, method)
    elif compliance is not None and verb is Verb.CREATE:
        _put_mode(prepared, compliance)


def _put_mode(prepared: Prepared, mode: str) -> None:
    prepared.put("eld_mode", mode)
    prepared.put("time_tracking_mode", _TIME_TRACKING[mode])


def _same(sent: Any, held: Any) -> bool:
    if isinstance(sent, str) and isinstance(held, str):
        return sent.strip().casefold() == str(plain_cycle(held)).strip().casefold()
    return sent == held or not (sent or held) or _text(sent) == _text(held)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
