"""Reveal's API, as far as its public documents and examples go: tokens, drivers known by a number, lists with links."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

import aiohttp
from aiohttp import web
from tests.fakes.accounts import DANA, FakeAccount
from tests.fakes.serving import Fake, Handler, serve
from tests.fakes.verizon_readings import RevealReadings

from gladhand.resources.enums import ResourceEnum

APP_ID = "example-app-id"
USERNAME, PASSWORD = "integration@fleet.example", "Example-password1"
CREDENTIALS = {"auth_code": APP_ID, "username": USERNAME, "password": PASSWORD}
_WRITABLE = ("DriverNumber", "FirstName", "LastName", "EmailAddress", "PhoneNumber", "EnableMobileAccess")


#: What these reads ask for stands behind a list of vehicles, drivers or groups.
ROWS: Mapping[ResourceEnum, str] = {
    ResourceEnum.TRAILER: "/ast/v1/assets/group/1",
    ResourceEnum.VEHICLE_LOCATION: "/status/history",
    ResourceEnum.TRAILER_LOCATION: "/status/history",
    ResourceEnum.ENGINE_STATUS: "/segments",
    ResourceEnum.DRIVER_VEHICLE_ASSOCIATION: "/locations",
    ResourceEnum.VEHICLE_SENSOR: "/statuses",
}


class RevealFake(Fake):
    """One account with one integration user. What the documents leave open can be had either way."""

    TOKEN_FORMS: ClassVar = ("text", "json")

    def __init__(self) -> None:
        super().__init__()
        self.app.middlewares.append(self._signed_in)
        self.password = PASSWORD
        self.tokens: list[str] = []
        """Those that are good, the newest last."""
        self.given = 0
        """How many tokens there were."""
        self.token_form = "text"
        self.drivers: dict[str, dict[str, Any]] = {}
        self.vehicles: list[dict[str, Any]] = []
        self.office = {
            "1": {"EmployeeId": 1, "FirstName": "Olga", "IsDriver": False},
            "2": {"EmployeeId": 2, "FirstName": "Dana", "IsDriver": True},
        }
        self.is_wrapped = True
        """Whether a driver alone is shown as in a list, or without links."""
        self.replaces = True
        """Whether a PUT empties what it leaves out."""
        self.clears = True
        """Whether null empties a field."""
        self.says = True
        """Whether a write answers with the driver, or with nothing."""
        self.forbidden: set[tuple[str, str]] = set()
        """Methods and paths that the integration user has no right to."""
        self.readings = RevealReadings()
        self.readings.add_routes(self.app)
        routes = self.app.router
        routes.add_get("/token", self._token)
        routes.add_get("/cmd/v1/users", self._users)
        routes.add_get("/cmd/v1/users/{id}", self._user)
        routes.add_get("/cmd/v1/vehicles", self._list_vehicles)
        routes.add_get("/cmd/v1/drivers", self._list)
        routes.add_post("/cmd/v1/drivers", self._create)
        routes.add_get("/cmd/v1/drivers/{number}", self._get)
        routes.add_put("/cmd/v1/drivers/{number}", self._update)

    def add_driver(self, number: str | None, **fields: Any) -> dict[str, Any]:
        """A driver whom somebody else has made."""
        created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        empty = dict.fromkeys(_WRITABLE) | {"EnableMobileAccess": False}
        driver = {**empty, "DriverNumber": number, "CreatedDateUTC": created, "UserApiInsteadOfSts": False, **fields}
        self.drivers[number or secrets.token_hex(4)] = driver
        return driver

    def drive(self) -> None:
        """A day of the vehicles of the account, and drivers with a log book."""
        self.readings.drive([each["VehicleNumber"] for each in self.vehicles], datetime.now(UTC))
        for number in range(4):
            self.add_driver(f"EMP-{number}", FirstName="Dana")
            left = {"DailyDrivingMinutes": 420, "ShiftOnDutyMinutes": 600, "CycleDutyMinutes": 3000}
            # One has no log book.
            if number < 3:
                self.readings.hours[f"EMP-{number}"] = {
                    "DriverNumber": f"EMP-{number}",
                    "Status": "Driving",
                    "TimeRemaining": left,
                }

    @web.middleware
    async def _signed_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == "/token":
            return await handler(request)
        wanted = {f"Atmosphere atmosphere_app_id={APP_ID}, Bearer {token}" for token in self.tokens}
        if request.headers.get("Authorization") not in wanted:
            return _refused(401, "Authorization has been denied for this request.")
        if (request.method, request.path) in self.forbidden:
            return _refused(403, "The user has no access to this.")
        return await handler(request)

    async def _token(self, request: web.Request) -> web.Response:
        pair = b64encode(f"{USERNAME}:{self.password}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {pair}":
            return _refused(401, "Authorization has been denied for this request.")
        self.tokens.append(secrets.token_urlsafe(24))
        self.given += 1
        if self.token_form == "json":
            return web.json_response({"token": self.tokens[-1]})
        return web.Response(text=self.tokens[-1])

    async def _users(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler gets it
        return web.json_response(list(self.office.values()))

    async def _user(self, request: web.Request) -> web.Response:
        found = self.office.get(request.match_info["id"])
        return _refused(404, "There is no such user.") if found is None else web.json_response(found)

    async def _list_vehicles(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler gets it
        return web.json_response(self.vehicles)

    async def _list(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler gets it
        return web.json_response([_row(each) for each in self.drivers.values()])

    async def _get(self, request: web.Request) -> web.Response:
        driver = self.drivers.get(request.match_info["number"])
        return _refused(404, "There is no such driver.") if driver is None else self._shown(driver)

    async def _create(self, request: web.Request) -> web.Response:
        sent = await request.json()
        if (refusal := _checked(sent)) is not None:
            return refusal
        if sent["DriverNumber"] in self.drivers:
            return _refused(400, "A driver with this number exists.")
        driver = self.add_driver(sent["DriverNumber"], **sent)
        return self._shown(driver, 201) if self.says else web.Response(status=201)

    async def _update(self, request: web.Request) -> web.Response:
        number, sent = request.match_info["number"], await request.json()
        if number not in self.drivers:
            return _refused(404, "There is no such driver.")
        if (refusal := _checked(sent)) is not None:
            return refusal
        if sent["DriverNumber"] != number:
            return _refused(400, "DriverNumber cannot change.")
        held = self.drivers[number]
        if not self.clears:
            sent = {name: value for name, value in sent.items() if value is not None}
        elif self.replaces:
            sent = dict.fromkeys(_WRITABLE) | sent
        self.drivers[number] = {**held, **sent}
        return self._shown(self.drivers[number]) if self.says else web.Response(status=204)

    def _shown(self, driver: Mapping[str, Any], status: int = 200) -> web.Response:
        return web.json_response(_row(driver) if self.is_wrapped else dict(driver), status=status)


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    async with serve(RevealFake()) as fake:
        fake.vehicles += [{"VehicleNumber": f"T-{number}", "Name": f"Truck {number}"} for number in (7, 8)]
        dana = {name: value for name, value in DANA.items() if name != "username"}
        yield FakeAccount("verizon_connect", fake.url, http, CREDENTIALS, dana=dana, seed=fake.drive, rows=ROWS)


def _checked(sent: Mapping[str, Any]) -> web.Response | None:
    if not sent.get("DriverNumber"):
        return _refused(400, "DriverNumber is required.")
    if unknown := sent.keys() - set(_WRITABLE):
        return _refused(400, f"{min(unknown)} is not known.")
    return None


def _row(driver: Mapping[str, Any]) -> dict[str, Any]:
    return {"Driver": dict(driver), "Links": {"Self": {"Href": f"/cmd/v1/drivers/{driver['DriverNumber']}"}}}


def _refused(status: int, message: str) -> web.Response:
    return web.json_response({"Message": message}, status=status)
