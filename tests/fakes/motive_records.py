"""What the fake of Motive keeps: records of one kind, with what is unique among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from tests.fakes import motive_rules as rules

_UNIQUE: Mapping[str, tuple[str, ...]] = {"users": ("email", "username"), "vehicles": ("number",), "assets": ()}


class MotiveRefusal(Exception):
    """An answer other than a good one."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.reason, self.headers = status, reason, headers


class MotiveRecords:
    """All records of one kind, found by id, by what is unique, and by their external ids."""

    def __init__(self, plural: str, fields: Mapping[str, Any], complaints: Any, ids: Iterator[int]) -> None:
        self.plural, self.fields, self.complaints = plural, dict(fields), complaints
        self._ids = ids
        self.rows: dict[int, dict[str, Any]] = {}
        self.taken: dict[tuple[str, str], int] = {}
        self.keys: dict[tuple[str, str], int] = {}

    @property
    def singular(self) -> str:
        return self.plural.removesuffix("s")

    def save(self, row: dict[str, Any], sent: Mapping[str, Any], *, is_new: bool) -> dict[str, Any]:
        role = sent.get("role", row.get("role"))
        hidden = rules.DRIVER_FIELDS.keys() if role not in ("driver", None) else frozenset()
        changes = {name: value for name, value in sent.items() if name in self.fields and name not in hidden}
        new = {**row, **changes, "updated_at": now_text()}
        for complaint in self.complaints(new, sent, is_new=is_new):
            raise MotiveRefusal(400, complaint)
        for name in _UNIQUE[self.plural]:
            value = str(new.get(name) or "").casefold()
            if value and self.taken.get((name, value), row["id"]) != row["id"]:
                raise MotiveRefusal(400, f"{name.capitalize()} has already been taken")
        new["external_ids"] = self._external_ids(row, sent.get("external_ids_attributes") or [])
        for name in _UNIQUE[self.plural]:
            self.taken.pop((name, str(row.get(name) or "").casefold()), None)
            if value := str(new.get(name) or "").casefold():
                self.taken[name, value] = row["id"]
        for entry in row["external_ids"]:
            self.keys.pop((entry["external_id"], entry["integration_name"]), None)
        for entry in new["external_ids"]:
            self.keys[entry["external_id"], entry["integration_name"]] = row["id"]
        self.rows[row["id"]] = new
        return new

    def _external_ids(self, row: Mapping[str, Any], sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
        entries = {entry["id"]: dict(entry) for entry in row["external_ids"]}
        for each in sent:
            pair = each["external_id"], each["integration_name"]
            if self.keys.get(pair, row["id"]) != row["id"]:
                raise MotiveRefusal(400, "External ids external has already been taken")
            own = each.get("id")
            if own is None and any(
                (entry["external_id"], entry["integration_name"]) == pair for entry in entries.values()
            ):
                raise MotiveRefusal(400, "External ids external has already been taken")
            if own is not None and own not in entries:
                raise MotiveRefusal(404, "external id not found")
            number = own if own is not None else next(self._ids)
            entries[number] = {"id": number, "external_id": pair[0], "integration_name": pair[1]}
        return list(entries.values())


def now_text() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
