"""TrustTrack's API, as its document has it: a key and a version in each query, pages of at most 1,000, and tokens.

The token of a list is the number of the next row, and that of positions the time of the next one. A PUT empties what it
leaves out. No identifier belongs to two drivers.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from tests.fakes.accounts import FakeAccount
from tests.fakes.serving import Fake, Handler, serve

from gladhand.resources.enums import ResourceEnum

KEY = "example-key-of-trusttrack"
CREDENTIALS = {"api_key": KEY}
_DRIVER = ("first_name", "last_name", "address", "phone")
_LENGTHS = {"TACHOGRAPH": (10, 16), "DLT": (15, 18), "WIRELESS": (1, 20), "IBUTTON": (1, 20)}
_MOST, _USUAL = 1000, 100
_LONGEST = timedelta(days=92)


class TrustTrackFake(Fake):
    """One account with one key."""

    def __init__(self) -> None:
        super().__init__()
        self.app.middlewares.append(self._with_key)
        self.drivers: dict[str, dict[str, Any]] = {}
        self.users: list[dict[str, Any]] = []
        self.objects: list[dict[str, Any]] = []
        self.positions: dict[str, list[dict[str, Any]]] = {}
        self.assignations: dict[str, dict[str, Any]] = {}
        self.fuel_events: list[dict[str, Any]] = []
        self.trips: dict[str, list[dict[str, Any]]] = {}
        self.trips_a_page = _MOST
        self.analyses: dict[str, dict[str, Any]] = {}
        self.violations: list[dict[str, Any]] = []
        self.events: dict[str, list[dict[str, Any]]] = {}
        self.newest: dict[str, Any] = {}
        """What the newest position of every object says otherwise."""
        self.names_no_end = False
        """Whether the last page names a next one: the first page of lists with tokens, an empty one of violations."""
        self.forbidden: set[str] = set()
        """Paths to which the key has no right."""
        self.says = True
        """Whether a write answers with the driver, or with status 201 and nothing."""
        routes = self.app.router
        routes.add_get("/drivers", self._list_drivers)
        routes.add_get("/users", self._list_users)
        routes.add_get("/objects", self._list_objects)
        routes.add_get("/objects-last-coordinate", self._newest)
        routes.add_get("/objects/{id}/coordinates", self._history)
        routes.add_get("/driver/assignations/last", self._last_driver)
        routes.add_get("/drivers/{id}/current-time-analysis", self._analysis)
        routes.add_get("/fuel-events", self._list_fuel_events)
        routes.add_get("/objects/{id}/trips", self._list_trips)
        routes.add_get("/detected-events", self._list_events)
        routes.add_post("/driver-violation", self._list_violations)
        routes.add_post("/management/driver", self._create)
        routes.add_get("/management/driver/{id}", self._get)
        routes.add_put("/management/driver/{id}", self._replace)

    def drive(self) -> None:
        """Four objects on their way with four drivers, two of whom have a card, and two people in the office."""
        now = datetime.now(UTC).replace(microsecond=0)
        for number in range(1, 5):
            driver = self.add_driver(first_name="Dana", identifiers=[_card(f"EXAMPLE0000000{number}")])
            vehicle = f"9db8ce84-0000-11e9-89b6-00000000000{number}"
            about = {"vin": None, "make": "Kenworth", "model": "T680", "plate_number": f"EX {number}"}
            self.objects.append(
                {"id": vehicle, "name": f"Truck {number}", "imei": 999950000000000 + number, "vehicle_params": about}
            )
            self.positions[vehicle] = [
                _position(vehicle, now - timedelta(minutes=minute, seconds=number), 125430 - minute)
                for minute in (9, 6, 3)
            ]
            started = now - timedelta(hours=number)
            self.assign(vehicle, driver["id"], started)
            for event_type, hour in (("REFUEL", 2), ("DRAIN", 3)):
                self.fuel_events.append(_fuel_event(vehicle, driver["id"], event_type, now - timedelta(hours=hour)))
            # All are still on their way.
            on_its_way = {"trip_type": "NONE", "trip_duration": None, "mileage": 15770.0, "trip_end": None}
            begin = {"driver_ids": [driver["id"]], "trip_start": trip_side(now - timedelta(hours=2, minutes=number))}
            self.trips[vehicle] = [{"object_id": vehicle, **begin, **on_its_way}]
            self.analyses[driver["id"]] = _analysis(now, self.assignations[vehicle])
            self.violations.append(_violation(driver, now - timedelta(hours=number)))
            self.events[vehicle] = [
                _event(name, driver["id"], now - timedelta(minutes=20 * number))
                for name in ("Harsh braking", "Door open")
            ]
        self.users = [
            {"id": f"u-{each}", "email": f"{each}@fleet.example", "full_name": f"{each.title()} Example", "phone": None}
            for each in ("robin", "sam")
        ]

    def add_driver(self, **fields: Any) -> dict[str, Any]:
        driver = {"id": secrets.token_hex(8), **dict.fromkeys(_DRIVER), "identifiers": [], **fields}
        self.drivers[driver["id"]] = driver
        return driver

    def assign(self, vehicle: str, driver: str, at: datetime, event_type: str = "START") -> None:
        event = {"driver_id": driver, "object_id": vehicle, "event_type": event_type, "datetime": _text(at)}
        self.assignations[vehicle] = event

    @web.middleware
    async def _with_key(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.query.get("api_key") != KEY:
            return _refused(401, "Invented: the key is unknown.")
        if request.path in self.forbidden:
            return _refused(403, "Invented: the key may not do this.")
        wanted = "2" if request.path in ("/drivers", "/objects-last-coordinate") else "1"
        if request.query.get("version") != ("2" if request.path.endswith("/coordinates") else wanted):
            return _refused(404, "Invented: there is no such version.")
        return await handler(request)

    def _page(
        self, request: web.Request, rows: Sequence[Mapping[str, Any]], *, items: str = "items", **more: Any
    ) -> web.Response:
        is_camel = request.path == "/fuel-events"
        start = int(request.query.get("continuationToken" if is_camel else "continuation_token", "0"))
        size = min(int(request.query.get("limit", _USUAL)), _MOST)
        end = 0 if self.names_no_end else None
        following: Any = start + size if start + size < len(rows) else end
        if following is not None and items == "results":
            following = str(following)
        page = rows[start : start + size]
        counted = {name: len(page) for name in more}
        return web.json_response({**counted, "continuation_token": following, items: page})

    async def _list_drivers(self, request: web.Request) -> web.Response:
        kind, wanted = request.query.get("identifier_type"), request.query.get("identifier")
        rows = [
            each
            for each in self.drivers.values()
            if wanted is None or {"identifier": wanted, "type": kind} in each["identifiers"]
        ]
        return self._page(request, rows, count=True)

    async def _list_users(self, request: web.Request) -> web.Response:
        return self._page(request, self.users)

    async def _list_objects(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler gets it
        return web.json_response(self.objects)

    async def _newest(self, request: web.Request) -> web.Response:
        rows = [{**each, "last_coordinate": self._last(each["id"])} for each in self.objects]
        return self._page(request, rows, items="results")

    def _last(self, vehicle: str) -> dict[str, Any]:
        held = self.positions.get(vehicle)
        if not held:
            return self.newest
        at = held[-1]["datetime"]
        times = {"datetime": at, "last_valid_gps_datetime": at, "server_datetime": at}
        return {**held[-1]["position"], **times, **self.newest}

    async def _history(self, request: web.Request) -> web.Response:
        query, vehicle = request.query, request.match_info["id"]
        if vehicle not in self.positions:
            return _refused(404, "Invented: there is no such object.")
        first = query.get("continuation_token", query["from_datetime"])
        found = [each for each in self.positions[vehicle] if first <= each["datetime"] <= query["to_datetime"]]
        size = min(int(query.get("limit", _USUAL)), _MOST)
        following = found[size]["datetime"] if len(found) > size else None
        return web.json_response({"continuation_token": following, "items": found[:size]})

    async def _last_driver(self, request: web.Request) -> web.Response:
        found = self.assignations.get(request.query["byObjectId"])
        return web.json_response(found) if found else _refused(404, "Invented: nobody was on it.")

    async def _analysis(self, request: web.Request) -> web.Response:
        found = self.analyses.get(request.match_info["id"])
        return web.json_response(found) if found else _refused(404, "Invented: there is no analysis.")

    async def _list_fuel_events(self, request: web.Request) -> web.Response:
        query = request.query
        if _at(query["toDatetime"]) - _at(query["fromDatetime"]) > _LONGEST:
            return _refused(400, "Invented: the period is too long.")
        rows = [
            each
            for each in self.fuel_events
            if each["object_id"] == query["objectId"]
            and query["fromDatetime"] <= each["start_date"] <= query["toDatetime"]
        ]
        return self._page(request, rows)

    async def _list_events(self, request: web.Request) -> web.Response:
        query = request.query
        if query["object_id"] not in self.positions:
            return _refused(404, "Invented: there is no such object.")
        first, last = query["from_datetime"], query["to_datetime"]
        held = self.events.get(query["object_id"], [])
        found = [each for each in held if first <= each["start"]["datetime"] <= last]
        return self._page(request, found, items="events")

    async def _list_violations(self, request: web.Request) -> web.Response:
        sent = await request.json()
        asked = {"page": 0, "size": 50, **sent.get("page_descriptor", {})}
        first, last = sent["date_time_from"], sent["date_time_to"]
        rows = [each for each in self.violations if first <= each["date_time"] <= last]
        begin, end = (number * asked["size"] for number in (asked["page"], asked["page"] + 1))
        following = asked["page"] + 1 if end < len(rows) or self.names_no_end else None
        return web.json_response({"items": rows[begin:end], "next_page": following})

    async def _list_trips(self, request: web.Request) -> web.Response:
        query, vehicle = request.query, request.match_info["id"]
        if vehicle not in self.positions:
            return _refused(404, "Invented: there is no such object.")
        first, size = (
            query.get("continuation_token", query["from_datetime"]),
            min(int(query["limit"]), self.trips_a_page),
        )
        found = [
            each
            for each in self.trips.get(vehicle, [])
            if first <= each["trip_start"]["datetime"] <= query["to_datetime"]
        ]
        following = found[size]["trip_start"]["datetime"] if len(found) > size else None
        return web.json_response({"continuation_token": following, "trips": found[:size]})

    async def _create(self, request: web.Request) -> web.Response:
        sent = await request.json()
        if (refusal := self._checked(sent, None)) is not None:
            return refusal
        fields = {name: sent.get(name) for name in (*_DRIVER, "identifiers") if name in sent}
        driver = self.add_driver(**fields)
        return web.json_response(driver) if self.says else web.Response(status=201)

    async def _get(self, request: web.Request) -> web.Response:
        found = self.drivers.get(request.match_info["id"])
        return web.json_response(found) if found else _refused(404, "Invented: there is no such driver.")

    async def _replace(self, request: web.Request) -> web.Response:
        source_id, sent = request.match_info["id"], await request.json()
        if source_id not in self.drivers:
            return _refused(404, "Invented: there is no such driver.")
        if (refusal := self._checked(sent, source_id)) is not None:
            return refusal
        empty = {**dict.fromkeys(_DRIVER, ""), "identifiers": []}
        kept = {name: value for name, value in sent.items() if name in empty}
        self.drivers[source_id] = {"id": source_id, **empty, **kept}
        return web.json_response(self.drivers[source_id]) if self.says else web.Response(status=201)

    def _checked(self, sent: Mapping[str, Any], source_id: str | None) -> web.Response | None:
        """What the pages about drivers ask for. Which status refuses it is not documented."""
        texts = {name: sent.get(name, "") for name in _DRIVER}
        if not texts["first_name"] or any(not isinstance(each, str) for each in texts.values()):
            return _refused(400, "Invented: a text is missing.")
        if any(len(text) > (30 if name == "phone" else 250) for name, text in texts.items()):
            return _refused(400, "Invented: a text is too long.")
        taken = [each for key, driver in self.drivers.items() if key != source_id for each in driver["identifiers"]]
        for each in sent.get("identifiers", []):
            shortest, longest = _LENGTHS[each["type"]]
            if not shortest <= len(each["identifier"]) <= longest or each in taken:
                return _refused(400, "Invented: the identifier is taken, or has another length.")
        return None


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    async with serve(TrustTrackFake()) as fake:
        yield FakeAccount("x-trusttrack", fake.url, http, CREDENTIALS, seed=fake.drive, rows=_ROWS)


# What these reads ask for stands behind a list of objects.
_ROWS = {ResourceEnum.VEHICLE_LOCATION: "/coordinates", ResourceEnum.FUEL_TRANSACTION: "/fuel-events"}


def _card(number: str) -> dict[str, str]:
    return {"identifier": number, "type": "TACHOGRAPH"}


def _position(vehicle: str, at: datetime, mileage: float) -> dict[str, Any]:
    place = {"altitude": 30, "direction": 90, "latitude": 52.52, "longitude": 13.405, "satellites_count": 13}
    measured = {"device_inputs": {"fuel_level_can": 61.0}, "calculated_inputs": {"mileage": mileage, "fuel_level": 244}}
    return {
        "object_id": vehicle,
        "datetime": _text(at),
        "ignition_status": "ON",
        "position": {**place, "speed": 62},
        "inputs": {"other": {}, **measured},
    }


def trip_side(at: datetime) -> dict[str, Any]:
    """The start or the end of a trip."""
    address = {"country": "Germany", "country_code": "DE"}
    return {"datetime": _text(at), "latitude": 52.52, "longitude": 13.405, "address": address}


def _fuel_event(vehicle: str, driver: str, event_type: str, at: datetime) -> dict[str, Any]:
    place = {"latitude": 52.52, "longitude": 13.405}
    levels = {"difference": 312.5, "fuel_level_start": 180.0, "fuel_level_end": 492.5}
    span = {"start_date": _text(at), "end_date": _text(at + timedelta(minutes=8))}
    return {"object_id": vehicle, "driver_id": driver, "event_type": event_type, **levels, **span, **place}


def _violation(driver: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    card = driver["identifiers"][0]["identifier"]
    return {
        "country_code": "DE",
        "date_time": _text(at),
        "driver": {"first_name": driver["first_name"], "last_name": driver["last_name"], "identifier": card},
        "facts": [{"type": "DURATION", "value": "5400"}],
        "severity": "MINOR",
        "type": "REGULAR_DAILY_DRIVING_LIMIT_EXCEEDED",
        "vehicle": "EX 1",
    }


def _event(name: str, driver: str, at: datetime) -> dict[str, Any]:
    place = {"location": {"latitude": 52.52, "longitude": 13.405}, "mileage": 6000.0}
    sides = {"start": {"datetime": _text(at), "speed": 62, **place}, "end": {"datetime": _text(at), **place}}
    return {"name": name, "description": "", "driver_id": driver, "trip_type": "NONE", "duration": 3, **sides}


def _analysis(now: datetime, event: Mapping[str, Any]) -> dict[str, Any]:
    day = {
        "driving_status": "SINGLE",
        "driving": {
            "regular": {"duration": 5400, "duration_limit": 32400},
            "extra": {"duration": 0, "duration_limit": 3600},
        },
        "resting": {"next_rest": _text(now + timedelta(hours=8)), "rest_in_progress": False},
        "working": {"duration": 900},
    }
    return {
        "calculated_until": _text(now),
        "state": {"activity": "DRIVING", "duration": 5400, "started_at": event["datetime"]},
        "current_day": day,
        "last_driver_assignation_event": event,
    }


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def _refused(status: int, message: str) -> web.Response:
    return web.json_response({"message": message}, status=status)
