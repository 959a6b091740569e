"""An rFMS server of a truck maker: signing in as each maker has it, two versions, pages, and filters of the lists."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from tests.fakes.accounts import FakeAccount
from tests.fakes.serving import Fake, serve

from gladhand.resources.enums import ResourceEnum

CLIENT_ID, SECRET = "EXAMPLE-CLIENT", urlsafe_b64encode(b"example secret of a client").rstrip(b"=").decode()
USERNAME, PASSWORD = "rfms@fleet.example", "Example-password1"
SCANIA = {"client_id": CLIENT_ID, "client_secret": SECRET}
#: What no report can do without.
CARD = {"driverIdentification": "EXAMPLE0000001", "cardIssuingMemberState": "D"}
_ACCEPTED = {
    "4.0": "application/json; rfms={0}.v4.0",
    "2.1": "application/vnd.fmsstandard.com.{1}.v2.1+json",
}
_LISTS = {
    "vehicles": ("vehicleResponse", "vehicles", "Vehicle"),
    "vehiclepositions": ("vehiclePositionResponse", "vehiclePositions", "VehiclePosition"),
    "vehiclestatuses": ("vehicleStatusResponse", "vehicleStatuses", "VehicleStatus"),
}
_OLDER = {"gnssPosition": "GNSSPosition", "hrTotalVehicleDistance": "HRTotalVehicleDistance"}


class RfmsFake(Fake):
    """One account at one maker."""

    def __init__(self, version: str = "4.0") -> None:
        super().__init__()
        self.version = version
        self.lists: dict[str, list[dict[str, Any]]] = {name: [] for name in _LISTS}
        self.size = 3
        """How many reports a page has."""
        self.has_links = True
        """Whether a page names the next one."""
        self.closed: set[str] = set()
        """Lists that the contract is without."""
        self.tokens: list[str] = []
        self.challenges: set[str] = set()
        routes = self.app.router
        routes.add_post("/auth/clientid2challenge", self._challenge)
        routes.add_post("/auth/response2token", self._token)
        routes.add_post("/oauth/token", self._client_token)
        for name in _LISTS:
            routes.add_get(f"/{name}", self._list)

    def drive(self) -> None:
        """Four vehicles, with reports of the last minutes."""
        now = datetime.now(UTC)
        working = "DRIVER_1_WORKING_STATE_CHANGED"
        causes = ("ENGINE_ON", working, "DRIVER_LOGIN", "TELL_TALE", "TRAILER_CONNECTED", "ENGINE_OFF")
        for number in range(1, 5):
            vin = f"EXAMPLEVN0000000{number}"
            self.lists["vehicles"].append({"vin": vin, "customerVehicleName": f"Truck {number}", "noOfAxles": 2})
            for minute, cause in enumerate(causes):
                at = now - timedelta(minutes=12 - minute, seconds=number)
                self.report(vin, cause, at, within=("vehiclestatuses",))
                self.report(vin, "TIMER", at + timedelta(seconds=20), within=("vehiclepositions",))

    def report(
        self, vin: str, cause: str, at: datetime, *, within: Collection[str] = ("vehiclepositions", "vehiclestatuses")
    ) -> None:
        """A report, in both lists as a rule."""
        head = {
            "vin": vin,
            "triggerType": {"context": "RFMS", "triggerType": cause, **_told(cause, vin)},
            "createdDateTime": _text(at),
            "receivedDateTime": _text(at + timedelta(seconds=2)),
        }
        place = {"latitude": 52.52, "longitude": 13.405, "heading": 90, "speed": 62.0, "positionDateTime": _text(at)}
        if "vehiclepositions" in within:
            self.lists["vehiclepositions"].append({**head, "gnssPosition": place})
        if "vehiclestatuses" not in within:
            return
        measured = {"hrTotalVehicleDistance": 201858400, "totalEngineHours": 4210.5}
        shot = {"gnssPosition": place, "wheelBasedSpeed": 61.8, "fuelLevel1": 61.0, "driver1WorkingState": "DRIVE"}
        if self.version == "4.0":
            shot["trailers"] = [{"trailerNo": 1, "trailerVin": "EXAMPLETR00000001"}]
        driver = {"tachoDriverIdentification": CARD}
        self.lists["vehiclestatuses"].append({**head, **measured, "driver1Id": driver, "snapshotData": shot})

    async def _challenge(self, request: web.Request) -> web.Response:
        if (await request.post()).get("clientId") != CLIENT_ID:
            return _refused(401, "UNAUTHORIZED")
        challenge = secrets.token_urlsafe(24)
        self.challenges.add(challenge)
        return web.json_response({"challenge": challenge})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        key = urlsafe_b64decode(SECRET + "=" * (-len(SECRET) % 4))
        answers = {
            urlsafe_b64encode(hmac.new(key, urlsafe_b64decode(each), hashlib.sha256).digest()).rstrip(b"=").decode()
            for each in self.challenges
        }
        if form.get("clientId") != CLIENT_ID or form.get("Response") not in answers:
            return _refused(401, "UNAUTHORIZED")
        self.challenges.clear()
        return web.json_response({"token": self._opened(), "refreshToken": secrets.token_urlsafe(24)})

    async def _client_token(self, request: web.Request) -> web.Response:
        form, pair = await request.post(), b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {pair}" or form.get("grant_type") != "client_credentials":
            return web.json_response({"error": "invalid_client"}, status=401)
        return web.json_response({"access_token": self._opened(), "token_type": "Bearer", "expires_in": 3600})

    def _opened(self) -> str:
        self.tokens.append(secrets.token_urlsafe(24))
        return self.tokens[-1]

    async def _list(self, request: web.Request) -> web.Response:
        name = request.path.strip("/")
        password = b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()
        if request.headers.get("Authorization") not in {
            f"Basic {password}",
            *(f"Bearer {each}" for each in self.tokens),
        }:
            return _refused(401, "UNAUTHORIZED")
        if name in self.closed:
            return _refused(403, "FORBIDDEN")
        if request.headers.get("Accept") != _ACCEPTED[self.version].format(name, name.capitalize()):
            return _refused(406, "NOT_ACCEPTABLE")
        return web.json_response(self._page(name, request.query))

    def _page(self, name: str, query: Mapping[str, str]) -> dict[str, Any]:
        now = _text(datetime.now(UTC))
        if name == "vehicles":
            rows = [each for each in self.lists[name] if each["vin"] > query.get("lastVin", "")]
            return self._answer(name, rows[: max(self.size, 4)], f"lastVin={rows[-1]['vin']}" if rows[4:] else None, {})
        triggers = query["triggerFilter"].split(",") if "triggerFilter" in query else None
        rows = [
            each
            for each in sorted(self.lists[name], key=lambda each: each["receivedDateTime"])
            if each["receivedDateTime"] >= query["starttime"]
            and (triggers is None or each["triggerType"]["triggerType"] in triggers)
        ]
        start = int(query.get("offset", "0"))
        page, has_more = rows[start : start + self.size], len(rows) > start + self.size
        kept = "&".join(f"{key}={value}" for key, value in query.items() if key != "offset")
        link = f"{kept}&offset={start + self.size}" if has_more else None
        return self._answer(name, page, link, {"requestServerDateTime": now})

    def _answer(
        self, name: str, rows: list[dict[str, Any]], link: str | None, head: Mapping[str, Any]
    ) -> dict[str, Any]:
        around, inside, older = _LISTS[name]
        more = {"moreDataAvailable": link is not None, **head}
        if link is not None and self.has_links:
            more["moreDataAvailableLink"] = f"/rfms4/{name}?{link}"
        if self.version == "4.0":
            return {around: {inside: rows}, **more}
        more.pop("moreDataAvailableLink", None)
        vin = "Vin" if name == "vehiclestatuses" else "VIN"
        return {older: [{**_older(each), vin: each["vin"]} for each in rows], **_older(more)}


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    async with serve(RfmsFake()) as fake:
        # A read of engines or drivers gets only the reports of its triggers.
        rows = dict.fromkeys(_TRIGGERED, "triggerFilter")
        yield FakeAccount("x-rfms", fake.url, http, SCANIA, seed=fake.drive, rows=rows)


_TRIGGERED = (
    ResourceEnum.ENGINE_STATUS,
    ResourceEnum.ENGINE_LOG,
    ResourceEnum.DRIVER_VEHICLE_ASSOCIATION,
    ResourceEnum.TRAILER_VEHICLE_ASSOCIATION,
    ResourceEnum.HOS_AVAILABILITY,
)


def _told(cause: str, vin: str) -> dict[str, Any]:
    """What a trigger has beside its name."""
    if cause == "TELL_TALE":
        return {"tellTaleInfo": {"tellTale": "ENGINE_COOLANT_TEMPERATURE", "state": "RED"}}
    # Each vehicle has a driver of its own, and its working state.
    own = {**CARD, "driverIdentification": f"EXAMPLE000001{vin[-1]}"} if cause.endswith("_CHANGED") else CARD
    return {"driverId": {"tachoDriverIdentification": own}} if cause.startswith("DRIVER_") else {}


def _older(value: Any) -> Any:
    """As version 2.1 spells it."""
    if isinstance(value, dict):
        return {
            _OLDER.get(name, name[:1].upper() + name[1:]): _older(inner)
            for name, inner in value.items()
            if name != "vin"
        }
    return [_older(each) for each in value] if isinstance(value, list) else value


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def _refused(status: int, error: str) -> web.Response:
    return web.json_response({"error": error, "error_description": f"Invented: {error.lower()}"}, status=status)
