"""A Samsara that keeps state and keeps to Samsara's documents. Quick with thousands of drivers."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from time import monotonic
from typing import Any

import aiohttp
import orjson
from aiohttp import web
from tests.fakes import samsara_rules as rules
from tests.fakes.accounts import NAMED, FakeAccount
from tests.fakes.samsara_days import drive
from tests.fakes.samsara_desk import SamsaraDesk
from tests.fakes.samsara_limits import DOCUMENTED_LIMITS, RequestCounts
from tests.fakes.samsara_lists import listed
from tests.fakes.samsara_oauth import READ_SCOPES, SCOPES, WRITE_SCOPES, OAuth, RegisteredApp, Token
from tests.fakes.samsara_organization import ROLE, ROLES, Organization, has_tags, is_expired, is_left_out
from tests.fakes.samsara_readings import SamsaraReadings
from tests.fakes.samsara_rules import Bad
from tests.fakes.serving import Fake, Handler, serve

from gladhand.resources.enums import ResourceEnum
from gladhand.sdk import clock

__all__ = ["DOCUMENTED_LIMITS", "ROLE", "SCOPES", "RegisteredApp", "SamsaraFake", "Token"]

_MOST = 512


def _error(status: int, message: str, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response({"message": message, "requestId": "4f0c8d21"}, status=status, headers=headers)


_MINE = web.RequestKey("organization", Organization)


class SamsaraFake(Fake):
    """One region of Samsara."""

    def __init__(
        self, *, limits: Mapping[str, tuple[int, float]] | None = None, read_side: SamsaraReadings | None = None
    ) -> None:
        super().__init__()
        self.organization = Organization()
        self.organizations = {self.organization.id: self.organization}
        self.tokens = {"samsara_api_EXAMPLE": Token(self.organization.id)}
        self.oauth = OAuth(self.tokens)
        self.limits = dict(limits or {})
        self._counts = RequestCounts()
        self.throttled = 0
        self.ignored: frozenset[str] = frozenset()
        """Fields of drivers that this account takes without keeping them."""
        self.read_side = read_side or SamsaraReadings()
        self.desk = SamsaraDesk(self.read_side, lambda request: request[_MINE])
        self._ids = count(88668)
        self.app.middlewares.append(self._guard)
        self.oauth.add_routes(self.app)
        add = self.app.router.add_route
        add("GET", "/me", self._me)
        add("GET", "/user-roles", self._roles)
        add("GET", "/assets", self._assets)
        self.read_side.add_routes(self.app)
        self.desk.add_routes(self.app)
        for kind, path in (
            ("drivers", "/fleet/drivers"),
            ("vehicles", "/fleet/vehicles"),
            ("trailers", "/fleet/trailers"),
        ):
            add("GET", path, self._list, name=f"list-{kind}")
            add("GET", path + "/{id}", self._get, name=f"get-{kind}")
            add("PATCH", path + "/{id}", self._patch, name=f"patch-{kind}")
        add("GET", "/users", self._list, name="list-users")
        add("GET", "/users/{id}", self._get, name="get-users")
        add("PATCH", "/users/{id}", self._patch, name="patch-users")
        add("DELETE", "/users/{id}", self._delete, name="delete-users")
        for kind, path in (("drivers", "/fleet/drivers"), ("trailers", "/fleet/trailers"), ("users", "/users")):
            add("POST", path, self._post, name=f"post-{kind}")

    def add_organization(self, id_: str, name: str, token: str) -> Organization:
        """Another customer, with an API token for everything."""
        made = self.organizations[id_] = Organization(id_, name)
        self.tokens[token] = Token(id_)
        return made

    def add_app(self, client_id: str, secret: str, *redirect_uris: str) -> RegisteredApp:
        """Register an application; whoever consents is the first organization."""
        app = self.oauth.apps[client_id] = RegisteredApp(secret, frozenset(redirect_uris), self.organization.id)
        return app

    def add_driver(self, **fields: Any) -> dict[str, Any]:
        """A driver who was there before the hub, with a password that nobody knows."""
        body = {"name": "Robin Sample", "username": f"robin{next(self._ids)}", "password": "nobody knows", **fields}
        return self._make(self.organization, "drivers", rules.judge(body, rules.DRIVER))

    def add_user(self, **fields: Any) -> dict[str, Any]:
        """An office user who was there before the hub."""
        body = {"authType": "default", "name": "Office Example", "email": "office@fleet.example", **fields}
        return self._make(self.organization, "users", {"roles": [{"roleId": ROLE}], **body})

    def add_vehicle(self, **fields: Any) -> dict[str, Any]:
        """A vehicle, as it comes to be when a gateway is installed."""
        number = next(self._ids)
        serial = f"GEXA-{number}"
        return self._make(
            self.organization,
            "vehicles",
            {
                "name": serial,
                "make": "KENWORTH",
                "model": "T680",
                "year": "2022",
                "gateway": {"serial": serial, "model": "VG34"},
                "externalIds": {"samsara.serial": serial},
                **fields,
            },
        )

    def _make(self, mine: Organization, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        return mine.make(kind, next(self._ids), body, ignored=self.ignored)

    # ------------------------------------------------------------------ who asks, and how often

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/oauth2/"):
            return await handler(request)
        if (refusal := self._refusal(request)) is not None:
            return refusal
        try:
            return await handler(request)
        except Bad as error:
            return _error(400, str(error))
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as error:
            return _error(error.status, "Object not found" if error.status == 404 else "Method not allowed")

    def _refusal(self, request: web.Request) -> web.Response | None:
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        token = self.tokens.get(given) if kind == "Bearer" else None
        if token is None or (token.ends_at is not None and token.ends_at <= monotonic()):
            return _error(401, "invalid token")
        noun = _noun(request.path)
        if (wait := self._counts.wait(self.limits, given, token, f"{request.method} {noun}")) > 0:
            self.throttled += 1
            return _error(429, "Exceeded rate limit.", {"Retry-After": f"{wait:.5f}"})
        if self._scope(request, noun) not in token.scopes:
            return _error(403, "Permission denied.")
        request[_MINE] = self.organizations[token.organization]
        return None

    def _scope(self, request: web.Request, noun: str) -> str:
        if "/trailers/stats" in request.path:
            return "Read Trailer Statistics"
        if request.path.endswith("/trailers/assignments"):
            return "Read Assignments"
        if noun in ("me", "user-roles"):
            return "Read Org Information" if noun == "me" else "Read Users"
        if noun in (scopes := READ_SCOPES if request.method == "GET" else WRITE_SCOPES):
            return scopes[noun]
        return f"{'Read' if request.method == 'GET' else 'Write'} {noun.capitalize()}"

    # ------------------------------------------------------------------ routes

    async def _me(self, request: web.Request) -> web.Response:
        mine: Organization = request[_MINE]
        carrier = {"carrierName": mine.name, "dotNumber": 1234567}
        return web.json_response({"data": {"id": mine.id, "name": mine.name, "carrierSettings": carrier}})

    async def _roles(self, _: web.Request) -> web.Response:
        roles = [{"id": id_, "name": name} for id_, name in ROLES.items()]
        return web.json_response({"data": roles, "pagination": {"endCursor": "", "hasNextPage": False}})

    async def _assets(self, request: web.Request) -> web.Response:
        """The trailers among the assets, which know more of them than the list of trailers."""
        if request.query.get("type") != "trailer" or "limit" in request.query:
            raise Bad("Invalid value for type, or limit, which this list does not take.")
        ids = request.query["ids"].split(",") if "ids" in request.query else None
        known = {"type": "trailer", "make": "Example Trailers", "model": "DV-53", "year": 2020}
        found = [
            {"id": record["id"], "name": record["name"], **known}
            for record in request[_MINE].shelves["trailers"].records.values()
            if ids is None or record["id"] in ids
        ]
        return listed(found, request, 300)

    async def _list(self, request: web.Request) -> web.Response:
        kind, query = _kind(request), request.query
        limit = query.get("limit", str(_MOST))
        if not (limit.isdigit() and 1 <= int(limit) <= _MOST):
            raise Bad(f"limit must be between 1 and {_MOST}.")
        status = query.get("driverActivationStatus", "active") if kind == "drivers" else ""
        if kind == "drivers" and status not in ("active", "deactivated"):
            raise Bad("Invalid value for driverActivationStatus. Can only be 'active' or 'deactivated'")
        if query.get("after") == "":
            raise Bad("Invalid value for after.")
        start = int(base64.b64decode(query["after"])) if "after" in query else 0
        found: list[dict[str, Any]] = []
        has_more = False
        for record in request[_MINE].shelves[kind].after(start, status):
            if is_left_out(record, query) or not has_tags(record, query):
                continue
            if has_more := len(found) == int(limit):
                break
            found.append(record)
        cursor = base64.b64encode(found[-1]["id"].encode()).decode() if has_more else ""
        return web.json_response(
            {"data": [_shown(each) for each in found], "pagination": {"endCursor": cursor, "hasNextPage": has_more}}
        )

    async def _get(self, request: web.Request) -> web.Response:
        return web.json_response({"data": _shown(self._found(request))})

    async def _post(self, request: web.Request) -> web.Response:
        kind = _kind(request)
        fields, required = {
            "drivers": (rules.DRIVER, ("name", "username", "password")),
            "users": (rules.USER, ("authType", "email", "name", "roles")),
            "trailers": (rules.TRAILER, ("name",)),
        }[kind]
        body = rules.judge(await _body(request), fields, required=required)
        self._need_tags(request, kind, body)
        return web.json_response({"data": _shown(self._make(request[_MINE], kind, body))})

    async def _patch(self, request: web.Request) -> web.Response:
        kind, record = _kind(request), self._found(request)
        fields = {
            "drivers": rules.DRIVER_UPDATE,
            "users": rules.USER_UPDATE,
            "trailers": rules.TRAILER_UPDATE,
            "vehicles": rules.VEHICLE_UPDATE,
        }[kind]
        body = rules.judge(await _body(request), fields)
        self._need_tags(request, kind, body)
        rules.judge_deactivation(body)
        request[_MINE].change(kind, record, body, ignored=self.ignored)
        return web.json_response({"data": _shown(record)})

    def _need_tags(self, request: web.Request, kind: str, body: Mapping[str, Any]) -> None:
        """A token that is limited to tags has to name them."""
        limits = self.tokens[request.headers["Authorization"].partition(" ")[2]].tags
        if limits and kind != "users" and not limits & set(body.get("tagIds", ())):
            raise Bad("tagIds is required.")

    async def _delete(self, request: web.Request) -> web.Response:
        record, mine = self._found(request), request[_MINE]
        mine.shelves["users"].drop(int(record["id"]))
        mine.taken.pop(("email", record["email"].lower()))
        return web.Response(status=204)

    def _found(self, request: web.Request) -> dict[str, Any]:
        kind, mine, id_ = _kind(request), request[_MINE], request.match_info["id"]
        if ":" in id_:
            key, _, value = id_.partition(":")
            owner = mine.taken.get(("externalIds", key, value))
            number = owner[1] if owner is not None and owner[0] == kind else -1
        else:
            number = int(id_) if id_.isdigit() else -1
        record: dict[str, Any] | None = mine.shelves[kind].records.get(number)
        if record is None or is_expired(record):
            raise web.HTTPNotFound
        return record


def _noun(path: str) -> str:
    """What limits and scopes go by: the first part of a path, except for readings."""
    if "/stats/" in path:
        return "stats"
    return path.removeprefix("/beta").removeprefix("/v1").removeprefix("/fleet").strip("/").split("/")[0]


def _kind(request: web.Request) -> str:
    return str(request.match_info.route.name).partition("-")[2]


async def _body(request: web.Request) -> Any:
    try:
        return orjson.loads(await request.read())
    except ValueError:
        raise Bad("Invalid JSON.") from None


def _shown(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "password"}


#: The list that the rows of a resource come from, where its read asks for others, too.
LISTS: Mapping[ResourceEnum, str] = {
    ResourceEnum.VEHICLE_LOCATION: "/stats/feed?types=gps&decorations=obdOdometerMeters",
    ResourceEnum.TRAILER_LOCATION: "/stats/history",
    ResourceEnum.ENGINE_STATUS: "/stats/history",
    ResourceEnum.HOS_EVENT: "/hos/logs",
    ResourceEnum.TRAILER: "/fleet/trailers",
    ResourceEnum.TRAILER_VEHICLE_ASSOCIATION: "/trailers/assignments",
    ResourceEnum.DVIR_LOG_DEFECT: "/defects/stream",
    ResourceEnum.VEHICLE_SENSOR: "/stats/history",
}

#: Rows that hold something: a driver without logs is a row, too.
_MARKS = {
    ResourceEnum.HOS_EVENT: "logStartTime",
    ResourceEnum.HOS_VIOLATION: "violationStartTime",
    ResourceEnum.TRAILER_STATUS: "reeferReturnAir",
}


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    """An account at a fresh fake."""
    async with serve(SamsaraFake()) as fake:
        for number in (7, 8):
            fake.add_vehicle(name=f"Truck {number}")
        office = fake.add_user()

        def crew() -> Mapping[ResourceEnum, Sequence[str]]:
            drivers = [f"driver:{fake.add_driver()['id']}" for _ in range(2)]
            truck = next(iter(fake.organization.shelves["vehicles"].records.values()))
            return {ResourceEnum.USER: [f"user:{office['id']}", *drivers], ResourceEnum.VEHICLE: [truck["id"]]}

        yield FakeAccount(
            "samsara",
            fake.url,
            http,
            {"token": "samsara_api_EXAMPLE"},
            seed=lambda: drive(fake.read_side, clock.now()),
            rows=LISTS,
            marks=_MARKS,
            spans={
                ResourceEnum.IFTA_SUMMARY: timedelta(days=40),
                # The feed begins with what the history has told, and knows more of a position.
                ResourceEnum.VEHICLE_LOCATION: timedelta(minutes=2),
                ResourceEnum.ENGINE_LOG: timedelta(minutes=2),
                ResourceEnum.TRAILER_STATUS: timedelta(minutes=2),
            },
            crew=crew,
            needs={
                ResourceEnum.DVIR_LOG: {"vehicle_id": NAMED, "is_safety_critical": True},
                ResourceEnum.FUEL_TRANSACTION: {
                    "named": {"driver_id": 1},
                    "transaction_time": "2026-03-02T09:30:00Z",
                    "location_string": "350 Rhode Island St, San Francisco, CA 94103",
                    "total_cost": "412.50",
                    "currency": "USD",
                },
            },
        )
