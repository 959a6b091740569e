"""WEBFLEET.connect, as far as public sources go: one address, secrets in the query, errors with status 200, quotas."""

from __future__ import annotations

import json
import time
from base64 import b64decode
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any

import aiohttp
from aiohttp import web
from tests.fakes.accounts import DANA, FakeAccount
from tests.fakes.serving import Fake, serve
from tests.fakes.webfleet_queue import MessageQueue
from tests.fakes.webfleet_readings import BadWebfleetQuery, WebfleetReadings

from gladhand.resources.enums import ResourceEnum

ACCOUNT = {"company_id": "example", "username": "hub", "password": "Pass+w/rd &1"}
API_KEY = "EXAMPLE/KEY+1"
#: Requests per action and minute.
QUOTAS: Mapping[str, int] = {
    "showDriverReportExtern": 10,
    "insertDriverExtern": 10,
    "updateDriverExtern": 10,
    "showVehicleReportExtern": 10,
    "updateVehicle": 10,
    "showObjectReportExtern": 6,
    "showUsers": 10,
    "showTracks": 10,
    "showAccelerationEvents": 10,
    "showSpeedingEvents": 10,
    "showIdleExceptions": 10,
    "showMessages": 10,
    "sendTextMessageExtern": 300,
    "showIOReportExtern": 10,
    "getRemainingDrivingTimesEU": 10,
    "showWorkingTimes": 6,
    "createQueueExtern": 10,
    "popQueueMessagesExtern": 10,
    "ackQueueMessagesExtern": 10,
}
# Seconds that a quota is for, where that is not a minute.
QUOTA_SECONDS: Mapping[str, int] = {"sendTextMessageExtern": 1800, "createQueueExtern": 86400}
_DRIVER_LENGTHS = {
    "driverno": 15,
    "name": 50,
    "name2": 50,
    "name3": 50,
    "company": 250,
    "description": 4000,
    "country": 2,
    "zip": 10,
    "city": 250,
    "street": 250,
    "telmobile": 50,
    "telprivate": 50,
    "email": 50,
    "pin": 20,
    "dt_cardid": 16,
    "dt_cardcountry": 2,
    "license_number": 20,
    "license_country": 2,
    "license_state": 50,
    "license_expiry_date": 10,
}
_VEHICLE_LENGTHS = {
    "licenseplatenumber": 20,
    "identnumber": 20,
    "description": 500,
    "manufacturedyear": 4,
    "numaxles": 2,
    "fueltanksize": 5,
    "fueltype": 1,
}
_COMMON = {"lang": "en", "outputformat": "json", "useISO8601": "true", "useUTF8": "true"}


#: Both come with the object report.
ROWS: Mapping[ResourceEnum, str] = {
    ResourceEnum.VEHICLE_LOCATION: "action=showTracks",
    ResourceEnum.TRAILER_LOCATION: "action=showTracks",
    ResourceEnum.HOS_DAILY_SNAPSHOT: "action=showWorkingTimes",
    ResourceEnum.HOS_AVAILABILITY: "action=getRemainingDrivingTimesEU",
}


class WebfleetRefusal(Exception):
    """One of Webfleet's errors."""

    def __init__(self, code: int, text: str) -> None:
        self.code, self.text = code, text


class WebfleetFake(Fake):
    """One account with one user."""

    def __init__(self, *, quotas: Mapping[str, int] = QUOTAS) -> None:
        super().__init__()
        self.account, self.api_key = dict(ACCOUNT), API_KEY
        self.quotas = dict(quotas)
        self.drivers: dict[str, dict[str, str]] = {}
        """By driveruid."""
        self.numbers: dict[str, str] = {}
        """driveruid by driverno."""
        self.vehicles: dict[str, dict[str, str]] = {}
        self.users: list[dict[str, str]] = []
        self.readings = WebfleetReadings()
        self.queue = MessageQueue()
        self.not_booked: set[str] = set()
        """Actions that the fleet's contract does not contain."""
        self.over_quota = 0
        self.says_nothing_for = ""
        """What a successful write answers: nothing at all, or some empty JSON."""
        self.missing_is_an_error = False
        """Whether asking for a driver who does not exist is refused, or shows nothing."""
        self.next_errors: list[tuple[str, int]] = []
        """Errors that the next requests of an action get, carried out or not by their own rules."""
        self.error_text = "As it was ordered"
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._ids = count(1)
        self.app.router.add_get("/extern", self._extern)

    def add_vehicle(self, **fields: str) -> str:
        uid = f"1-00000-{next(self._ids):09}"
        self.vehicles[uid] = {"objectuid": uid, "objectno": f"{len(self.vehicles) + 1:03}", **fields}
        return uid

    def add_driver(self, **fields: str) -> str:
        """A driver whom somebody else has made."""
        self._insert_driver(fields)
        return self.numbers[fields["driverno"]]

    def drive(self, now: datetime | None = None) -> None:
        """A day of the vehicles and trailers that the account has."""
        for number in (1, 2):
            self.add_driver(driverno=f"EMP-{number}", name="Dana")
        self.readings.drive(self.vehicles, now or datetime.now(UTC))
        self.readings.work(self.drivers, datetime.now(UTC))

    async def _extern(self, request: web.Request) -> web.Response:
        query = dict(request.query)
        actions: Mapping[str, Callable[[dict[str, str]], list[dict[str, Any]] | None]] = {
            "showObjectReportExtern": self._show_objects,
            "showVehicleReportExtern": self._show_vehicles,
            "showDriverReportExtern": self._show_drivers,
            "showUsers": lambda _: self.users,
            "insertDriverExtern": self._insert_driver,
            "updateDriverExtern": self._update_driver,
            "updateVehicle": self._update_vehicle,
            "showTracks": self.readings.show_tracks,
            "showAccelerationEvents": self.readings.show_accelerations,
            "showSpeedingEvents": self.readings.show_speedings,
            "showIdleExceptions": self.readings.show_idling,
            "showMessages": self.readings.show_messages,
            "sendTextMessageExtern": self._send_text,
            "showIOReportExtern": self.readings.show_inputs,
            "getRemainingDrivingTimesEU": self.readings.show_driving_times,
            "showWorkingTimes": self.readings.show_working_times,
            "createQueueExtern": self.queue.create,
            "popQueueMessagesExtern": self.queue.pop,
            "ackQueueMessagesExtern": self.queue.acknowledge,
        }
        try:
            self._check_access(request, query)
            action = query.pop("action", "")
            if action not in actions:
                raise WebfleetRefusal(9101, f"Unknown action {action}")
            self._check_quota(action)
            if self.next_errors and self.next_errors[0][0] == action:
                raise WebfleetRefusal(self.next_errors.pop(0)[1], self.error_text)
            if action in self.not_booked:
                raise WebfleetRefusal(9109, "The contract does not contain it")
            if any(query.pop(name, None) != value for name, value in _COMMON.items()):
                raise WebfleetRefusal(9102, "A common parameter is missing")
            found = actions[action](query)
        except BadWebfleetQuery as bad:
            return web.json_response({"errorCode": 9110, "errorMsg": str(bad)})
        except WebfleetRefusal as refused:
            return web.json_response({"errorCode": refused.code, "errorMsg": refused.text})
        if found is None:
            return web.Response(text=self.says_nothing_for, content_type="application/json")
        return web.json_response(found)

    def _check_access(self, request: web.Request, query: dict[str, str]) -> None:
        scheme, _, pair = request.headers.get("Authorization", "").partition(" ")
        username, password = query.pop("username", ""), query.pop("password", "")
        if scheme == "Basic":
            username, _, password = b64decode(pair).decode().partition(":")
        given = {"company_id": query.pop("account", ""), "username": username, "password": password}
        if query.pop("apikey", "") != self.api_key:
            raise WebfleetRefusal(9103, "The API key is not valid")
        if given != self.account:
            raise WebfleetRefusal(1101, "Invalid user name or password")

    def _check_quota(self, action: str) -> None:
        calls, now = self._calls[action], time.monotonic()
        while calls and calls[0] <= now - QUOTA_SECONDS.get(action, 60):
            calls.popleft()
        if len(calls) >= self.quotas[action]:
            self.over_quota += 1
            raise WebfleetRefusal(8011, "request quota reached")
        calls.append(now)

    def _show_objects(self, query: dict[str, str]) -> list[dict[str, Any]]:
        found = [row for row in self.vehicles.values() if _passes(row, query, ("objectno", "objectname"))]
        return [{**row, **self.readings.reports.get(row["objectuid"], {})} for row in found]

    def _show_vehicles(self, query: dict[str, str]) -> list[dict[str, Any]]:
        return [row for row in self.vehicles.values() if _passes(row, query, ("objectno", "objectname"))]

    def _send_text(self, query: dict[str, str]) -> None:
        if unknown := query.keys() - {"objectuid", "objectno", "messagetext"}:
            raise WebfleetRefusal(9102, f"Unknown parameter {min(unknown)}")
        if query.get("objectuid") not in self.vehicles or not query.get("messagetext"):
            raise WebfleetRefusal(9104, "The object does not exist, or there is no text")
        self.readings.send(query["objectuid"], query["messagetext"], datetime.now(UTC))

    def _show_drivers(self, query: dict[str, str]) -> list[dict[str, Any]]:
        uid = query.get("driveruid") or self.numbers.get(query.get("driverno", ""))
        if "driveruid" not in query and "driverno" not in query:
            found = [row for row in self.drivers.values() if _passes(row, query, ("driverno", "name", "name2"))]
        else:
            found = [self.drivers[uid]] if uid in self.drivers else []
            if not found and self.missing_is_an_error:
                raise WebfleetRefusal(9104, "The driver does not exist")
        return [_report(row) for row in found]

    def _insert_driver(self, query: dict[str, str]) -> None:
        for name in ("driverno", "name"):
            if not query.get(name):
                raise WebfleetRefusal(9105, f"Mandatory parameter {name} is missing")
        _check_lengths(query, _DRIVER_LENGTHS)
        if query["driverno"] in self.numbers:
            raise WebfleetRefusal(9106, "The driver number is already in use")
        uid = f"1-00001-{next(self._ids):09}"
        self.drivers[uid] = {"driveruid": uid, **_filled(query, _DRIVER_LENGTHS)}
        self.numbers[query["driverno"]] = uid

    def _update_driver(self, query: dict[str, str]) -> None:
        uid = query.get("driveruid") or self.numbers.get(query.get("driverno_old") or query.get("driverno", ""))
        if uid not in self.drivers:
            raise WebfleetRefusal(9104, "The driver does not exist")
        _check_lengths(query, _DRIVER_LENGTHS)
        number = query.get("driverno") or self.drivers[uid]["driverno"]
        if self.numbers.get(number, uid) != uid:
            raise WebfleetRefusal(9106, "The driver number is already in use")
        del self.numbers[self.drivers[uid]["driverno"]]
        self.numbers[number] = uid
        # Only what has a value changes; there is no way to empty a field.
        self.drivers[uid] |= _filled(query, _DRIVER_LENGTHS)

    def _update_vehicle(self, query: dict[str, str]) -> None:
        if query.get("objectuid") not in self.vehicles:
            raise WebfleetRefusal(9107, "The object does not exist")
        _check_lengths(query, _VEHICLE_LENGTHS)
        row = self.vehicles[query["objectuid"]]
        shown = {"fueltype": "vh_fueltype", "numaxles": "numaxes"}
        row |= {shown.get(name, name): value for name, value in _filled(query, _VEHICLE_LENGTHS).items()}


def _passes(row: Mapping[str, str], query: Mapping[str, str], searched: tuple[str, ...]) -> bool:
    text = query.get("filterstring", "").casefold()
    exact = all(row.get(name) == query[name] for name in ("objectuid", "objectno") if name in query)
    return exact and any(text in row.get(name, "").casefold() for name in searched)


def _filled(query: Mapping[str, str], known: Mapping[str, int]) -> dict[str, str]:
    return {name: value for name, value in query.items() if name in known and value}


def _check_lengths(query: Mapping[str, str], lengths: Mapping[str, int]) -> None:
    for name, value in query.items():
        if len(value) > lengths.get(name, 10_000):
            raise WebfleetRefusal(9108, f"Parameter {name} is too long")


def _report(row: Mapping[str, str]) -> dict[str, Any]:
    """A driver as the report shows one: the first name under another name, the licence as JSON within JSON."""
    shown: dict[str, Any] = {name: value for name, value in row.items() if not name.startswith("license_")}
    shown["name1"], shown["state"] = shown.pop("name"), shown.pop("country", "")
    license_ = {name.removeprefix("license_"): value for name, value in row.items() if name.startswith("license_")}
    if day := license_.get("expiry_date"):
        license_["expiry_date"] = "-".join(reversed(day.split("/")))
    empty = {"name2": "", "name3": "", "email": "", "telmobile": "", "description": "", "company": ""}
    return {**empty, **shown, "driving_license": json.dumps(license_) if license_ else ""}


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    """An account at a fresh fake."""
    dana = {name: value for name, value in DANA.items() if name != "username"}
    async with serve(WebfleetFake(quotas=dict.fromkeys(QUOTAS, 100_000))) as fake:
        for number in (7, 8):
            fake.add_vehicle(objectname=f"Truck {number}", objecttype="truck")
            fake.add_vehicle(objectname=f"Trailer {number}", objecttype="trailer")

        def crew() -> Mapping[ResourceEnum, Sequence[str]]:
            people = [fake.add_driver(driverno=f"CREW-{number}", name="Robin") for number in range(2)]
            fake.readings.reports[next(iter(fake.vehicles))] = {"driveruid": people[1]}
            return {ResourceEnum.USER: [f"driver:{uid}" for uid in people]}

        yield FakeAccount(
            "webfleet",
            fake.url,
            http,
            ACCOUNT,
            options={"api_key": API_KEY},
            dana=dana,
            seed=fake.drive,
            crew=crew,
            rows=ROWS,
            marks={ResourceEnum.TRAILER: '"trailer"'},
        )
