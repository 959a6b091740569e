"""What the fake of Traccar keeps, and the rules of its tables: who may see and do what, and what must be unique."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

Entity = dict[str, Any]

#: Each table: its columns with what a missing one becomes, the unique one, and what a search looks at.
COLUMNS: dict[str, Entity] = {
    "drivers": {"name": None, "uniqueId": None, "attributes": {}},
    "devices": {
        "attributes": {},
        "groupId": 0,
        "calendarId": 0,
        "name": None,
        "uniqueId": None,
        "status": None,
        "lastUpdate": None,
        "positionId": 0,
        "phone": None,
        "model": None,
        "contact": None,
        "category": None,
        "disabled": False,
        "expirationTime": None,
    },
    "groups": {"name": None, "groupId": 0, "attributes": {}},
    "users": {
        "attributes": {},
        "name": None,
        "login": None,
        "email": None,
        "phone": None,
        "readonly": False,
        "administrator": False,
        "map": None,
        "latitude": 0.0,
        "longitude": 0.0,
        "zoom": 0,
        "coordinateFormat": None,
        "disabled": False,
        "expirationTime": None,
        "deviceLimit": 0,
        "userLimit": 0,
        "deviceReadonly": False,
        "limitCommands": False,
        "disableReports": False,
        "fixedEmail": False,
        "poiLayer": None,
        "totpKey": None,
        "temporary": False,
        "password": None,
    },
}
UNIQUE = {"drivers": "uniqueId", "devices": "uniqueId", "users": "email"}
SEARCHED = {
    "drivers": ("name", "uniqueId"),
    "devices": ("name", "uniqueId", "phone", "model", "contact"),
    "groups": ("name",),
    "users": ("name", "email"),
}
NEEDED = {
    "drivers": ("name", "uniqueId"),
    "devices": ("name", "uniqueId"),
    "groups": ("name",),
    "users": ("name", "email"),
}
_LONGEST, _LONGEST_ATTRIBUTES = 128, 4000
# The server keeps these itself, whatever is sent.
_KEPT = {"devices": ("status", "lastUpdate", "positionId"), "users": ("temporary",)}


class TraccarRefusal(Exception):
    """Answers 400: the first line of what Java says."""


def like(keyword: str) -> str:
    """The keyword in a LIKE, which the server escapes nothing for: a single backslash finds nothing."""
    parts = re.findall(r"\\[%_\\]|.", keyword, re.DOTALL)
    if "\\" in parts:
        return r"(?!)"
    return "".join({"%": ".*", "_": "."}.get(each, re.escape(each[-1])) for each in parts)


@dataclass
class TraccarCaller:
    """Whoever calls."""

    user: Entity

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def administrator(self) -> bool:
        return bool(self.user["administrator"])


@dataclass
class Store:
    """All tables of one server."""

    database: str = "h2"
    """Or `mysql`: there, texts that are too long are cut, and letters of either case are the same."""
    server: Entity = field(default_factory=lambda: {"readonly": False, "deviceReadonly": False, "registration": False})
    tables: dict[str, dict[int, Entity]] = field(default_factory=lambda: {name: {} for name in COLUMNS})
    passwords: dict[int, str] = field(default_factory=dict)
    links: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    """(table, user) to what is linked to that user."""
    _holders: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in UNIQUE})
    _numbers: dict[str, Iterator[int]] = field(default_factory=lambda: {name: count(1) for name in COLUMNS})

    def add(self, table: str, given: Entity, *, owner: int | None = None) -> Entity:
        """Put an entity there, by the database's rules only."""
        entity = self._stored(table, given)
        entity = {"id": next(self._numbers[table]), **entity}
        self._claim(table, entity)
        self._keep(table, entity, given)
        if owner is not None:
            self.link(owner, table, entity["id"])
        return self.shown(entity)

    def link(self, user: int, table: str, entity: int) -> None:
        self.links.setdefault((table, user), set()).add(entity)

    def linked(self, account: TraccarCaller, table: str) -> set[int]:
        return self.links.get((table, account.id), set())

    def shown(self, entity: Entity) -> Entity:
        return {**entity, "password": None} if "password" in entity else entity

    # ---------------------------------------------------------------- reads

    def listed(self, account: TraccarCaller, table: str, *, everything: bool, keyword: str | None) -> list[Entity]:
        rows = self.tables[table]
        found: Iterable[Entity]
        if account.administrator and (everything or table == "users"):
            found = rows.values()
        else:
            found = (rows[each] for each in self.linked(account, table) if each in rows)
        if keyword:
            wanted = re.compile(like(keyword), re.IGNORECASE | re.DOTALL)
            found = (row for row in found if any(wanted.search(str(row[each] or "")) for each in SEARCHED[table]))
        return [self.shown(each) for each in sorted(found, key=lambda row: str(row["name"]))]

    def single(self, account: TraccarCaller, table: str, number: int) -> Entity | None:
        self.must_see(account, table, number)
        found = self.tables[table].get(number)
        return None if found is None else self.shown(found)

    def must_see(self, account: TraccarCaller, table: str, number: int) -> None:
        own = table == "users" and number == account.id
        if not (account.administrator or own or number in self.linked(account, table)):
            raise TraccarRefusal(f"java.lang.SecurityException: {table[:-1].title()} access denied")

    # ---------------------------------------------------------------- writes

    def create(self, account: TraccarCaller | None, table: str, given: Entity) -> Entity:
        given = {name: value for name, value in given.items() if name != "id"}
        if table == "users":
            owner = self._may_create_user(account, given)
            return self.add("users", given, owner=owner)
        if account is None:
            raise TraccarRefusal("java.lang.SecurityException: Read access denied")
        self._may_edit(account, table, adding=True)
        return self.add(table, given, owner=account.id)

    def replace(self, account: TraccarCaller, table: str, given: Entity) -> Entity:
        """The id in the body decides. Whatever is missing becomes null, false or 0."""
        number = int(given.get("id") or 0)
        self.must_see(account, table, number)
        own = table == "users" and number == account.id
        if not own:
            self._may_edit(account, table)
        before = self.tables[table].get(number)
        if before is None:
            # An administrator is told that all is well.
            return self.shown({"id": number, **self._stored(table, given)})
        if table == "users":
            self._may_change_user(account, before, given)
        entity = {"id": number, **self._stored(table, given)}
        entity |= {name: before[name] for name in _KEPT.get(table, ())}
        self._claim(table, entity, before)
        self._keep(table, entity, given)
        return self.shown(entity)

    def delete(self, account: TraccarCaller, table: str, number: int) -> None:
        self.must_see(account, table, number)
        self._may_edit(account, table)
        entity = self.tables[table].pop(number, None)
        if entity is not None and table in UNIQUE:
            self._holders[table].pop(self._folded(entity[UNIQUE[table]]), None)
        for (kind, _), linked in self.links.items():
            if kind == table:
                linked.discard(number)

    def _may_edit(self, account: TraccarCaller, table: str, *, adding: bool = False) -> None:
        user = account.user
        if account.administrator:
            return
        denied = user["readonly"] or self.server["readonly"]
        if table == "devices":
            denied = denied or user["deviceReadonly"] or self.server["deviceReadonly"]
            limit = user["deviceLimit"]
            denied = denied or (adding and limit != -1 and len(self.linked(account, "devices")) >= limit)
        if denied:
            raise TraccarRefusal("java.lang.SecurityException: Write access denied")

    def _may_create_user(self, account: TraccarCaller | None, given: Entity) -> int | None:
        """Who will see the new user; None for a registration and for what an administrator makes."""
        if not self.tables["users"] and account is None:
            given["administrator"] = True
            return None
        if account is not None and account.administrator:
            return None
        limit = account.user["userLimit"] if account else 0
        if limit == 0:
            if not self.server["registration"]:
                raise TraccarRefusal("java.lang.SecurityException: Registration disabled")
        elif account is not None and limit != -1 and len(self.linked(account, "users")) >= limit:
            raise TraccarRefusal("java.lang.SecurityException: Manager user limit reached")
        if given.get("administrator") or given.get("deviceLimit") or given.get("userLimit") or given.get("totpKey"):
            raise TraccarRefusal("java.lang.SecurityException: Administrator access required")
        if account is not None and limit != 0:
            if account.user["readonly"] or self.server["readonly"]:
                raise TraccarRefusal("java.lang.SecurityException: Write access denied")
            until = account.user["expirationTime"]
            if until and (not given.get("expirationTime") or given["expirationTime"] > until):
                raise TraccarRefusal("java.lang.SecurityException: Account expiration access denied")
            return account.id
        return None

    def _may_change_user(self, account: TraccarCaller, before: Entity, given: Entity) -> None:
        if account.administrator:
            return
        for name in ("administrator", "deviceLimit", "userLimit"):
            if (given.get(name) or COLUMNS["users"][name]) != before[name]:
                raise TraccarRefusal("java.lang.SecurityException: Administrator access required")

    # ---------------------------------------------------------------- the database

    def _stored(self, table: str, given: Entity) -> Entity:
        columns = COLUMNS[table]
        unknown = given.keys() - columns.keys() - {"id"}
        if unknown:
            raise TraccarRefusal(f'Unrecognized field "{min(unknown)}" (class org.traccar.model.{table[:-1].title()})')
        entity: Entity = {name: given.get(name, usual) for name, usual in columns.items()}
        for name, usual in columns.items():
            if entity[name] is None and usual is not None:
                entity[name] = usual
        if isinstance(unique := entity.get("uniqueId"), str):
            entity["uniqueId"] = unique.strip()
        for name in NEEDED[table]:
            if entity[name] is None:
                raise TraccarRefusal(
                    f"org.traccar.storage.StorageException: NULL not allowed for column {name.upper()}"
                )
        for name, value in entity.items():
            if isinstance(value, str) and self._length(value) > _LONGEST:
                if self.database != "mysql":
                    raise TraccarRefusal(
                        f"org.traccar.storage.StorageException: Value too long for column {name.upper()}"
                    )
                entity[name] = value[:_LONGEST]
        entity["attributes"] = self._map(entity["attributes"])
        return entity

    def _map(self, attributes: Any) -> Entity:
        if not isinstance(attributes, dict):
            raise TraccarRefusal("com.fasterxml.jackson.databind.exc.MismatchedInputException: Cannot deserialize")
        written = json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
        if len(written.encode()) <= _LONGEST_ATTRIBUTES:
            return json.loads(written)  # type: ignore[no-any-return] # it was a map before it was written
        if self.database != "mysql":
            raise TraccarRefusal("org.traccar.storage.StorageException: Value too long for column ATTRIBUTES")
        # What was cut off cannot be read any more.
        return {}

    def _claim(self, table: str, entity: Entity, before: Entity | None = None) -> None:
        if table not in UNIQUE:
            return
        key, holders = UNIQUE[table], self._holders[table]
        holder = holders.get(self._folded(entity[key]))
        if holder is not None and holder != entity["id"]:
            raise TraccarRefusal(self._duplicate(table, key, entity[key]))
        if before is not None:
            holders.pop(self._folded(before[key]), None)
        holders[self._folded(entity[key])] = entity["id"]

    def _keep(self, table: str, entity: Entity, given: Entity) -> None:
        if table == "users":
            if given.get("password"):
                self.passwords[entity["id"]] = given["password"]
            entity["password"] = None
        self.tables[table][entity["id"]] = entity

    def _length(self, value: str) -> int:
        # H2 counts in UTF-16.
        return len(value.encode("utf-16-le", "surrogatepass")) // 2 if self.database == "h2" else len(value)

    def _folded(self, value: Any) -> str:
        return str(value).lower() if self.database == "mysql" else str(value)

    def _duplicate(self, table: str, key: str, value: Any) -> str:
        if self.database == "mysql":
            return (
                "org.traccar.storage.StorageException: java.sql.SQLIntegrityConstraintViolationException:"
                f" Duplicate entry '{value}' for key 'tc_{table}.{key.lower()}'"
            )
        return (
            "org.traccar.storage.StorageException: org.h2.jdbc.JdbcSQLIntegrityConstraintViolationException: Unique"
            f' index or primary key violation: "PUBLIC.CONSTRAINT_INDEX_1 ON PUBLIC.TC_{table.upper()}({key.upper()}'
            f" NULLS FIRST) VALUES ( /* 41 */ '{value}' )\"; SQL statement: INSERT INTO tc_{table}(name) VALUES (?)"
        )
