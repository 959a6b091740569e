"""Motive, as far as its public documents go: keeps one company's users, vehicles and assets, and its rules."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from tests.fakes import motive_rules as rules
from tests.fakes.accounts import FakeAccount
from tests.fakes.motive_desk import MotiveDesk
from tests.fakes.motive_readings import BadMotiveQuery, MotiveReadings
from tests.fakes.motive_records import MotiveRecords, MotiveRefusal, now_text
from tests.fakes.motive_reports import Reports
from tests.fakes.serving import Fake, Handler, serve

from gladhand.resources.enums import ResourceEnum

API_KEY = "EXAMPLE-KEY"
CLIENT = {"client_id": "hub-app", "client_secret": "hub-app-secret/+="}
REDIRECT_URI = "https://hub.example/oauth/motive"
SCOPES = (
    "companies.read users.read users.manage vehicles.read vehicles.manage assets.read assets.manage"
    " locations.vehicle_locations_list locations.vehicle_locations_single hos_logs.logs hos_logs.available_time"
    " hos_logs.hos_violation hos_logs.hours_of_service inspection_reports.read driver_performance_events.read"
    " fault_codes.read fuel_purchases.read fuel_purchases.manage ifta_reports.summary messages.read"
    " messages.manage"
)
COMPANY = {
    "id": 5001,
    "company_id": "EXAMPLE01",
    "name": "Example Haulage LLC",
    "time_zone": "Central Time (US & Canada)",
}
_LOOKUPS: Mapping[str, tuple[str, ...]] = {
    "users": ("username", "driver_company_id", "phone", "email"),
    "vehicles": ("number",),
    "assets": (),
}
# What a list takes, where that is published under the name of the list.
_SCOPED: Collection[str] = frozenset({"companies", "driver_performance_events", "fault_codes", "fuel_purchases"})
#: The paths of lists, where a read asks for other lists, too.
ROWS = {
    ResourceEnum.VEHICLE_LOCATION: "/v3/vehicle_locations",
    ResourceEnum.TRAILER_LOCATION: "asset_locations",
    ResourceEnum.ENGINE_STATUS: "/v3/vehicle_locations/",
    ResourceEnum.HOS_AVAILABILITY: "/v1/available_time",
    ResourceEnum.TRAILER_STATUS: "/v1/reefer_activity_data",
}
TRAILER = {"type": "reefer", "make": "Wabash", "model": "DuraPlate", "year": "2020"}


class MotiveFake(Fake):
    """One company's account."""

    def __init__(self, *, per_minute: int | None = None) -> None:
        super().__init__()
        self.api_keys = {API_KEY}
        self.per_minute = per_minute
        self.throttled = 0
        self.calls: deque[float] = deque()
        self.codes: set[str] = set()
        self.refresh_tokens: set[str] = set()
        self.access_tokens: dict[str, float] = {}
        self.granted_scopes = set(SCOPES.split())
        self.forbidden: set[str] = set()
        """The paths of lists for which the account lacks the right."""
        self._ids, self._secrets = count(800001), count(1)
        self.tables = {
            "users": MotiveRecords("users", rules.USER_FIELDS | rules.DRIVER_FIELDS, rules.user_complaints, self._ids),
            "vehicles": MotiveRecords("vehicles", rules.VEHICLE_FIELDS, rules.vehicle_complaints, self._ids),
            "assets": MotiveRecords("assets", rules.ASSET_FIELDS, rules.asset_complaints, self._ids),
        }
        self.readings, self.reports = MotiveReadings(), Reports()
        self.desk = MotiveDesk(self.reports, lambda plural: self.tables[plural].rows)
        self.app.middlewares.append(self._guard)
        route = self.app.router
        route.add_get("/oauth/authorize", self._authorize)
        route.add_post("/oauth/token", self._token)
        route.add_get("/v1/companies", self._companies)
        route.add_delete("/v1/external_ids/{id}", self._drop_external_id)
        for plural in self.tables:
            kind = f"/v1/{{kind:{plural}}}"
            route.add_get(kind, self._list)
            route.add_post(kind, self._create)
            route.add_get(kind + "/lookup", self._lookup)
            route.add_get(kind + "/lookup_by_external_id", self._by_external_id)
            route.add_get(kind + "/{id}", self._get)
            route.add_put(kind + "/{id}", self._update)
        self.readings.add_routes(self.app)
        self.reports.add_routes(self.app)
        self.desk.add_routes(self.app)

    @property
    def users(self) -> list[dict[str, Any]]:
        return list(self.tables["users"].rows.values())

    def give_code(self) -> str:
        """What the fleet's browser brings back."""
        code = f"code-{next(self._secrets)}"
        self.codes.add(code)
        return code

    def end_access(self) -> None:
        """All access tokens have run out."""
        self.access_tokens = dict.fromkeys(self.access_tokens, 0.0)

    def drive(self) -> None:
        """Give the account two trucks, and what they have sent until now."""
        trucks = [self.add("vehicles", number=f"Truck {number}", metric_units=number == 2) for number in (1, 2)]
        trailers = [self.add("assets", **TRAILER, name=f"Trailer {number}") for number in (1, 2)]
        now = datetime.now(UTC)
        self.readings.drive(trucks, trailers, now)
        self.reports.drive(trucks, trailers, now)

    def add(self, plural: str, **sent: Any) -> dict[str, Any]:
        """A record that somebody else has made."""
        table = self.tables[plural]
        return table.save({**table.fields, "external_ids": [], "id": next(self._ids)}, sent, is_new=True)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if request.path.startswith(("/v1/", "/v2/", "/v3/")):
                self._check_rate()
                self._check_access(request)
            return await handler(request)
        except BadMotiveQuery as bad:
            return web.json_response({"error_message": str(bad)}, status=400)
        except MotiveRefusal as refused:
            if refused.reason.startswith("{"):
                return web.Response(status=refused.status, text=refused.reason, content_type="application/json")
            body = {"error_message": refused.reason}
            return web.json_response(body, status=refused.status, headers=refused.headers)

    def _check_rate(self) -> None:
        if self.per_minute is None:
            return
        now = time.monotonic()
        while self.calls and self.calls[0] <= now - 60:
            self.calls.popleft()
        if len(self.calls) >= self.per_minute:
            self.throttled += 1
            raise MotiveRefusal(429, "Too many requests", {"Retry-After": "5"})
        self.calls.append(now)

    def _check_access(self, request: web.Request) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme == "Bearer":
            if self.access_tokens.get(token, 0.0) <= time.time():
                raise MotiveRefusal(401, "The access token expired")
            what = request.path.split("/")[2]
            needed = f"{what}.{'read' if request.method == 'GET' else 'manage'}"
            if (what in self.tables or what in _SCOPED) and needed not in self.granted_scopes:
                raise MotiveRefusal(403, "Forbidden")
        elif request.headers.get("X-Api-Key") not in self.api_keys:
            raise MotiveRefusal(401, "invalid API key")
        if request.path in self.forbidden:
            raise MotiveRefusal(403, "Forbidden")

    async def _authorize(self, request: web.Request) -> web.Response:
        query = request.query
        if query.get("client_id") != CLIENT["client_id"] or query.get("redirect_uri") != REDIRECT_URI:
            raise MotiveRefusal(401, "The application is not known")
        if query.get("response_type") != "code" or query.get("scope", "").split() != SCOPES.split():
            raise MotiveRefusal(400, "The requested scope is invalid")
        back = urlencode({"code": self.give_code(), "state": query.get("state", "")})
        raise web.HTTPFound(f"{REDIRECT_URI}?{back}")

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if any(form.get(name) != value for name, value in CLIENT.items()):
            raise MotiveRefusal(401, '{"error": "invalid_client", "error_description": "Client authentication failed"}')
        grants = {"authorization_code": ("code", self.codes), "refresh_token": ("refresh_token", self.refresh_tokens)}
        field, good = grants.get(str(form.get("grant_type")), ("", set()))
        given = str(form.get(field))
        if given not in good or form.get("redirect_uri") != REDIRECT_URI:
            raise MotiveRefusal(400, '{"error": "invalid_grant", "error_description": "The provided grant is invalid"}')
        good.discard(given)
        number = next(self._secrets)
        access, refresh = f"access-{number}", f"refresh-{number}"
        self.access_tokens[access] = time.time() + 7200
        self.refresh_tokens.add(refresh)
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": 7200, "refresh_token": refresh}
        return web.json_response({**answer, "scope": SCOPES, "created_at": int(time.time())})

    async def _companies(self, _: web.Request) -> web.Response:
        return web.json_response({"companies": [{"company": COMPANY}]})

    async def _list(self, request: web.Request) -> web.Response:
        table, query = self._table(request), request.query
        size, number = min(int(query.get("per_page", 25)), 100), int(query.get("page_no", 1))
        rows = [
            row
            for row in table.rows.values()
            if all(row.get(name) == query[name] for name in ("role", "status") if name in query)
        ]
        shown = rows[(number - 1) * size : number * size]
        paging = {"per_page": size, "page_no": number, "total": len(rows)}
        wrapped = [{table.singular: _view(table, row)} for row in shown]
        return web.json_response({table.plural: wrapped, "pagination": paging})

    async def _lookup(self, request: web.Request) -> web.Response:
        table = self._table(request)
        asked = {name: request.query[name] for name in _LOOKUPS[table.plural] if name in request.query}
        if not asked:
            raise MotiveRefusal(400, "One of the parameters is required")
        for row in table.rows.values():
            if all(row.get(name) == value for name, value in asked.items()):
                return _answer(table, row)
        raise MotiveRefusal(404, f"{table.singular} not found")

    async def _by_external_id(self, request: web.Request) -> web.Response:
        table, query = self._table(request), request.query
        found = table.keys.get((query.get("external_id", ""), query.get("integration_name", "")))
        if found is None:
            raise MotiveRefusal(404, f"{table.singular} not found")
        return _answer(table, table.rows[found])

    async def _get(self, request: web.Request) -> web.Response:
        return _answer(self._table(request), self._row(request))

    async def _create(self, request: web.Request) -> web.Response:
        table, sent = self._table(request), await _body(request)
        row = {**table.fields, "external_ids": [], "id": next(self._ids), "created_at": now_text()}
        return _answer(table, table.save(row, sent, is_new=True), status=201)

    async def _update(self, request: web.Request) -> web.Response:
        table, sent = self._table(request), await _body(request)
        if table.plural == "assets":
            sent = {
                name: value for name, value in sent.items() if name in {*rules.ASSET_CHANGES, "external_ids_attributes"}
            }
        return _answer(table, table.save(self._row(request), sent, is_new=False))

    async def _drop_external_id(self, request: web.Request) -> web.Response:
        for table in self.tables.values():
            for row in table.rows.values():
                for entry in row["external_ids"]:
                    if str(entry["id"]) == request.match_info["id"]:
                        row["external_ids"].remove(entry)
                        del table.keys[entry["external_id"], entry["integration_name"]]
                        return web.json_response({})
        raise MotiveRefusal(404, "external id not found")

    def _table(self, request: web.Request) -> MotiveRecords:
        return self.tables[request.match_info["kind"]]

    def _row(self, request: web.Request) -> dict[str, Any]:
        table, given = self._table(request), request.match_info["id"]
        if not given.isdigit() or int(given) not in table.rows:
            raise MotiveRefusal(404, f"{table.singular} not found")
        return table.rows[int(given)]


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        sent = await request.json()
    except ValueError:
        raise MotiveRefusal(400, "The body is not JSON") from None
    if not isinstance(sent, dict):
        raise MotiveRefusal(400, "The body is not an object")
    return sent


def _answer(table: MotiveRecords, row: Mapping[str, Any], *, status: int = 200) -> web.Response:
    return web.json_response({table.singular: _view(table, row)}, status=status)


def _view(table: MotiveRecords, row: Mapping[str, Any]) -> dict[str, Any]:
    # How time is kept is taken, and never shown.
    hidden = {"time_tracking_mode"} if row.get("role") == "driver" else rules.DRIVER_FIELDS.keys()
    return {name: value for name, value in row.items() if table.plural != "users" or name not in hidden}


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    """An account at a fresh fake."""
    async with serve(MotiveFake()) as fake:

        def crew() -> Mapping[ResourceEnum, Sequence[str]]:
            truck = fake.add("vehicles", number="Truck 42")
            named = {"first_name": "Robin", "last_name": "Sample", "password": "nobody knows"}
            people = [fake.add("users", **named, username=f"robin{number}") for number in range(3)]
            ids = {ResourceEnum.USER: people, ResourceEnum.VEHICLE: [truck]}
            return {resource: [str(each["id"]) for each in rows] for resource, rows in ids.items()}

        bought = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
        yield FakeAccount(
            "motive",
            fake.url,
            http,
            {"api_key": API_KEY},
            seed=fake.drive,
            rows=ROWS,
            crew=crew,
            needs={
                ResourceEnum.FUEL_TRANSACTION: {
                    "transaction_time": bought.isoformat(),
                    "transaction_jurisdiction": "TX",
                    "fuel_type": "DIESEL",
                }
            },
        )
