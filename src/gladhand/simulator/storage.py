"""What the simulator keeps: everything in memory, and every change in SQLite before it is answered.

A change is in the operating system's hands when `save` returns, so a killed process has lost nothing. Only a power cut
could take the newest changes, and this is a simulator.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from gladhand.simulator.amendments import Amendment, restored, stored
from gladhand.simulator.clock import SimulatedClock
from gladhand.simulator.fleet.fleet import Fleet
from gladhand.simulator.furniture import furniture
from gladhand.simulator.kinds import Item, Kind, RequestRefused
from gladhand.simulator.ledger import Ledger
from gladhand.simulator.moments import iso
from gladhand.simulator.rate_window import RateWindow
from gladhand.simulator.row_kinds import ALL_KINDS, ROW_KINDS

_SCHEMA = """
pragma journal_mode = wal;
pragma synchronous = normal;
pragma busy_timeout = 5000;
create table if not exists account (key text primary key, id text not null unique, name text not null);
create table if not exists generated_fleet (account_id text primary key, seed text not null, trucks integer not null);
create table if not exists amendment (account_id text not null, body blob not null);
""" + "".join(
    f"""
create table if not exists {kind.name} (
  account_id text not null, id text not null, body blob not null, primary key (account_id, id)
) without rowid;
"""
    for kind in ALL_KINDS
)

DEMO_KEY, DEMO_NAME = "demo-key", "Demo Trucking"


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
    shelves: dict[str, Shelf] = field(default_factory=lambda: {kind.name: Shelf(kind) for kind in ALL_KINDS})
    creates: int = 0
    updates: int = 0
    fleet: Fleet = field(default_factory=lambda: Fleet("", 0))
    """What moves. An account without trucks has vehicles that nobody drives."""
    amendments: list[Amendment] = field(default_factory=list)
    rate: RateWindow = field(default_factory=RateWindow)

    @property
    def ledger(self) -> Ledger:
        entered = {kind.name: self.shelves[kind.name].items.values() for kind in ROW_KINDS}
        return Ledger(self.fleet, self.amendments, entered)

    def refuse_unknown(self, kind: Kind, fields: Item) -> None:
        """Refuse the ids of things that the account does not have."""
        for name, of_kind in kind.of_kind.items():
            value = fields.get(name)
            for each in value if isinstance(value, list) else [value]:
                if each is not None and each not in self.shelves[of_kind].items:
                    raise RequestRefused(422, f"There is no {of_kind} {each[:60]!r}.", name)

    @property
    def duplicate_external_ids(self) -> dict[str, int]:
        """External ids that more than one thing has: what a client that sends twice leaves behind."""
        counts = Counter[str]()
        for shelf in self.shelves.values():
            counts.update({key: len(ids) for key, ids in shelf.by_external_id.items() if len(ids) > 1})
        return dict(counts)


class Storage:
    """All accounts and what they have."""

    def __init__(self, path: Path | None = None, *, clock: SimulatedClock | None = None, trucks: int = 0) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self.clock = clock or SimulatedClock()
        self._database = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._database.executescript(_SCHEMA)
        self.accounts: dict[str, Account] = {}
        self._load()
        demo = self.accounts.get(DEMO_KEY)
        # A file of an older release has the account and no fleet.
        if not self.accounts or (demo is not None and not demo.fleet.seed):
            self.put_account(DEMO_KEY, demo.name if demo else DEMO_NAME, trucks=trucks)

    def _load(self) -> None:
        by_id: dict[str, Account] = {}
        for key, account_id, name in self._database.execute("select key, id, name from account order by rowid"):
            self.accounts[key] = by_id[account_id] = Account(key, account_id, name)
        for kind in ALL_KINDS:
            for account_id, body in self._database.execute(f"select account_id, body from {kind.name}"):
                item, shelf = orjson.loads(body), by_id[account_id].shelves[kind.name]
                shelf.items[item["id"]] = item
                shelf.index(item)
        for account_id, seed, trucks in self._database.execute("select account_id, seed, trucks from generated_fleet"):
            by_id[account_id].fleet = Fleet(seed, trucks)
        for account_id, body in self._database.execute("select account_id, body from amendment order by rowid"):
            by_id[account_id].amendments.append(restored(orjson.loads(body)))

    def close(self) -> None:
        self._database.close()

    def put_account(self, key: str, name: str, *, trucks: int | None = None, seed: str | None = None) -> Account:
        """Open an account for an API key, or give the one that there is another name or another fleet."""
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
        with self._transaction():
            self._database.execute(
                "insert into account (key, id, name) values (?, ?, ?)"
                " on conflict (key) do update set name = excluded.name",
                (account.key, account.id, account.name),
            )
            if is_new or trucks is not None or seed is not None:
                size = trucks if trucks is not None else len(account.fleet.trucks)
                account.fleet = Fleet(seed or account.fleet.seed or account.id, size)
                self._database.execute(
                    "insert or replace into generated_fleet (account_id, seed, trucks) values (?, ?, ?)",
                    (account.id, account.fleet.seed, size),
                )
                self._furnish(account)
        return account

    def amend(self, account: Account, amendments: list[Amendment]) -> None:
        with self._transaction():
            self._database.executemany(
                "insert into amendment (account_id, body) values (?, ?)",
                [(account.id, orjson.dumps(stored(each))) for each in amendments],
            )
        account.amendments += amendments

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
        item |= fields | {"updated_at": self.now()}
        shelf.index(item)
        account.updates += 1
        self._save(account, kind, item)
        return item

    def remove(self, account: Account, kind: Kind, item: Item) -> None:
        shelf = account.shelves[kind.name]
        shelf.unindex(item)
        del shelf.items[item["id"]]
        self._database.execute(f"delete from {kind.name} where account_id = ? and id = ?", (account.id, item["id"]))

    def clear(self) -> None:
        """Every account is as new."""
        with self._transaction():
            for table in (*(kind.name for kind in ALL_KINDS), "amendment"):
                self._database.execute(f"delete from {table}")
            for key, account in self.accounts.items():
                self.accounts[key] = Account(key, account.id, account.name, fleet=account.fleet)
                self._furnish(self.accounts[key])

    def _furnish(self, account: Account) -> None:
        """Everything that an account has from the beginning, as far as it is not there yet."""
        for kind, new_id, fields in furniture(account.fleet):
            if new_id not in account.shelves[kind.name].items:
                self._add(account, account.shelves[kind.name], fields, new_id)

    def _add(self, account: Account, shelf: Shelf, fields: Item, new_id: str | None = None) -> Item:
        moment = self.now()
        new_id = new_id or shelf.kind.new_id(fields, shelf.items)
        item = {"id": new_id, **fields, "created_at": moment, "updated_at": moment}
        shelf.items[new_id] = item
        shelf.index(item)
        self._save(account, shelf.kind, item)
        return item

    def now(self) -> str:
        return iso(self.clock.now())

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("begin")
        try:
            yield
        except BaseException:
            self._database.execute("rollback")
            raise
        self._database.execute("commit")

    def _save(self, account: Account, kind: Kind, item: Item) -> None:
        self._database.execute(
            f"insert or replace into {kind.name} (account_id, id, body) values (?, ?, ?)",
            (account.id, item["id"], orjson.dumps(item)),
        )
