"""What one database of the fake Geotab holds, and the rules by which entities are taken or refused."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from tests.fakes.geotab_feeds import Entity, Feeds

RULESETS = frozenset(Path(__file__).with_name("geotab_rulesets.txt").read_text("utf-8").split())
_ZONES = available_timezones()
_COMMON_PASSWORDS = {"password", "12345678", "qwertyui", "letmein1", "password1"}
_GROUPS = frozenset(
    {
        "GroupCompanyId",
        "GroupVehicleId",
        "GroupTrailerId",
        "GroupEverythingSecurityId",
        "GroupSupervisorSecurityId",
        "GroupUserSecurityId",
        "GroupViewOnlySecurityId",
        "GroupDriveUserSecurityId",
        "GroupNothingSecurityId",
    }
)
_DRIVER_KEYS = ("driverGroups", "licenseNumber", "licenseProvince", "viewDriversOwnDataOnly", "keys")
_NEW_USER: Mapping[str, Any] = {
    "isDriver": False,
    "employeeNo": "",
    "designation": "",
    "comment": "",
    "timeZoneId": "America/New_York",
    "countryCode": "",
    "phoneNumber": "",
    "phoneNumberExtension": "",
    "carrierNumber": "",
    "companyName": "",
    "companyAddress": "",
    "authorityName": "",
    "authorityAddress": "",
    "isYardMoveEnabled": False,
    "isPersonalConveyanceEnabled": False,
    "isAdverseDrivingEnabled": False,
    "isExemptHOSEnabled": False,
    "maxPCDistancePerDay": 0,
    "userAuthenticationType": "BasicAuthentication",
    "changePassword": False,
    "activeTo": "2050-01-01T00:00:00.000Z",
    "language": "en",
    "isMetric": True,
    "lastAccessDate": "0001-01-01T00:00:00.000Z",
    "privateUserGroups": [],
    "reportGroups": [],
}
_NEW_DRIVER: Mapping[str, Any] = {
    "licenseNumber": "",
    "licenseProvince": "",
    "viewDriversOwnDataOnly": False,
    "keys": [],
}
_NEW_DEVICE: Mapping[str, Any] = {
    "serialNumber": "",
    "deviceType": "None",
    "productId": -1,
    "vehicleIdentificationNumber": "",
    "engineVehicleIdentificationNumber": "?",
    "licensePlate": "",
    "licenseState": "",
    "comment": "",
    "timeZoneId": "America/New_York",
    "activeTo": "2050-01-01T00:00:00.000Z",
    "ignoreDownloadsUntil": "1986-01-01T00:00:00.000Z",
}
# Everything else that a user or a device may hold, by Geotab's object model.
_MORE_KEYS = frozenset(
    {
        *("id", "version", "name", "firstName", "lastName", "password", "companyGroups", "securityGroups"),
        *("activeFrom", "hosRuleSet", "dateFormat", "displayCurrency", "firstDayOfWeek", "isEmailReportEnabled"),
        *("groups", "workTime", "customProperties", "mediaFiles"),
    }
)


class GeotabRefusal(Exception):
    """An error of Geotab's: its type and a text."""

    def __init__(self, name: str, text: str, *, retry_after: int | None = None) -> None:
        super().__init__(text)
        self.name, self.text, self.retry_after = name, text, retry_after


@dataclass
class GeotabDatabase:
    """Users, devices and rulesets of one fleet; `cut` is where a list ends without a word."""

    name: str
    cut: int = 5000
    users: dict[str, Entity] = field(default_factory=dict)
    devices: dict[str, Entity] = field(default_factory=dict)
    rulesets: dict[str, Entity] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    """By user id; never part of an answer."""
    groups: set[str] = field(default_factory=lambda: set(_GROUPS))
    feeds: Feeds = field(default_factory=Feeds)

    def __post_init__(self) -> None:
        self._numbers = count(0xA1)
        self._versions = count(1)
        self._logins: dict[str, str] = {}
        self._current_rulesets: dict[str, tuple[str, str]] = {}
        self._order: dict[str, list[int]] = {"User": [], "Device": [], "UserHosRuleSet": []}

    def table(self, type_name: str) -> dict[str, Entity]:
        tables = {"User": self.users, "Device": self.devices, "UserHosRuleSet": self.rulesets}
        if type_name not in tables:
            raise GeotabRefusal("MissingMethodException", f"There is no entity of the type {type_name}.")
        return tables[type_name]

    def add(self, type_name: str, given: Entity) -> str:
        """Take a new entity; its id."""
        if given.get("id"):
            raise GeotabRefusal("ArgumentException", "A new entity has no id.")
        table = self.table(type_name)
        entity = {key: value for key, value in given.items() if value is not None}
        entity = getattr(self, f"_new_{type_name.lower()}")(entity)
        number = next(self._numbers)
        entity = {"id": f"b{number:X}", **entity, "version": f"{next(self._versions):016x}"}
        password = entity.pop("password", None)
        table[entity["id"]] = entity
        insort(self._order[type_name], number)
        if type_name == "User":
            self._logins[entity["name"].casefold()] = entity["id"]
            self.passwords[entity["id"]] = password
        if type_name == "UserHosRuleSet":
            name = entity["hosRuleSet"]["id"].removeprefix("HosRuleSet")
            if entity["dateTime"] >= self._current_rulesets.get(entity["user"]["id"], ("", ""))[0]:
                self._current_rulesets[entity["user"]["id"]] = (entity["dateTime"], name)
        return str(entity["id"])

    def set(self, type_name: str, given: Entity) -> None:
        """Change an entity: what is missing or null stays."""
        current = self.table(type_name).get(given.get("id") or "")
        if current is None or type_name == "UserHosRuleSet":
            raise GeotabRefusal("ArgumentException", "There is no such entity to set.")
        sent = {key: value for key, value in given.items() if value is not None and key != "version"}
        entity = {**current, **sent}
        getattr(self, f"_check_{type_name.lower()}")(entity, sent, current["id"])
        password = entity.pop("password", None)
        if type_name == "User":
            self._logins.pop(current["name"].casefold(), None)
            self._logins[entity["name"].casefold()] = entity["id"]
            if password is not None:
                self.passwords[entity["id"]] = password
            entity.pop("hosRuleSet", None)
            if not entity["isDriver"]:
                entity = {key: value for key, value in entity.items() if key not in _DRIVER_KEYS}
            else:
                entity = {**_NEW_DRIVER, **entity}
        entity["version"] = f"{next(self._versions):016x}"
        self.table(type_name)[entity["id"]] = entity

    def get(
        self, type_name: str, search: Entity | None, limit: int | None, sort: Mapping[str, Any] | None
    ) -> list[Entity]:
        """As many as there are, as many as are wanted, or as many as ever come at once."""
        table, search = self.table(type_name), search or {}
        if limit is not None and limit > 50_000:
            raise GeotabRefusal("OverLimitException", "The results limit is greater than 50000.")
        most = min(limit if limit is not None else self.cut, self.cut)
        if type_name == "User" and "%" not in search.get("name", "%"):
            search = {**search, "id": self._logins.get(search["name"].casefold(), "")}
        if "id" in search:
            return [self._shown(type_name, table[search["id"]])] if search["id"] in table else []
        numbers = self._order[type_name]
        if sort is not None:
            if sort.get("sortBy") != "id" or sort.get("sortDirection") != "asc":
                raise GeotabRefusal("ArgumentException", "This fake sorts by id, upwards.")
            if sort.get("offset") is not None:
                numbers = numbers[bisect_right(numbers, int(sort["offset"][1:], 16)) :]
        matches = self._matcher(search)
        found: list[Entity] = []
        for number in numbers:
            if len(found) >= most:
                break
            entity = table[f"b{number:X}"]
            if matches(entity):
                found.append(self._shown(type_name, entity))
        return found

    def ruleset_of(self, user_id: str) -> str:
        """The one that began last."""
        return self._current_rulesets.get(user_id, ("", "None"))[1]

    def _shown(self, type_name: str, entity: Entity) -> Entity:
        return {**entity, "hosRuleSet": self.ruleset_of(entity["id"])} if type_name == "User" else entity

    def _matcher(self, search: Mapping[str, Any]) -> Callable[[Entity], bool]:
        tests: list[Callable[[Entity], bool]] = []
        for key, wanted in search.items():
            if key in ("name", "firstName", "lastName"):
                pattern = re.compile(".*".join(re.escape(part) for part in wanted.split("%")), re.IGNORECASE)
                tests.append(lambda each, key=key, pattern=pattern: bool(pattern.fullmatch(each.get(key, ""))))  # type: ignore[misc] # a loop's variables
            elif key == "userSearch":
                tests.append(lambda each, wanted=wanted: each["user"]["id"] == wanted["id"])  # type: ignore[misc] # a loop's variables
            elif key == "isDriver":
                tests.append(lambda each, wanted=wanted: each["isDriver"] is wanted)  # type: ignore[misc] # a loop's variables
            else:
                raise GeotabRefusal("ArgumentException", f"This fake does not search by {key}.")
        return lambda each: all(test(each) for test in tests)

    # ------------------------------------------------------------ users

    def _new_user(self, given: Entity) -> Entity:
        entity = {**_NEW_USER, **given}
        if entity["isDriver"]:
            entity = {**_NEW_DRIVER, **entity}
        entity.setdefault("activeFrom", _now())
        self._check_user({"name": "", "firstName": "", "lastName": "", **entity}, given, None)
        if entity["userAuthenticationType"] == "BasicAuthentication":
            self._check_password(entity)
        return entity

    def _check_user(self, entity: Entity, sent: Entity, own_id: str | None) -> None:
        _known(sent, {*_NEW_USER, *_DRIVER_KEYS, *_MORE_KEYS})
        for key in ("name", "firstName", "lastName"):
            _text(entity, key, 255)
            if not entity[key]:
                raise GeotabRefusal("ArgumentNullException", f"{key} is required.")
        if re.search(r"\s", entity["name"]):
            raise GeotabRefusal("ArgumentException", "The name holds a space.")
        holder = self._logins.get(entity["name"].casefold())
        if holder not in (None, own_id):
            raise GeotabRefusal("DuplicateUserException", "A user with that name already exists.")
        self._check_forms(entity)
        for key in ("companyGroups", "securityGroups", *(["driverGroups"] if entity["isDriver"] else [])):
            self._check_groups(entity, key)
        if entity["isDriver"] and bool(entity.get("licenseNumber")) != bool(entity.get("licenseProvince")):
            raise GeotabRefusal("ArgumentException", "A licence has a number and a province.")
        if not entity["isDriver"] and (sent.get("licenseNumber") or sent.get("licenseProvince")):
            raise GeotabRefusal("ArgumentException", "Only drivers have a licence.")

    def _check_forms(self, entity: Entity) -> None:
        for key, most in (("employeeNo", 50), ("designation", 50), ("phoneNumber", 20), ("phoneNumberExtension", 5)):
            _text(entity, key, most)
        if not re.fullmatch(r"(\+\d{1,3} [0-9() .-]+)?|\+[0-9() .-]+", entity["phoneNumber"]):
            raise GeotabRefusal("ArgumentException", "The phone number is not like +1 5555555555.")
        if not re.fullmatch(r"([A-Z]{2})?", entity["countryCode"]):
            raise GeotabRefusal("ArgumentException", "The country code has two capital letters.")
        if entity["timeZoneId"] not in _ZONES:
            raise GeotabRefusal("ArgumentException", "There is no such time zone.")
        for key in ("isDriver", "isYardMoveEnabled", "isPersonalConveyanceEnabled", "isAdverseDrivingEnabled"):
            if not isinstance(entity[key], bool):
                raise GeotabRefusal("InvalidCastException", f"{key} is neither true nor false.")
        if _parsed(entity["activeTo"]) < _parsed(entity["activeFrom"]):
            raise GeotabRefusal("ArgumentOutOfRangeException", "activeTo is before activeFrom.")

    def _check_password(self, entity: Entity) -> None:
        password = entity.get("password")
        if not password:
            raise GeotabRefusal("ArgumentNullException", "A password is required.")
        if len(password) < 8:
            raise GeotabRefusal("PasswordPolicyViolationException", "Password policy requires at least 8 characters.")
        if password.lower() in _COMMON_PASSWORDS:
            raise GeotabRefusal("PasswordPolicyViolationException", "The password is a common one.")
        if any(entity[key].lower() in password.lower() for key in ("name", "firstName", "lastName")):
            raise GeotabRefusal("PasswordPolicyViolationException", "The password holds a name of the user.")

    def _check_groups(self, entity: Entity, key: str) -> None:
        if not entity.get(key):
            raise GeotabRefusal("ArgumentException", f"{key} holds no group.")
        for group in entity[key]:
            if group.get("id") not in self.groups:
                raise GeotabRefusal("GroupRelationViolatedException", f"{key} names a group that is not there.")

    # ------------------------------------------------------------ rulesets

    def _new_userhosruleset(self, given: Entity) -> Entity:
        _known(given, {"dateTime", "user", "hosRuleSet", "id", "version"})
        if given.get("user", {}).get("id") not in self.users:
            raise GeotabRefusal("ArgumentException", "There is no such user.")
        if given.get("hosRuleSet", {}).get("id", "").removeprefix("HosRuleSet") not in RULESETS or not given[
            "hosRuleSet"
        ]["id"].startswith("HosRuleSet"):
            raise GeotabRefusal("ArgumentException", "There is no such ruleset.")
        _parsed(given.get("dateTime"))
        return given

    # ------------------------------------------------------------ devices

    def _new_device(self, given: Entity) -> Entity:
        entity = {**_NEW_DEVICE, **given}
        entity.setdefault("activeFrom", _now())
        is_trailer = {"id": "GroupTrailerId"} in entity.get("groups", [])
        if not is_trailer and not entity["serialNumber"]:
            raise GeotabRefusal("ArgumentException", "A vehicle has a device with a serial number.")
        if entity["serialNumber"] and any(
            each["serialNumber"] == entity["serialNumber"] for each in self.devices.values()
        ):
            raise GeotabRefusal("DuplicateException", "A device with that serial number already exists.")
        if entity["serialNumber"] and "deviceType" not in given:
            entity |= {"deviceType": "GO9", "productId": 120}
        self._check_device({"name": "", **entity}, given, None)
        return entity

    def _check_device(self, entity: Entity, sent: Entity, own_id: str | None) -> None:
        _known(sent, {*_NEW_DEVICE, *_MORE_KEYS})
        _text(entity, "name", 50)
        if not entity["name"]:
            raise GeotabRefusal("ArgumentNullException", "name is required.")
        for key in ("vehicleIdentificationNumber", "licensePlate", "licenseState", "comment"):
            _text(entity, key, 1024)
        self._check_groups(entity, "groups")
        before = self.devices.get(own_id or "", {}).get("groups", [])
        for one, other in (("GroupVehicleId", "GroupTrailerId"), ("GroupTrailerId", "GroupVehicleId")):
            if {"id": one} in before and {"id": other} in entity["groups"]:
                raise GeotabRefusal(
                    "InvalidApiOperationException", "A vehicle does not become a trailer, or a trailer a vehicle."
                )


def _known(sent: Entity, keys: set[str]) -> None:
    for key in sent:
        if key not in keys:
            raise GeotabRefusal("MissingMemberException", f"There is no property {key}.")


def _text(entity: Entity, key: str, most: int) -> None:
    value = entity.get(key, "")
    if not isinstance(value, str):
        raise GeotabRefusal("InvalidCastException", f"{key} is not a text.")
    if len(value) > most:
        raise GeotabRefusal("ArgumentOutOfRangeException", f"{key} is longer than {most} characters.")


def _parsed(value: object) -> datetime:
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise GeotabRefusal("InvalidCastException", "A date is not one.") from None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
