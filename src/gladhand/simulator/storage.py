"""What the simulator keeps: everything in memory, and every change in SQLite before it is answered.

A change is in the operating system's hands when `save` returns, so a killed process has lost nothing. Only a power cut
could take the newest changes, and this is a simulator.
"""

import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson

from gladhand.simulator.kinds import FIRST_VEHICLES, KINDS, VEHICLE, Item, Kind, RequestRefused

_SCHEMA = """
pragma journal_mode = wal;
pragma synchronous = normal;
pragma busy_timeout = 5000;
create table if not exists account (key text primary key, id text not null unique, name text not null);
""" + "".join(
    f"""
create table if not exists {kind.name} (
  account_id text not null, id text not null, body blob not null, primary key (account_id, id)
) without rowid;
"""
    for kind in KINDS
)

DEMO_KEY, DEMO_NAME = "demo-key", "Demo Trucking"


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class Shelf:
    """All that an account has of one kind."""

    kind: Kind
    items: dict[str, Item] = field(default_factory=dict)
    by_unique: dict[str, str] = field(default_factory=dict)
    by_external_id: dict[str, list[str]] = field(default_factory=dict)

    def index(self, item: Item) -> None:
        if item.get(self.kind.unique) is not None:
            self.by_unique[item[self.kind.unique].casefold()] = item["id"]
        if item.get("external_id") is not None:
            self.by_external_id.setdefault(item["external_id"], []).append(item["id"])

    def unindex(self, item: Item) -> None:
        if item.get(self.kind.unique) is not None:
            self.by_unique.pop(item[self.kind.unique].casefold(), None)
        if item.get("external_id") is not None:
            self.by_external_id[item["external_id"]].remove(item["id"])

    def refuse_taken(self, fields: Item, own_id: str | None = None) -> None:
        unique = self.kind.unique
        value = fields.get(unique)
        if value is not None and self.by_unique.get(value.casefold(), own_id) != own_id:
            raise RequestRefused(409, f"The {unique} {value!r} is taken.", unique)


@dataclass
class Account:
    """One fleet's account: what its API key opens."""

    key: str
    id: str
    name: str
    shelves: dict[str, Shelf] = field(default_factory=lambda: {kind.name: Shelf(kind) for kind in KINDS})
    creates: int = 0
    updates: int = 0

    @property
    def duplicate_external_ids(self) -> dict[str, int]:
        """External ids that more than one thing has: what a client that sends twice leaves behind."""
        counts = Counter[str]()
        for shelf in self.shelves.values():
            counts.update({key: len(ids) for key, ids in shelf.by_external_id.items() if len(ids) > 1})
        return dict(counts)


class Storage:
    """All accounts and what they have."""

    def __init__(self, path: Path | None = None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._database.executescript(_SCHEMA)
        self.accounts: dict[str, Account] = {}
        by_id: dict[str, Account] = {}
        for key, account_id, name in self._database.execute("select key, id, name from account order by rowid"):
            self.accounts[key] = by_id[account_id] = Account(key, account_id, name)
        for kind in KINDS:
            for account_id, body in self._database.execute(f"select account_id, body from {kind.name}"):
                item, shelf = orjson.loads(body), by_id[account_id].shelves[kind.name]
                shelf.items[item["id"]] = item
                shelf.index(item)
        if not self.accounts:
            self.put_account(DEMO_KEY, DEMO_NAME)

    def close(self) -> None:
        self._database.close()

    def put_account(self, key: str, name: str) -> Account:
        """Open an account for an API key, or give the one that there is another name."""
        account = self.accounts.get(key)
        is_new = account is None
        if account is None:
            slug = "-".join(name.lower().split()) or "fleet"
            taken = {each.id for each in self.accounts.values()}
            account_id = f"fleet:{slug}"
            number = 2
            while account_id in taken:
                account_id, number = f"fleet:{slug}-{number}", number + 1
            account = self.accounts[key] = Account(key, account_id, name)
        account.name = name
        self._database.execute(
            "insert into account (key, id, name) values (?, ?, ?) on conflict (key) do update set name = excluded.name",
            (account.key, account.id, account.name),
        )
        if is_new:
            self._furnish(account)
        return account

    def create(self, account: Account, kind: Kind, fields: Item) -> Item:
        shelf = account.shelves[kind.name]
        shelf.refuse_taken(fields)
        item = self._add(account, shelf, fields)
        account.creates += 1
        return item

    def update(self, account: Account, kind: Kind, item: Item, fields: Item) -> Item:
        shelf = account.shelves[kind.name]
        shelf.refuse_taken(fields, item["id"])
        shelf.unindex(item)
        item |= fields | {"updated_at": now()}
        shelf.index(item)
        account.updates += 1
        self._save(account, kind, item)
        return item

    def clear(self) -> None:
        """Every account is as new."""
        for kind in KINDS:
            self._database.execute(f"delete from {kind.name}")
        for key, account in self.accounts.items():
            self.accounts[key] = Account(key, account.id, account.name)
            self._furnish(self.accounts[key])

    def _furnish(self, account: Account) -> None:
        for fields in FIRST_VEHICLES:
            self._add(account, account.shelves[VEHICLE.name], fields)

    def _add(self, account: Account, shelf: Shelf, fields: Item) -> Item:
        moment = now()
        new_id = shelf.kind.new_id(fields, shelf.items)
        item = {"id": new_id, **fields, "created_at": moment, "updated_at": moment}
        shelf.items[new_id] = item
        shelf.index(item)
        self._save(account, shelf.kind, item)
        return item

    def _save(self, account: Account, kind: Kind, item: Item) -> None:
        self._database.execute(
            f"insert or replace into {kind.name} (account_id, id, body) values (?, ?, ?)",
            (account.id, item["id"], orjson.dumps(item)),
        )
