"""What the fake of Samsara keeps of one customer: drivers, users, vehicles and trailers."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.fakes.samsara_rules import Bad

ROLE = "8a9371af-0000-4158-bf91-000000000002"
ROLES = {"8a9371af-0000-4158-bf91-000000000001": "Full Admin", ROLE: "Read-Only Admin"}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class SamsaraRecords:
    """The records of one kind, by id, in the order of their ids, apart by status."""

    records: dict[int, dict[str, Any]] = field(default_factory=dict)
    order: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def put(self, record: dict[str, Any], status: str = "") -> None:
        number = int(record["id"])
        self.records[number] = record
        insort(self.order[status], number)

    def move(self, number: int, before: str, after: str) -> None:
        if before != after:
            self.order[before].pop(bisect_right(self.order[before], number) - 1)
            insort(self.order[after], number)

    def drop(self, number: int) -> None:
        del self.records[number]
        for ids in self.order.values():
            if (place := bisect_right(ids, number) - 1) >= 0 and ids[place] == number:
                ids.pop(place)

    def after(self, number: int, status: str = "") -> Iterator[dict[str, Any]]:
        ids = self.order[status]
        for place in range(bisect_right(ids, number), len(ids)):
            yield self.records[ids[place]]


@dataclass
class Organization:
    """One customer of Samsara's."""

    id: str = "70001"
    name: str = "Example Haulage LLC"
    shelves: dict[str, SamsaraRecords] = field(
        default_factory=lambda: {kind: SamsaraRecords() for kind in ("drivers", "users", "vehicles", "trailers")}
    )
    taken: dict[tuple[str, ...], tuple[str, int]] = field(default_factory=dict)
    """What has to be unique, such as ("username", "dana"), and whose it is."""

    @property
    def drivers(self) -> list[dict[str, Any]]:
        return list(self.shelves["drivers"].records.values())

    @property
    def users(self) -> list[dict[str, Any]]:
        return list(self.shelves["users"].records.values())

    def make(self, kind: str, number: int, body: dict[str, Any], *, ignored: frozenset[str]) -> dict[str, Any]:
        record: dict[str, Any] = {"id": str(number)}
        if kind in ("drivers", "vehicles"):
            record["createdAtTime"] = _now()
        if kind == "drivers":
            record |= {"driverActivationStatus": "active", "isDeactivated": False, "timezone": "America/Chicago"}
            record |= {"hosSetting": {"heavyHaulExemptionToggleEnabled": False}, "hasVehicleUnpinningEnabled": True}
            record["carrierSettings"] = {"carrierName": self.name, "mainOfficeAddress": "1 Sample Road"}
        self.change(kind, record, body, ignored=ignored)
        self.shelves[kind].put(record, record.get("driverActivationStatus", ""))
        return record

    def change(self, kind: str, record: dict[str, Any], body: dict[str, Any], *, ignored: frozenset[str]) -> None:
        """All of it or nothing."""
        changed = _changed(kind, record, body, ignored)
        before, after = _unique(kind, record), _unique(kind, changed)
        owner = (kind, int(record["id"]))
        for key in after - before:
            if self.taken.get(key, owner) != owner:
                raise Bad(f"{key[0]} is already in use.")
        for key in before - after:
            del self.taken[key]
        self.taken.update(dict.fromkeys(after, owner))
        if int(record["id"]) in self.shelves[kind].records:
            was, becomes = record.get("driverActivationStatus", ""), changed.get("driverActivationStatus", "")
            self.shelves[kind].move(int(record["id"]), was, becomes)
        record.clear()
        record |= changed


def _changed(kind: str, record: Mapping[str, Any], body: Mapping[str, Any], ignored: frozenset[str]) -> dict[str, Any]:
    changed = {**record, **{name: value for name, value in body.items() if name not in ignored}}
    if "tagIds" in changed:
        # An array replaces the one that is there.
        changed["tags"] = [{"id": each, "name": f"Tag {each}"} for each in changed.pop("tagIds")]
    for name in ("externalIds", "carrierSettings", "hosSetting"):
        if name in body:
            merged = {**record.get(name, {}), **body[name]}
            changed[name] = {key: value for key, value in merged.items() if value != ""}
    if changed.get("usDriverRulesetOverride", "") is None:
        del changed["usDriverRulesetOverride"]
    if kind == "users" and "roles" in body:
        changed["roles"] = [_role(each) for each in body["roles"]]
    if kind in ("drivers", "vehicles"):
        changed["updatedAtTime"] = _now()
    if kind == "drivers":
        changed["isDeactivated"] = changed["driverActivationStatus"] == "deactivated"
    return changed


def _unique(kind: str, record: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """What nobody else may have: external ids in all kinds, usernames and licences of drivers, e-mails of users."""
    found: set[tuple[str, ...]] = {("externalIds", *pair) for pair in record.get("externalIds", {}).items()}
    if kind == "drivers":
        found |= {("username", record["username"].lower())} if "username" in record else set()
        licence = (record.get("licenseState") or "", record.get("licenseNumber") or "")
        found |= {("licenseNumber", *licence)} if licence[1] else set()
    if kind == "users" and "email" in record:
        found.add(("email", record["email"].lower()))
    return found


def _role(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict) or given.get("roleId") not in ROLES:
        raise Bad("Invalid value for roles.")
    return {"role": {"id": given["roleId"], "name": ROLES[given["roleId"]]}}


def has_tags(record: Mapping[str, Any], query: Mapping[str, str]) -> bool:
    """Whether a record has one of the tags that a list is asked for."""
    asked = set(filter(None, query.get("tagIds", "").split(",")))
    return not asked or bool(asked & {tag["id"] for tag in record.get("tags", ())})


def is_left_out(record: Mapping[str, Any], query: Mapping[str, str]) -> bool:
    for name, asked in (("createdAtTime", "createdAfterTime"), ("updatedAtTime", "updatedAfterTime")):
        if asked in query and datetime.fromisoformat(record[name]) < datetime.fromisoformat(query[asked]):
            return True
    return is_expired(record)


def is_expired(record: Mapping[str, Any]) -> bool:
    return "expireAt" in record and datetime.fromisoformat(record["expireAt"]) <= datetime.now(UTC)
