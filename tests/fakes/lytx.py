"""Lytx's DriveCam API: a token of an hour, pages by offset or number, users that are written whole.

`lytx_schemas.json` has the names, types and required keys of the published OpenAPI documents. Bodies that do not
conform are refused.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from time import time
from typing import Any
from uuid import UUID

import aiohttp
import jsonschema_rs
from aiohttp import web
from tests.fakes.accounts import FakeAccount
from tests.fakes.lytx_lists import MOST, LytxLists, error, page_of
from tests.fakes.lytx_readings import GROUP, OTHER_GROUP, LytxReadings, number_of, text_of, vehicle_id
from tests.fakes.serving import Fake, Handler, serve

from gladhand.resources.enums import ResourceEnum

USERNAME, PASSWORD = "gladhand@fleet.example", "example-password-of-lytx"
CREDENTIALS = {"username": USERNAME, "password": PASSWORD}
SCHEMAS = json.loads((Path(__file__).parent / "lytx_schemas.json").read_text())
DRIVER = 4
_LASTS = 3600


def judge(name: str, value: Any) -> None:
    """Raises `ValidationError` for what is not as the documents say."""
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["$defs"]}
    jsonschema_rs.Draft202012Validator(schema).validate(value)


class LytxFake(Fake):
    """A company with two groups."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: dict[str, float] = {}
        self.users: list[dict[str, Any]] = []
        self.vehicles: list[dict[str, Any]] = []
        self.readings = LytxReadings()
        self.lists = LytxLists(self.readings)
        self.groups: list[dict[str, Any]] = [
            {"id": OTHER_GROUP, "name": "North", "parentId": GROUP},
            {"id": GROUP, "name": "Example Fleet"},
        ]
        self.closed: set[str] = set()
        """Paths that the user has no right to."""
        self.app.middlewares.append(self._in_session)
        lists: Mapping[str, Handler] = {
            "/v1/users/roles": self._roles,
            "/v1/groups": self._groups,
            "/v1/users": self._list_users,
            "/v1/users/{id}": self._get_user,
            "/v0/vehicles/all": self._list_vehicles,
            "/v0/vehicles/statuses": self._statuses,
            "/v0/vehicles/{id}": self._get_vehicle,
            **self.lists.routes(),
        }
        for path, handler in lists.items():
            self.app.router.add_get(path, handler)
        self.app.router.add_post("/api/auth/user", self._sign_in)
        self.app.router.add_post("/v1/users", self._create_user)
        self.app.router.add_put("/v1/users/{id}", self._update_user)
        self.app.router.add_post("/v0/vehicles/all", self._create_vehicle)
        self.app.router.add_patch("/v0/vehicles/{id}", self._update_vehicle)

    def drive(self) -> None:
        """Four vehicles and three users with everything that is read of them."""
        for number in range(1, 5):
            self.add_vehicle(number)
            self.readings.of_vehicle(number)
        for number in range(1, 4):
            self.add_user(username=f"driver{number}.example", employeeId=f"EMP-{number}")

    def add_vehicle(self, number: int, **values: Any) -> dict[str, Any]:
        usual = {"id": vehicle_id(number), "name": f"Truck {number}", "type": 3, "status": 1, "licensePlateNumber": ""}
        rest = {"countrySubdivision": "IL", "lastConnected": text_of(time()), "groupId": GROUP, "seatbeltType": 1}
        more = {"vin": "", "make": None, "model": None, "year": None, "deviceId": number_of(4, number)}
        made = {**usual, **rest, **more, **values}
        self.vehicles.append(made)
        return made

    def add_user(self, **values: Any) -> dict[str, Any]:
        """A user that somebody else has made."""
        role = {"groupId": GROUP, "groupName": "Example Fleet", "roleId": DRIVER}
        usual: dict[str, Any] = {
            "userId": number_of(3, len(self.users) + 1),
            "allowSafetyEventDownload": False,
            "allowVideoSearchDownload": False,
            "cellPhoneCountry": None,
            "cellPhoneNumber": None,
            "createdDate": text_of(time()),
            "email": None,
            "employeeId": None,
            "firstName": "Dana",
            "groupRoles": [role],
            "lastLoginDate": None,
            "lastName": "Example",
            "loginEnabled": True,
            "primaryGroupId": GROUP,
            "status": "Active",
            "updatedDate": text_of(time()),
            "username": f"user{len(self.users) + 1}",
        }
        self.users.append({**usual, **values})
        return self.users[-1]

    @web.middleware
    async def _in_session(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path != "/api/auth/user":
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if self.tokens.get(token, 0) < time():
                return error(401)
            if request.path in self.closed:
                return error(403)
        return await handler(request)

    async def _sign_in(self, request: web.Request) -> web.Response:
        given = await request.json()
        if given != {"username": USERNAME, "password": PASSWORD}:
            return error(401)
        token = secrets.token_hex(16)
        self.tokens[token] = time() + _LASTS
        return web.json_response({"access_token": token, "token_type": "Bearer"})

    async def _roles(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler
        roles = {7: "Coach", DRIVER: "Driver"}
        return web.json_response([{"id": id_, "name": name, "description": name} for id_, name in roles.items()])

    async def _groups(self, request: web.Request) -> web.Response:
        return page_of(request, self.groups, most=self.lists.most, key="groups")

    async def _list_users(self, request: web.Request) -> web.Response:
        return page_of(request, self.users, most=self.lists.most)

    async def _get_user(self, request: web.Request) -> web.Response:
        key = {"Username": "username", "EmployeeId": "employeeId"}.get(request.query.get("searchBy", ""), "userId")
        found = [each for each in self.users if each[key] == request.match_info["id"]]
        return web.json_response(found[0]) if found else error(404)

    async def _create_user(self, request: web.Request) -> web.Response:
        given = await request.json()
        if not _conforms("CreateUserRequest", given) or (given.get("loginEnabled") and not given.get("password")):
            return error(400)
        if not self._may_be(given, None):
            return error(400 if _is_half_a_phone(given) else 409)
        values = {name: value for name, value in given.items() if name != "password"}
        return web.json_response(self.add_user(**values), status=201)

    async def _update_user(self, request: web.Request) -> web.Response:
        given = await request.json()
        found = next((each for each in self.users if each["userId"] == request.match_info["id"]), None)
        if found is None:
            return error(404)
        if not _conforms("EditUserRequest", given) or not self._may_be(given, found):
            taken = any(each is not found and each["username"] == given.get("username") for each in self.users)
            return error(409 if taken else 400)
        found |= {
            **{name: value for name, value in given.items() if name != "password"},
            "updatedDate": text_of(time()),
        }
        return web.json_response(found)

    def _may_be(self, given: Mapping[str, Any], itself: Mapping[str, Any] | None) -> bool:
        taken = any(each is not itself and each["username"] == given.get("username") for each in self.users)
        return not taken and not _is_half_a_phone(given)

    async def _list_vehicles(self, request: web.Request) -> web.Response:
        limit, page = int(request.query.get("limit", 100)), int(request.query.get("page", 1))
        if not 1 <= limit <= MOST or page < 1:
            return error(400)
        named = [each for each in self.vehicles if request.query.get("name", "") in each["name"]]
        found = named[(page - 1) * limit : page * limit]
        return web.json_response({"vehicles": found, "totalResults": len(named)}) if found else web.Response(status=204)

    async def _statuses(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler
        names = {1: "In Service", 2: "Out of Service"}
        return web.json_response(
            [{"id": id_, "description": name, "creationDate": text_of(0)} for id_, name in names.items()]
        )

    async def _get_vehicle(self, request: web.Request) -> web.Response:
        found = [each for each in self.vehicles if each["id"] == request.match_info["id"]]
        return web.json_response(found[0]) if found else error(404)

    async def _create_vehicle(self, request: web.Request) -> web.Response:
        given = await request.json()
        if not _conforms("AddVehicleRequest", given):
            return error(400)
        if self._is_taken(given["name"], given["groupId"], None):
            return error(409)
        values = {name: "" if value is None and name == "vin" else value for name, value in given.items()}
        made = self.add_vehicle(len(self.vehicles) + 1, **values)
        return web.json_response({"vehicleId": made["id"]}, status=201)

    async def _update_vehicle(self, request: web.Request) -> web.Response:
        given = await request.json()
        found = next((each for each in self.vehicles if each["id"] == request.match_info["id"]), None)
        if found is None:
            return error(404)
        if not _conforms("UpdateVehicleRequest", given):
            return error(400)
        if self._is_taken(given.get("name"), found["groupId"], found):
            return error(409)
        found |= given
        return web.json_response(found)

    def _is_taken(self, name: Any, group: str, itself: Mapping[str, Any] | None) -> bool:
        return any(each is not itself and (each["name"], each["groupId"]) == (name, group) for each in self.vehicles)


def _conforms(name: str, given: Any) -> bool:
    try:
        judge(name, given)
        for id_ in (given.get(each) for each in ("groupId", "primaryGroupId", "deviceId")):
            if id_ is not None:
                UUID(id_)
    except (jsonschema_rs.ValidationError, ValueError):
        return False
    return True


def _is_half_a_phone(given: Mapping[str, Any]) -> bool:
    """A number goes with its country, and the other way round."""
    return bool(given.get("cellPhoneNumber")) and given.get("cellPhoneCountry") not in ("US", "CA")


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    async with serve(LytxFake()) as fake:
        yield FakeAccount("lytx", fake.url, http, CREDENTIALS, seed=fake.drive, rows=_ROWS, among=_AMONG, marks=_MARKS)


# Reads that ask for other lists, too.
_ROWS = {
    ResourceEnum.USER: "/v1/users?",
    ResourceEnum.VEHICLE: "/v0/vehicles/all",
    ResourceEnum.HOS_EVENT: "/v1/hos",
    ResourceEnum.DRIVER_SAFETY_EVENT: "eventsWithMetadata",
}
# Points stand in a list of each device.
_AMONG = {ResourceEnum.VEHICLE_LOCATION: "points"}
# The oldest event. The newest one is read twice.
_MARKS = {ResourceEnum.DRIVER_SAFETY_EVENT: number_of(5, 4)}
