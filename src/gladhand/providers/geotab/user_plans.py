"""Plans the write of a user: the entity to send, and the ruleset to write after it.

A create is built from the change alone, an update from the current entity. The field map checks each field first; then
the plan checks fields that depend on each other.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from gladhand.providers.geotab.plans import UNKNOWN, Plan, group_ids, unread
from gladhand.providers.geotab.user_mapping import FOREVER, NO_RULESET, USERS, ended, is_active, split_phone, wire
from gladhand.resources.base import Change
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldOutcome, Prepared
from gladhand.sdk.passwords import new_password

_PHONE_LIMIT = 20
_LICENSE = {"license_number": "licenseNumber", "license_region": "licenseProvince"}
_ONLY_DRIVERS = (*_LICENSE.values(), "driverGroups", "keys", "viewDriversOwnDataOnly")
_PHONE = ("phone_number", "phone_country_code")
_PHONE_FORM = re.compile(r"\+\d{1,3} [0-9() .-]+|\+[0-9() .-]+", re.ASCII)

#: Placeholder for the user in a dry run of an update, which reads nothing.
UNREAD: Final[Mapping[str, Any]] = {
    **unread(USERS),
    "phoneNumber": "+… …",
    "isDriver": None,
    "hosRuleSet": UNKNOWN,
    "companyGroups": [],
    "driverGroups": [],
    "securityGroups": [],
}


class _Judgement:
    """Collects all faults of a write, so that the client gets them in one error."""

    def __init__(self, prepared: Prepared, current: Mapping[str, Any]) -> None:
        self.prepared, self.current = prepared, current
        self.faults: dict[str, str] = {}

    def asks(self, *names: str) -> bool:
        return any(name in self.prepared.values for name in names)

    def drop(self, name: str, why: str) -> None:
        """Drop a field that Geotab cannot hold in this write."""
        if name in self.prepared.outcomes:
            self.prepared.outcomes[name], self.prepared.details[name] = FieldOutcome.NOT_SUPPORTED, why

    def email(self) -> None:
        if self.asks("user_email"):
            login = self.prepared.body.get("name", self.current.get("name", ""))
            if self.prepared.values["user_email"].casefold() == login.casefold():
                self.prepared.outcomes["user_email"] = (
                    FieldOutcome.APPLIED if "name" in self.prepared.body else FieldOutcome.UNCHANGED
                )
            else:
                self.drop("user_email", USERS.reason("user_email"))

    def carrier(self) -> None:
        values = self.prepared.values
        if "dot_id" not in values:
            return
        if "carrierNumber" in self.prepared.body and self.prepared.body["carrierNumber"] != values["dot_id"]:
            self.drop("dot_id", "Geotab has one number of the carrier, and carrier_number was written there.")
        else:
            self.prepared.put("carrierNumber", values["dot_id"])

    def license(self, *, is_driver: bool | None) -> None:
        if not self.asks(*_LICENSE):
            return
        body = self.prepared.body
        if is_driver is False:
            for name, theirs in _LICENSE.items():
                body.pop(theirs, None)
                self.drop(name, "Geotab keeps licences of drivers only.")
            return
        after = {name: body.get(theirs, self.current.get(theirs)) for name, theirs in _LICENSE.items()}
        if any(after.values()) and not all(after.values()):
            absent = next(name for name, value in after.items() if not value)
            self.faults[absent] = "Geotab keeps a licence's number together with its state or province, or neither."

    def phone(self) -> None:
        if not self.asks(*_PHONE):
            return
        values = self.prepared.values
        code, number = split_phone(self.current.get("phoneNumber"))
        code = values.get("phone_country_code", code).strip()
        number = values.get("phone_number", number).strip()
        if not number:
            if values.get("phone_country_code"):
                self.drop("phone_country_code", "Geotab keeps it in front of a phone number only.")
            if "phone_number" in values or not values.get("phone_country_code"):
                self.prepared.put("phoneNumber", "")
            return
        code = f"+{code}" if code and not code.startswith("+") else code
        if code and number.startswith(code):
            number = number[len(code) :].strip()
        elif number.startswith("+"):
            # The number includes its own calling code, whose length is unknown.
            code = ""
        elif not code:
            sent = "phone_number" if "phone_number" in values else "phone_country_code"
            self.faults[sent] = "Geotab wants the calling code with the number: write phone_country_code, such as +1."
            return
        phone = f"{code} {number}".strip()
        is_unread = UNKNOWN in phone
        if not is_unread and not _PHONE_FORM.fullmatch(phone):
            sent = "phone_number" if "phone_number" in values else "phone_country_code"
            self.faults[sent] = "Geotab wants a calling code of one to three digits and digits, such as +1 5555555555."
            return
        if len(phone) > _PHONE_LIMIT:
            self.faults["phone_number"] = f"Geotab takes at most {_PHONE_LIMIT} characters, calling code included."
        self.prepared.put("phoneNumber", phone)

    def active(self) -> bool | None:
        """Whether the user is to be active; None if the change does not say."""
        asked = [self.prepared.values[name] for name in ("is_active", "status") if self.asks(name)]
        if len(set(asked)) > 1:
            self.faults["status"] = "It says the opposite of is_active."
        return asked[0] if asked else None

    def ruleset(self) -> str | None:
        values = self.prepared.values
        requested: str | None = values.get("hos_ruleset_code")
        if requested == NO_RULESET:
            self.prepared.details["hos_ruleset_code"] = "Geotab calls it None, and shows users without a ruleset alike."
        if not self.asks("hos_compliance_type"):
            return requested
        if not values["hos_compliance_type"]:
            self.drop("hos_compliance_type", USERS.reason("hos_compliance_type"))
            return requested
        if requested not in (None, NO_RULESET):
            self.faults["hos_compliance_type"] = (
                "Who is exempt has no ruleset at Geotab, and hos_ruleset_code sets one."
            )
        return NO_RULESET

    def passed(self) -> None:
        if self.faults:
            detail = " ".join(f"{name}: {why}" for name, why in self.faults.items())
            raise Rejected(detail, fields=self.faults)


def new_user(prepared: Prepared, change: Change, options: Mapping[str, Any], *, since: datetime, now: datetime) -> Plan:
    """A user to add, without its password. `since` is when it becomes active, and marks it as made by this create."""
    if change.get("username") is None:
        # The username was derived from the e-mail address.
        del prepared.outcomes["username"]
    judgement = _Judgement(prepared, {})
    is_driver = bool(prepared.body.get("isDriver", False))
    active = judgement.active()
    ruleset = _together(judgement, is_driver=is_driver)
    company = group_ids(options["company_group_ids"])
    clearance = options["security_group_id" if is_driver else "office_security_group_id"]
    entity = {
        **prepared.body,
        "isDriver": is_driver,
        "userAuthenticationType": "BasicAuthentication",
        "changePassword": True,
        "companyGroups": company,
        "securityGroups": [{"id": clearance}],
        "activeFrom": wire(since),
        "activeTo": FOREVER,
    }
    if active is False:
        entity["activeTo"] = ended(entity, now)
    if is_driver:
        entity["driverGroups"] = group_ids(options["driver_group_ids"]) or company
    return Plan(entity, prepared, ruleset)


def changed_user(prepared: Prepared, current: Mapping[str, Any], options: Mapping[str, Any], *, now: datetime) -> Plan:
    """The current user with the change applied. All other fields are sent unchanged: lists would be lost otherwise."""
    judgement = _Judgement(prepared, current)
    is_driver = prepared.body.get("isDriver", current.get("isDriver"))
    active = judgement.active()
    ruleset = _together(judgement, is_driver=is_driver)
    plan = Plan({**current, **prepared.body}, prepared, ruleset)
    if active is not None and active is not is_active(current):
        plan.entity["activeTo"] = FOREVER if active else ended(current, now)
    if is_driver and not current.get("driverGroups"):
        plan.entity["driverGroups"] = group_ids(options["driver_group_ids"]) or current.get("companyGroups") or []
    if is_driver is False and current.get("isDriver") is not False:
        plan.entity = {name: value for name, value in plan.entity.items() if name not in _ONLY_DRIVERS}
    if ruleset is not None and ruleset == (current.get("hosRuleSet") or NO_RULESET):
        plan.ruleset = None
    plan.compare(current, USERS)
    return plan


def password_for(plan: Plan) -> str:
    """A password that satisfies Geotab's policy. It is sent once; the user must change it at the first sign-in."""
    names = [plan.entity[name] for name in ("name", "firstName", "lastName")]
    made = new_password(names)
    # Geotab refuses passwords that contain a whole name, even one of two letters.
    while any(name.lower() in made.lower() for name in names):
        made = new_password(names)
    return made


def with_login(change: Change) -> Change:
    """The change with a sign-in name, if it has any."""
    if change.get("username") is None and change.get("user_email"):
        return {**change, "username": change["user_email"]}
    return change


def _together(judgement: _Judgement, *, is_driver: bool | None) -> str | None:
    judgement.email()
    judgement.carrier()
    judgement.license(is_driver=is_driver)
    judgement.phone()
    ruleset = judgement.ruleset()
    judgement.passed()
    return ruleset
