"""VisTracks' API, as its pages for developers have it: bare lists, offsets, changes since a moment, deleted records.

An e-mail is unique in the whole system, not in the account. How one driver is read, and whether the answer to a write
is a list, is not documented; the fake can have the latter either way.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from tests.fakes.accounts import DANA, FakeAccount
from tests.fakes.serving import Fake, Handler, serve

from gladhand.resources.enums import ResourceEnum

USERNAME, PASSWORD = "portal@fleet.example", "Example-password1"
ACCOUNT = 90
_LISTS = (
    *("users", "drivers", "assets", "assetStatuses", "driverStatuses", "driverHistories", "driverDailies"),
    *("driverViolations", "driverDailyDocuments"),
)
_MALFUNCTIONS = "eldMalfunctions"
_SET_BY_VISTRACKS = ("id", "accountId", "createDate", "lastChangedDate", "deletedAt")


class VisTracksFake(Fake):
    """One account on an operator's server."""

    def __init__(self) -> None:
        super().__init__()
        self.app.middlewares.append(self._signed_in)
        self.lists: dict[str, list[dict[str, Any]]] = {name: [] for name in (*_LISTS, _MALFUNCTIONS)}
        self.lists["users"] = [self._stamped({"id": 5000, "email": USERNAME, "active": True})]
        self.terminals: list[dict[str, Any]] = [{"id": 31, "accountId": ACCOUNT, "name": "Springfield"}]
        self.taken = {"taken@elsewhere.example"}
        """E-mails of other companies' drivers."""
        self.largest_page = 1000
        self.answers_list = True
        """Whether the answer to a write is a list of one, or the record itself."""
        self.forbidden: set[str] = set()
        """Lists to which the portal user has no right."""
        routes = self.app.router
        for name in _LISTS:
            routes.add_get(f"/api/v2/{name}", self._list)
        routes.add_get(f"/api/v2/{_MALFUNCTIONS}", self._list_malfunctions)
        routes.add_get("/api/v2/terminals", self._list_terminals)
        routes.add_post("/api/v2/drivers", self._create)
        routes.add_get("/api/v2/drivers/{id}", self._get)
        routes.add_put("/api/v2/drivers/{id}", self._update)

    def add(self, name: str, /, **fields: Any) -> dict[str, Any]:
        """A record in one of the lists."""
        row = self._stamped({"id": 1 + sum(map(len, self.lists.values())), **fields})
        self.lists[name].append(row)
        return row

    def drive(self) -> None:
        """Four vehicles and two trailers, with four drivers and their logs."""
        now = datetime.now(UTC)
        for number in range(1, 5):
            driver = self.add("drivers", email=f"{number}@fleet.example", firstName="Dana", active=True)["id"]
            about = {"vin": f"EXAMPLEVN0000000{number}", "licensePlate": f"EX {number}", "eldPassword": "device-secret"}
            asset = self.add("assets", assetType="Vehicle", name=f"Truck {number}", **about)["id"]
            whose = {"userId": driver, "assetId": asset}
            place = {"latitude": 39.781721, "longitude": -89.650148}
            at = _text(now - timedelta(minutes=number))
            measured = {"totalOdometerKm": 201858.4, "totalEngineHours": "PT15157800S"}
            self.add("assetStatuses", eventTime=at, **whose, **place, **measured)
            left = {"availableBreak": "PT18000S", "availableDrive": "PT32400S", "availableCycle": "PT180000S"}
            self.add("driverStatuses", eventTime=at, status="Driving", availableShift="PT39600S", **left, **whose)
            for word in ("Driving", "OffDuty"):
                recorded = {"recordStatus": "Active", "recordOrigin": "Auto", "location": "2mi N Springfield, IL"}
                self.add("driverHistories", eventTime=at, eventType=word, totalVehicleKm=201790.2, **recorded, **whose)
            sums = {"offDuty": "PT36000S", "sleeper": "PT0S", "driving": "PT32400S", "onDutyND": "PT18000S"}
            zone = {"homeTerminalTimeZone": "America/Chicago", "certified": False}
            self.add("driverDailies", userId=driver, logDate=f"{now - timedelta(days=1):%Y-%m-%d}", **zone, **sums)
            broken = {"violationName": "SHIFT_DRIVE_HOURS", "limit": "PT39600S", "driverHistoryId": 9000 + number}
            self.add("driverViolations", userId=driver, timestamp=at, **broken)
            device = {"eventType": "MalPos", "beginTimestamp": at, "endTimestamp": None}
            self.add(_MALFUNCTIONS, driverHistoryUUID=f"5b1c0000-0000-4000-8000-00000000000{number}", **device, **whose)
            receipt = {"documentType": "Fuel Receipt", "fuelType": "SpecialDiesel", "liters": 300.5, "cost": 1.02}
            self.add("driverDailyDocuments", dateTime=at, city="Springfield", **receipt, **whose)
        for number in (1, 2):
            self.add("assets", assetType="Trailer", name=f"Trailer {number}")

    def touch(self, row: dict[str, Any], **fields: Any) -> None:
        """Somebody changes the record now."""
        row |= {**fields, "lastChangedDate": _text(datetime.now(UTC))}

    @web.middleware
    async def _signed_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        pair = b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {pair}":
            return _refused(401, "Unauthorized")
        if request.path.split("/")[3] in self.forbidden:
            return _refused(403, "Access Denied: invented text")
        return await handler(request)

    async def _list(self, request: web.Request) -> web.Response:
        query, name = request.query, request.path.rpartition("/")[2]
        since = query.get("from-change-timestamp", "")
        rows = [each for each in self.lists[name] if each["lastChangedDate"] >= since]
        rows.sort(key=lambda each: each["id"], reverse=query.get("sort") == "-id")
        first = int(query.get("offset", "0"))
        size = min(int(query.get("limit", "1000000")), self.largest_page)
        return web.json_response(rows[first : first + size])

    async def _list_malfunctions(self, request: web.Request) -> web.Response:
        """Those of one driver; without one those of the portal user, who has none."""
        whose = request.query.get("user-id", "5000")
        return web.json_response([each for each in self.lists[_MALFUNCTIONS] if str(each["userId"]) == whose])

    async def _list_terminals(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler gets it
        return web.json_response(self.terminals)

    async def _get(self, request: web.Request) -> web.Response:
        found = self._driver(request)
        return web.json_response(found) if found else _refused(404, "Not Found")

    async def _create(self, request: web.Request) -> web.Response:
        (sent,) = await request.json()
        if (refusal := self._checked(sent, None)) is not None:
            return refusal
        return self._shown(self.add("drivers", **{name: sent[name] for name in sent if name not in _SET_BY_VISTRACKS}))

    async def _update(self, request: web.Request) -> web.Response:
        sent, held = await request.json(), self._driver(request)
        if held is None:
            return _refused(404, "Not Found")
        if (refusal := self._checked(sent, held)) is not None:
            return refusal
        self.touch(held, **{name: value for name, value in sent.items() if name not in _SET_BY_VISTRACKS})
        return self._shown(held)

    def _driver(self, request: web.Request) -> dict[str, Any] | None:
        return next((each for each in self.lists["drivers"] if str(each["id"]) == request.match_info["id"]), None)

    def _checked(self, sent: Mapping[str, Any], held: Mapping[str, Any] | None) -> web.Response | None:
        email, others = sent.get("email") or "", [each for each in self.lists["drivers"] if each is not held]
        if "@" not in email or len(email) > 254:
            return _refused(400, "invented text: a field is missing or too long")
        if any(len(sent.get(name) or "") > 255 for name in ("firstName", "lastName", "alias")):
            return _refused(400, "invented text: too long")
        if held is None and sent.get("homeTerminalId") not in [each["id"] for each in self.terminals]:
            return _refused(400, "invented text: there is no such terminal")
        used = {each["email"].casefold() for each in others} | self.taken
        return _refused(400, "email already in use (invented text)") if email.casefold() in used else None

    def _shown(self, row: Mapping[str, Any]) -> web.Response:
        return web.json_response([row] if self.answers_list else row)

    def _stamped(self, row: dict[str, Any]) -> dict[str, Any]:
        now = _text(datetime.now(UTC))
        return {"accountId": ACCOUNT, "createDate": now, "lastChangedDate": now, **row}


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    async with serve(VisTracksFake()) as fake:
        login = {"url": fake.url, "username": USERNAME, "password": PASSWORD}
        marks = {ResourceEnum.VEHICLE: '"Vehicle"', ResourceEnum.TRAILER: '"Trailer"'}
        dana = {**DANA, "username": "dana@fleet.example"}
        yield FakeAccount("vistracks", fake.url, http, login, dana=dana, seed=fake.drive, marks=marks)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def _refused(status: int, message: str) -> web.Response:
    return web.json_response({"message": message}, status=status)
