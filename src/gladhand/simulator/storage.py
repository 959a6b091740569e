"""What the simulator keeps: everything in memory, and every change in SQLite before it is answered.

A change is in the operating system's hands when `save` returns, so a killed process has lost nothing. Only a power cut
could take the newest changes, and this is a simulator.
"""

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from gladhand.simulator.drivers import Driver, Refused, new_id

_SCHEMA = """
pragma journal_mode = wal;
pragma synchronous = normal;
pragma busy_timeout = 5000;
create table if not exists account (key text primary key, id text not null unique, name text not null);
create table if not exists driver (
  account_id text not null, id text not null, body blob not null, primary key (account_id, id)
) without rowid;
"""

DEMO_KEY, DEMO_NAME = "demo-key", "Demo Trucking"


@dataclass
class Account:
    """One fleet's account: what its API key opens."""

    key: str
    id: str
    name: str
    drivers: dict[str, Driver] = field(default_factory=dict)
    by_username: dict[str, str] = field(default_factory=dict)
    by_external_id: dict[str, list[str]] = field(default_factory=dict)
    creates: int = 0
    updates: int = 0

    def index(self, driver: Driver) -> None:
        if driver.get("username") is not None:
            self.by_username[driver["username"].casefold()] = driver["id"]
        if driver.get("external_id") is not None:
            self.by_external_id.setdefault(driver["external_id"], []).append(driver["id"])

    def unindex(self, driver: Driver) -> None:
        if driver.get("username") is not None:
            self.by_username.pop(driver["username"].casefold(), None)
        if driver.get("external_id") is not None:
            self.by_external_id[driver["external_id"]].remove(driver["id"])

    @property
    def duplicate_external_ids(self) -> dict[str, int]:
        """External ids that more than one driver has: what a client that sends twice leaves behind."""
        return {key: len(ids) for key, ids in self.by_external_id.items() if len(ids) > 1}


class Storage:
    """All accounts and their drivers."""

    def __init__(self, path: Path | None = None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._database.executescript(_SCHEMA)
        self.accounts: dict[str, Account] = {}
        by_id: dict[str, Account] = {}
        for key, account_id, name in self._database.execute("select key, id, name from account order by rowid"):
            self.accounts[key] = by_id[account_id] = Account(key, account_id, name)
        for account_id, body in self._database.execute("select account_id, body from driver"):
            driver = orjson.loads(body)
            by_id[account_id].drivers[driver["id"]] = driver
            by_id[account_id].index(driver)
        if not self.accounts:
            self.put_account(DEMO_KEY, DEMO_NAME)

    def close(self) -> None:
        self._database.close()

    def put_account(self, key: str, name: str) -> Account:
        """Open an account for an API key, or give the one that there is another name."""
        account = self.accounts.get(key)
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
        return account

    def create(self, account: Account, fields: Driver, now: str) -> Driver:
        self._refuse_taken_username(account, fields)
        driver = {"id": new_id(fields, account.drivers), **fields, "created_at": now, "updated_at": now}
        account.creates += 1
        account.drivers[driver["id"]] = driver
        account.index(driver)
        self._save(account, driver)
        return driver

    def update(self, account: Account, driver: Driver, fields: Driver, now: str) -> Driver:
        self._refuse_taken_username(account, fields, driver["id"])
        account.unindex(driver)
        driver |= fields | {"updated_at": now}
        account.index(driver)
        account.updates += 1
        self._save(account, driver)
        return driver

    def clear(self) -> None:
        """Forget all drivers; the accounts stay."""
        self._database.execute("delete from driver")
        for key, account in self.accounts.items():
            self.accounts[key] = Account(key, account.id, account.name)

    def _refuse_taken_username(self, account: Account, fields: Driver, own_id: str | None = None) -> None:
        username = fields.get("username")
        if username is not None and account.by_username.get(username.casefold(), own_id) != own_id:
            raise Refused(409, f"The username {username!r} is taken.", "username")

    def _save(self, account: Account, driver: Driver) -> None:
        self._database.execute(
            "insert or replace into driver (account_id, id, body) values (?, ?, ?)",
            (account.id, driver["id"], orjson.dumps(driver)),
        )
