"""A fake of MyGeotab: JSON-RPC with sessions, servers that send elsewhere, limits, and Geotab's rules for entities.

Several servers share one `Cloud`; each database has a home, and signing in at another server names it.
"""

from __future__ import annotations

import json
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
from aiohttp import web
from tests.fakes import geotab_desk as desk
from tests.fakes.accounts import DANA, NAMED, FakeAccount
from tests.fakes.geotab_days import MARKS, ROWS, drive
from tests.fakes.geotab_feeds import ACTIVE, EDITABLE, LISTS, BadArgument, Entity
from tests.fakes.geotab_store import GeotabDatabase, GeotabRefusal
from tests.fakes.serving import Fake, serve

from gladhand.resources.enums import ResourceEnum
from gladhand.sdk import clock

#: Requests in a minute, of each user in each database.
LIMITS: Final = {
    "Authenticate": 10,
    "Add User": 250,
    **{f"Get {name}": 650 for name in ("User", "Device", *LISTS)},
    **{f"GetFeed {name}": 60 for name in ACTIVE | EDITABLE},
}
_MOST_SESSIONS = 100
_WINDOW = 60.0


@dataclass
class GeotabLogin:
    """Somebody who may sign in."""

    password: str
    may_write: bool = True
    may_set_rulesets: bool = True
    fault: str | None = None
    """A type of error that any sign-in gets, such as ExpiredPasswordException."""


@dataclass
class Cloud:
    """All databases there are, and who may use them."""

    databases: dict[str, GeotabDatabase] = field(default_factory=dict)
    accounts: dict[tuple[str, str], GeotabLogin] = field(default_factory=dict)
    homes: dict[str, GeotabFake] = field(default_factory=dict)
    sessions: dict[tuple[str, str], OrderedDict[str, float]] = field(default_factory=dict)
    """By database and user: session ids, and until when they are good."""
    limits: dict[str, int] = field(default_factory=lambda: dict(LIMITS))
    session_seconds: float = 14 * 24 * 3600.0
    used: Counter[tuple[str, str, str, int]] = field(default_factory=Counter)
    throttled: int = 0
    signed_in: int = 0

    def expire_sessions(self) -> None:
        """As after a change of the password, or a hundred sessions later."""
        self.sessions.clear()


class GeotabFake(Fake):
    """One server. It begins with the database `example_fleet` and the user `hub@fleet.example`."""

    DATABASE, USER, PASSWORD = "example_fleet", "hub@fleet.example", "Hub-Passw0rd-1"

    def __init__(self, cloud: Cloud | None = None) -> None:
        super().__init__()
        self.cloud = cloud or Cloud(
            databases={self.DATABASE: GeotabDatabase(self.DATABASE)},
            accounts={(self.DATABASE, self.USER): GeotabLogin(self.PASSWORD)},
        )
        self.maintenance: str | None = None
        """A type of error that everything gets, such as DbUnavailableException."""
        self.broken = 0
        """So many calls get a GenericException, with nothing carried out."""
        self.app.router.add_post("/apiv1", self._post)

    @property
    def database(self) -> GeotabDatabase:
        return self.cloud.databases[self.DATABASE]

    @property
    def account(self) -> GeotabLogin:
        return self.cloud.accounts[self.DATABASE, self.USER]

    @property
    def calls(self) -> list[str]:
        """What was asked, in short: `Add User`, `Authenticate`."""
        return [_short(each.body) for each in self.seen]

    def on(self, call: str) -> Callable[[web.Request], bool]:
        """For `faults.matches`: only this call, such as `Add User`."""
        return lambda _: _short(self.seen[-1].body) == call

    def moves_to(self, other: GeotabFake) -> None:
        """The database lives on another server from now on, where no session is known yet."""
        self.cloud.homes[self.DATABASE] = other
        self.cloud.expire_sessions()

    def too_many(self) -> web.Response:
        refused = GeotabRefusal("OverLimitException", "API calls quota exceeded. Maximum admitted 250 per 1m.")
        return web.json_response({"error": _error(refused), "jsonrpc": "2.0"}, headers={"Retry-After": "1"})

    async def _post(self, request: web.Request) -> web.Response:
        headers: dict[str, str] = {}
        try:
            try:
                call = json.loads(await request.read())
                method, params = call["method"], call.get("params") or {}
            except (ValueError, KeyError, TypeError):
                raise GeotabRefusal("JsonSerializerException", "Invalid JSON.") from None
            answer: dict[str, Any] = {"result": self._called(method, params, headers)}
        except GeotabRefusal as refused:
            if refused.retry_after is not None:
                headers["Retry-After"] = str(refused.retry_after)
            answer = {"error": _error(refused)}
        return web.json_response({**answer, "jsonrpc": "2.0"}, headers=headers)

    def _called(self, method: str, params: dict[str, Any], headers: dict[str, str]) -> Any:
        if self.maintenance is not None:
            raise GeotabRefusal(self.maintenance, "The database is currently initializing.")
        if self.broken > 0:
            self.broken -= 1
            raise GeotabRefusal("GenericException", "An error has occurred.")
        if method == "GetVersion":
            return "11.0.0"
        if method == "Authenticate":
            return self._signed_in(params, headers)
        user, database = self._session(params.get("credentials") or {})
        if method == "ExecuteMultiCall":
            return self._many(params.get("calls") or [], user, database, headers)
        return self._one(method, params, user, database, headers)

    def _many(self, calls: list[Any], user: str, database: GeotabDatabase, headers: dict[str, str]) -> list[Any]:
        results = []
        for index, call in enumerate(calls):
            try:
                results.append(self._one(call["method"], call.get("params") or {}, user, database, headers))
            except GeotabRefusal as refused:
                refused.add_note(str(index))
                raise
        return results

    def _one(
        self, method: str, params: dict[str, Any], user: str, database: GeotabDatabase, headers: dict[str, str]
    ) -> Any:
        if method == "GetVersion":
            return "11.0.0"
        type_name = params.get("typeName", "")
        self._spend(database.name, user, f"{method} {type_name}", headers)
        if method == "GetFeed":
            return self._feed(type_name, params, database)
        if method == "Get":
            return self._list(type_name, params, database)
        if method == "GetCountOf":
            return len(database.table(type_name))
        if method not in ("Add", "Set"):
            raise GeotabRefusal("MissingMethodException", "The method could not be found.")
        account = self.cloud.accounts[database.name, user]
        if not account.may_write or (type_name == "UserHosRuleSet" and not account.may_set_rulesets):
            raise GeotabRefusal("InvalidPermissionsException", "The user does not have permission.")
        entity: Entity = params.get("entity") or {}
        if method == "Add":
            add = desk.add if type_name in desk.KEYS else GeotabDatabase.add
            return add(database, type_name, entity)
        database.set(type_name, entity)
        return None

    def _list(self, type_name: str, params: dict[str, Any], database: GeotabDatabase) -> list[Entity]:
        search, limit = params.get("search"), params.get("resultsLimit")
        if type_name not in LISTS:
            return database.get(type_name, search, limit, params.get("sort"))
        if type_name in database.feeds.hidden:
            raise GeotabRefusal("InvalidPermissionsException", "The user does not have permission.")
        try:
            return database.feeds.find(type_name, search or {}, limit)
        except BadArgument as error:
            raise GeotabRefusal("ArgumentException", str(error)) from None

    def _feed(self, type_name: str, params: dict[str, Any], database: GeotabDatabase) -> Entity:
        limit = params.get("resultsLimit")
        if limit is not None and limit > 50_000:
            raise GeotabRefusal("OverLimitException", "The results limit is greater than 50000.")
        try:
            return database.feeds.read(type_name, params.get("fromVersion"), params.get("search"), limit)
        except BadArgument as error:
            raise GeotabRefusal("ArgumentException", str(error)) from None

    def _signed_in(self, params: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        name, user = str(params.get("database", "")).lower(), str(params.get("userName", ""))
        self._spend(name, user, "Authenticate", headers)
        account = self.cloud.accounts.get((name, user))
        if account is None or account.password != params.get("password"):
            raise GeotabRefusal("InvalidUserException", "Incorrect login credentials")
        if account.fault is not None:
            raise GeotabRefusal(account.fault, "The account needs attention.")
        held = self.cloud.sessions.setdefault((name, user), OrderedDict())
        while len(held) >= _MOST_SESSIONS:
            held.popitem(last=False)
        session = uuid4().hex
        held[session] = time.monotonic() + self.cloud.session_seconds
        self.cloud.signed_in += 1
        home = self.cloud.homes.get(name, self)
        credentials = {"database": name, "userName": user, "sessionId": session}
        return {"credentials": credentials, "path": "ThisServer" if home is self else urlsplit(home.url).netloc}

    def _session(self, credentials: dict[str, Any]) -> tuple[str, GeotabDatabase]:
        name, user = str(credentials.get("database", "")).lower(), str(credentials.get("userName", ""))
        until = self.cloud.sessions.get((name, user), OrderedDict()).get(credentials.get("sessionId") or "", 0.0)
        if until < time.monotonic() or self.cloud.homes.get(name, self) is not self:
            raise GeotabRefusal("InvalidUserException", f"Incorrect login credentials @ '{name}'")
        return user, self.cloud.databases[name]

    def _spend(self, database: str, user: str, what: str, headers: dict[str, str]) -> None:
        most = self.cloud.limits.get(what)
        if most is None:
            return
        window = int(time.time() // _WINDOW)
        end = (window + 1) * _WINDOW
        self.cloud.used[database, user, what, window] += 1
        left = most - self.cloud.used[database, user, what, window]
        if left < 0:
            self.cloud.throttled += 1
            text = f"API calls quota exceeded. Maximum admitted {most} per 1m."
            raise GeotabRefusal("OverLimitException", text, retry_after=max(1, round(end - time.time())))
        headers["X-Rate-Limit-Limit"] = "1m"
        headers["X-Rate-Limit-Remaining"] = str(left)
        headers["X-Rate-Limit-Reset"] = f"{datetime.fromtimestamp(end, UTC):%Y-%m-%dT%H:%M:%S}.0000000Z"


def _error(refused: GeotabRefusal) -> dict[str, Any]:
    data: dict[str, Any] = {"id": str(uuid4()), "type": refused.name}
    for note in getattr(refused, "__notes__", []):
        data["requestIndex"] = int(note)
    return {
        "message": refused.text,
        "code": -32700 if refused.name == "JsonSerializerException" else -32000,
        "data": data,
        "name": "JSONRPCError",
        "errors": [{"message": refused.text, "name": refused.name}],
    }


def _short(body: bytes) -> str:
    call = json.loads(body)
    return " ".join(filter(None, (call["method"], (call.get("params") or {}).get("typeName"))))


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    """An account at a fresh fake."""
    async with serve(GeotabFake()) as fake:
        # Tests with small pages need many.
        fake.cloud.limits |= {f"GetFeed {name}": 10_000 for name in ACTIVE | EDITABLE}
        credentials = {"username": fake.USER, "password": fake.PASSWORD, "database": fake.DATABASE}

        def crew() -> Mapping[ResourceEnum, Sequence[str]]:
            truck, office, driver = desk.staff(fake.database, clock.now())
            return {ResourceEnum.USER: [office, driver], ResourceEnum.VEHICLE: [truck]}

        yield FakeAccount(
            "geotab",
            fake.url,
            http,
            credentials,
            dana={**DANA, "username": "dana@fleet.example"},
            seed=lambda: drive(fake.database, clock.now()),
            rows=ROWS,
            marks=MARKS,
            crew=crew,
            needs={
                ResourceEnum.DVIR_LOG: {"vehicle_id": NAMED},
                ResourceEnum.FUEL_TRANSACTION: {
                    "named": {"driver_id": 1},
                    "transaction_time": "2026-03-02T09:30:00Z",
                },
            },
        )
