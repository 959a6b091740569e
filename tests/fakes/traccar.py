"""Traccar as its public source has it (6.14.5, or an older version if asked): sign-in, lists, whole-entity writes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from tests.fakes.accounts import FakeAccount
from tests.fakes.serving import Fake, Handler, serve
from tests.fakes.traccar_answers import answer_of, not_found, trace
from tests.fakes.traccar_sessions import WEEK, TraccarSessions
from tests.fakes.traccar_store import COLUMNS, Entity, Store, TraccarRefusal

from gladhand.resources.enums import ResourceEnum

PASSWORD = "Example-Passw0rd-1"
_FIRST_WITH_USERINFO, _FIRST_WITH_SEARCH = (6, 11), (6, 13)
_POSITIONS = (
    ResourceEnum.TRAILER_LOCATION,
    ResourceEnum.VEHICLE_SENSOR,
    ResourceEnum.ENGINE_LOG,
    ResourceEnum.TRAILER_STATUS,
)
_OWNED = {"userId": "users", "driverId": "drivers", "deviceId": "devices", "groupId": "groups"}


class TraccarFake(Fake):
    """One server. `account()` makes whom the hub signs in as; everything else goes over HTTP."""

    def __init__(self, *, version: str = "6.14.5", database: str = "h2", prefix: str = "") -> None:
        super().__init__()
        self.version = version
        self.store = Store(database=database)
        self.positions: list[Entity] = []
        self.most_positions = 50_000
        """So many positions of a device are answered at most, without a sign that there are more."""
        self.events: list[Entity] = []
        self.longest_report: timedelta | None = None
        """`report.periodLimit`: a report of a longer time is refused."""
        self.is_well = True
        """Else the server cannot say what it is, and every other call is a 400."""
        self.instead: Callable[[], web.Response] | None = None
        """What a proxy in front answers to everything."""
        self._sessions = TraccarSessions(self.store, self._version)
        self.app.middlewares.append(self._answer_as_java)
        api = f"{prefix}/api"
        routes = self.app.router
        routes.add_get(f"{api}/server", self._server)
        self._sessions.add_routes(routes, api)
        routes.add_get(f"{api}/oidc/userinfo", self._userinfo)
        routes.add_post(f"{api}/permissions", self._link)
        routes.add_delete(f"{api}/permissions", self._unlink)
        routes.add_get(f"{api}/positions", self._positions)
        routes.add_get(f"{api}/reports/events", self._events)
        for table in COLUMNS:
            routes.add_get(f"{api}/{table}", self._list)
            routes.add_post(f"{api}/{table}", self._create)
            routes.add_get(f"{api}/{table}/{{id}}", self._get)
            routes.add_put(f"{api}/{table}/{{id}}", self._replace)
            routes.add_delete(f"{api}/{table}/{{id}}", self._delete)

    # ---------------------------------------------------------------- what tests set

    def account(self, email: str = "hub@fleet.example", *, password: str = PASSWORD, **columns: Any) -> Entity:
        """A user made behind the server's back; a manager, if nothing else is said."""
        usual = {"name": "Hub Connection", "email": email, "userLimit": -1, "deviceLimit": -1}
        return self.store.add("users", {**usual, **columns, "password": password})

    def token(self, user: Entity, *, seconds: float = WEEK) -> str:
        return self._sessions.new(user, seconds=seconds)

    def drive(self, user: Entity, *, devices: int = 2, minutes: int = 4, trailers: int = 2) -> None:
        """Devices of the user that were heard two hours ago: a position each minute, and events on the way.

        At last a door of each truck is open, and its engine has a fault. Trailers are cooled.
        """
        begin = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
        for number in range(trailers):
            category = {"name": f"Trailer {number}", "uniqueId": f"87{number:013}", "category": "trailer"}
            device = self.heard(user, category, begin + timedelta(minutes=minutes - 1))
            for minute in range(minutes):
                cooled: Entity = {"temp1": -18.5 + minute, "humidity": 80, "door": False}
                self.report(device, begin + timedelta(minutes=minute), minute, cooled)
        for number in range(devices):
            given = {"name": f"Truck {number}", "uniqueId": f"86{number:013}"}
            device = self.heard(user, given, begin + timedelta(minutes=minutes - 1))
            shown = {"deviceId": device["id"], "positionId": 0, "geofenceId": 0, "maintenanceId": 0}
            driver = {"type": "driverChanged", "attributes": {"driverUniqueId": f"card-{number}"}}
            self.events.append({"id": len(self.events) + 1, **shown, **driver, "eventTime": _time(begin)})
            for minute in range(minutes):
                moment = _time(begin + timedelta(minutes=minute))
                measured = {"door": True, "dtcs": "P0217"} if minute == minutes - 1 else {"door": False}
                self.report(device, begin + timedelta(minutes=minute), minute, measured)
                attributes = {"alarm": "hardBraking"} if minute % 2 else {}
                self.events.append(
                    {
                        "id": len(self.events) + 1,
                        "attributes": attributes,
                        "deviceId": device["id"],
                        "type": "alarm" if minute % 2 else "ignitionOn",
                        "eventTime": moment,
                        "positionId": len(self.positions),
                        "geofenceId": 0,
                        "maintenanceId": 0,
                    }
                )

    def heard(self, user: Entity, given: Entity, last: datetime) -> Entity:
        """A device that was heard last at this time."""
        device = self.store.add("devices", given, owner=user["id"])
        kept = self.store.tables["devices"][device["id"]]
        kept["lastUpdate"] = _time(last)
        return kept

    def report(self, device: Entity, moment: datetime, minute: int, attributes: Entity) -> None:
        """A device reports a position, which becomes its last one."""
        self.positions.append(_position(len(self.positions) + 1, device["id"], _time(moment), minute))
        self.positions[-1]["attributes"] |= attributes
        device["positionId"] = len(self.positions)

    def revoke(self, token: str) -> None:
        self._sessions.revoke(token)

    def share(self, user: Entity, unique_id: str) -> Entity:
        """A share link, which is a temporary user."""
        email = f"{user['email']}:{unique_id}"
        return self.store.add("users", {"name": "Shared", "email": email, "temporary": True}, owner=user["id"])

    @property
    def drivers(self) -> list[Entity]:
        return list(self.store.tables["drivers"].values())

    @property
    def users(self) -> list[Entity]:
        return list(self.store.tables["users"].values())

    @property
    def devices(self) -> list[Entity]:
        return list(self.store.tables["devices"].values())

    # ---------------------------------------------------------------- how Java answers

    @web.middleware
    async def _answer_as_java(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if self.instead is not None:
            return self.instead()
        if not self.is_well:
            return trace(400, "org.traccar.storage.StorageException: HikariPool-1 - Connection is not available")
        try:
            return await handler(request)
        except TraccarRefusal as refusal:
            if str(refusal).startswith("Unrecognized"):
                return web.Response(status=400, text=str(refusal))
            if self._version < (6, 7):
                return web.Response(status=400, text=f"{refusal} (... < QueryBuilder:499 < DatabaseStorage:80 < ...)")
            return trace(400, str(refusal))

    @property
    def _version(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.version.split("."))

    # ---------------------------------------------------------------- server and session

    async def _server(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler's form
        return web.json_response(
            {"id": 1, "attributes": {}, **self.store.server, "newServer": not self.users, "version": self.version}
        )

    async def _userinfo(self, request: web.Request) -> web.Response:
        if self._version < _FIRST_WITH_USERINFO:
            return not_found(request)
        user = self._sessions.caller(request).user
        return web.json_response({"sub": str(user["id"]), "name": user["name"], "email": user["email"]})

    # ---------------------------------------------------------------- tables

    async def _list(self, request: web.Request) -> web.Response:
        account, query = self._sessions.caller(request), request.query
        searches = self._version >= _FIRST_WITH_SEARCH
        found = self.store.listed(
            account,
            _table(request),
            everything=query.get("all") == "true",
            keyword=query.get("keyword") if searches else None,
        )
        if searches and int(query.get("limit", 0)) > 0:
            start = int(query.get("offset", 0))
            found = found[start : start + int(query["limit"])]
        return answer_of(found)

    async def _positions(self, request: web.Request) -> web.Response:
        """The last position of each device that is linked; with ids these; with a device and both ends its history."""
        account, query = self._sessions.caller(request), request.query
        if "id" in query:
            wanted = {int(each) for each in query.getall("id")}
            found = [each for each in self.positions if each["id"] in wanted]
            if len(found) < len(wanted):
                raise TraccarRefusal("java.lang.IllegalArgumentException")
            return answer_of(found)
        if "deviceId" in query and "from" in query and "to" in query:
            self.store.must_see(account, "devices", int(query["deviceId"]))
            if account.user["disableReports"] and not account.administrator:
                raise TraccarRefusal("java.lang.SecurityException: Operation restricted")
            device = int(query["deviceId"])
            found = _within(query, [each for each in self.positions if each["deviceId"] == device], "fixTime")
            return answer_of(sorted(found, key=lambda each: str(each["fixTime"]))[: self.most_positions])
        linked = self.store.linked(account, "devices")
        newest = {each["deviceId"]: each for each in self.positions if each["deviceId"] in linked}
        return answer_of(list(newest.values()))

    async def _events(self, request: web.Request) -> web.Response:
        account, query = self._sessions.caller(request), request.query
        if account.user["disableReports"] and not account.administrator:
            raise TraccarRefusal("java.lang.SecurityException: Operation restricted")
        begin, end = (datetime.fromisoformat(query[each]) for each in ("from", "to"))
        if self.longest_report is not None and end - begin > self.longest_report:
            raise TraccarRefusal("java.lang.IllegalArgumentException: Time period exceeds the limit")
        devices = {int(each) for each in query.getall("deviceId", [])} & self.store.linked(account, "devices")
        types = query.getall("type", [])
        found = [each for each in self.events if each["deviceId"] in devices and each["type"] in types]
        return answer_of(_within(query, found, "eventTime"))

    async def _get(self, request: web.Request) -> web.Response:
        found = self.store.single(self._sessions.caller(request), _table(request), _number(request))
        return not_found(request) if found is None else answer_of(found)

    async def _create(self, request: web.Request) -> web.Response:
        table = _table(request)
        anonymous = table == "users" and "Authorization" not in request.headers and not request.cookies
        account = None if anonymous else self._sessions.caller(request)
        return answer_of(self.store.create(account, table, await _body(request)))

    async def _replace(self, request: web.Request) -> web.Response:
        account = self._sessions.caller(request)
        return answer_of(self.store.replace(account, _table(request), await _body(request)))

    async def _delete(self, request: web.Request) -> web.Response:
        self.store.delete(self._sessions.caller(request), _table(request), _number(request))
        return web.Response(status=204)

    async def _link(self, request: web.Request) -> web.Response:
        (owner, user), (table, number) = await self._pair(request)
        if owner == "users":
            self.store.link(user, table, number)
        return web.Response(status=204)

    async def _unlink(self, request: web.Request) -> web.Response:
        (owner, user), (table, number) = await self._pair(request)
        if owner == "users":
            self.store.links.get((table, user), set()).discard(number)
        return web.Response(status=204)

    async def _pair(self, request: web.Request) -> list[tuple[str, int]]:
        """Two keys, the owner first. Links of groups and devices are taken and not looked at."""
        account, body = self._sessions.caller(request), await _body(request)
        if len(body) != 2 or not body.keys() <= _OWNED.keys():
            raise TraccarRefusal("java.lang.IllegalArgumentException")
        pair = [(_OWNED[name], int(number)) for name, number in body.items()]
        for table, number in pair:
            self.store.must_see(account, table, number)
        return pair


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000+00:00")


def _within(query: Mapping[str, str], rows: list[Entity], name: str) -> list[Entity]:
    """The rows of the window, both ends included."""
    begin, end = (datetime.fromisoformat(query[each]) for each in ("from", "to"))
    return [row for row in rows if begin <= datetime.fromisoformat(row[name]) <= end]


def _position(number: int, device: int, moment: str, minute: int) -> Entity:
    return {
        "id": number,
        "attributes": {"ignition": True, "motion": True},
        "deviceId": device,
        "protocol": "osmand",
        "serverTime": moment,
        "deviceTime": moment,
        "fixTime": moment,
        "valid": True,
        "latitude": 39.78,
        "longitude": -89.66 + minute / 100,
        "altitude": 180.0,
        "speed": 47.1,
        "course": 90.0,
        "address": None,
        "accuracy": 0.0,
        "network": None,
        "geofenceIds": None,
    }


def _table(request: web.Request) -> str:
    parts = request.path.strip("/").split("/")
    return parts[parts.index("api") + 1]


def _number(request: web.Request) -> int:
    return int(request.match_info["id"])


async def _body(request: web.Request) -> Entity:
    try:
        body = json.loads(await request.read())
    except json.JSONDecodeError:
        raise TraccarRefusal("com.fasterxml.jackson.core.JsonParseException: Unexpected character") from None
    if not isinstance(body, dict):
        raise TraccarRefusal("com.fasterxml.jackson.databind.exc.MismatchedInputException: Cannot deserialize")
    return body


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    """An account at a fresh fake."""
    async with serve(TraccarFake()) as fake:
        user = fake.account()
        credentials = {"url": fake.url, "token": fake.token(user)}
        rows = {
            ResourceEnum.VEHICLE_LOCATION: "/positions",
            ResourceEnum.ENGINE_STATUS: "/reports/events",
            ResourceEnum.DRIVER_SAFETY_EVENT: "/reports/events",
            ResourceEnum.DRIVER_VEHICLE_ASSOCIATION: "/reports/events",
            **dict.fromkeys(_POSITIONS, "/positions"),
        }
        marks = {
            ResourceEnum.VEHICLE: '"Truck',
            ResourceEnum.TRAILER: '"Trailer',
            ResourceEnum.VEHICLE_SENSOR: '"door":true',
            ResourceEnum.ENGINE_LOG: '"dtcs"',
        }
        spans = dict.fromkeys(_POSITIONS, timedelta(hours=3))
        yield FakeAccount(
            "traccar",
            fake.url,
            http,
            credentials,
            seed=lambda: fake.drive(user),
            rows=rows,
            marks=marks,
            spans=spans,
        )
