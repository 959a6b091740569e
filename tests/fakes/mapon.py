"""Mapon's API: a key in a header, errors with a number and status 200, drivers with unique e-mail addresses."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from time import time
from typing import Any

import aiohttp
from aiohttp import web
from tests.fakes.accounts import DANA, FakeAccount
from tests.fakes.serving import Fake, Handler, serve

from gladhand.resources.enums import ResourceEnum

KEY = "example-key-of-mapon"
CREDENTIALS = {"api_key": KEY}
PASSWORD = "EXAMPLE-clear-password"
_LONGEST = timedelta(days=31)
_MOST, _MOST_ALERTS = 250, 150
_LAMPS = {2: "HIGH_BEAM_MAIN_BEAM", 11: "ENGINE_COOLANT_TEMPERATURE"}
# A unit of which nothing more is known.
_BARE: Mapping[str, Any] = {"drivers": [], "can": None, "fuel": [], "fuel_tank": None, "technical_details": None}
# What is shown of a unit only if it is asked for.
_EXTRAS = {
    **{name: name for name in ("drivers", "can", "fuel", "fuel_tank", "technical_details", "device")},
    "connected": "trailer_connections",
}


class MaponRefusal(Exception):
    """An error of Mapon's, by its number."""


class MaponFake(Fake):
    """One company with units, drivers and devices in its storage."""

    def __init__(self) -> None:
        super().__init__()
        self.units: list[dict[str, Any]] = []
        self.drivers: list[dict[str, Any]] = []
        self.routes: dict[int, list[dict[str, Any]]] = {}
        self.fillings: dict[int, list[dict[str, Any]]] = {}
        self.inspections: list[dict[str, Any]] = []
        self.lamps: dict[int, list[dict[str, Any]]] = {}
        self.tachographs: dict[int, dict[str, Any]] = {}
        """The driving times of the drivers on a unit. Of the other units nothing can be predicted."""
        self.waiting = set[int]()
        """Units whose tachographs have sent too little to calculate with."""
        self.alerts: list[dict[str, Any]] = []
        self.storage = set(range(991000, 991010))
        self.errors: list[int] = []
        """What the next requests come to."""
        self.most = _MOST
        actions: Mapping[str, Any] = {
            "company/get": self._company,
            "unit/list": self._units,
            "driver/list": self._drivers,
            "route/list": self._routes,
            "fuel/changes": self._fillings,
            "vehicle_inspections/list": self._inspections,
            "tell_tale/values": self._lamps,
            "unit_data/driving_time_extended": self._driving_times,
            "alert/list": self._alerts,
        }
        for name, action in actions.items():
            self.app.router.add_get(f"/{name}.json", self._answering(action))
        for name, action in {
            "driver/create": self._create_driver,
            "driver/update": self._update_driver,
            "unit/install": self._install,
            "unit/edit": self._edit,
        }.items():
            self.app.router.add_post(f"/{name}.json", self._answering(action))

    def too_many(self) -> web.Response:
        return web.json_response({"error": {"code": 1011, "msg": "Request limit reached"}})

    def drive(self) -> None:
        """Four vehicles with routes, fillings and inspections, two trailers, and three drivers."""
        now = time()
        for number in range(1, 4):
            self.add_driver(name="Robin", surname=f"Example {number}", email=f"robin{number}@fleet.example")
        for number in range(1, 5):
            self.add_unit(number, last_update=text_of(now - 60 * number))
            end = {"time": text_of(now - 60 * number), "lat": 52.6, "lng": 13.5}
            start = {"time": text_of(now - 3600), "lat": 52.520008, "lng": 13.404954}
            # The first unit is still on its way.
            route = {"type": "route", "route_id": 800 + number, "start": start, "end": end if number > 1 else {}}
            self.routes[7000 + number] = [{**route, "driver_id": number % 3, "distance": 15770}]
            filling = {"fuel_change": 312.5, "fuel_before": 180, "lat": 52.520008, "lng": 13.404954}
            self.fillings[7000 + number] = [
                {**filling, "gmt": text_of(now - 60 * number), "driver": "", "driver_id": 0, "address": ""}
            ]
            self.inspections.append(_inspection(number, now))
            self.light(7000 + number, 11, 1, at=now - 60 * number)
            for kind in ("speeding", "supply_voltage"):
                self.alert(7000 + number, kind, at=now - 60 * number)
            if number <= 3:
                self.tachographs[7000 + number] = {"driver1": _driving_time(500 + number, now)}
            self.units[-1]["connected"] = {"unit_id": str(7005 + number % 2), "type": "trailer", "location": {}}
        for number in (5, 6):
            self.add_unit(number, type="trailer", label=f"Trailer {number}", **_BARE)

    def add_unit(self, place: int, **values: Any) -> dict[str, Any]:
        usual: dict[str, Any] = {
            "unit_id": 7000 + place,
            "box_id": 990000 + place,
            "company_id": 300,
            "country_code": "DE",
            "label": f"Truck {place}",
            "number": f"EX {place}",
            "vin": f"EXAMPLEVN{place:08}",
            "type": "truck",
            "lat": 52.520008,
            "lng": 13.404954,
            "direction": 90,
            "speed": 62,
            "mileage": 201858400,
            "last_update": text_of(time()),
            "fuel_type": "D",
            "created_at": text_of(time()),
            "state": {"name": "driving", "start": text_of(time()), "duration": 1},
            "drivers": {"driver1": {"id": str(500 + place), "name": "Robin"}, "driver2": None},
            "fuel": [{"type": "CAN", "metrics": "L", "value": 180.5, "last_update": text_of(time())}],
            "fuel_tank": {"total_vol": 400},
            "technical_details": {"make_year": "2021"},
            "device": {"id": place, "serial_number": f"SN{place}", "imei": 99995000000},
            "can": {"engine_hours": {"gmt": text_of(time()), "value": "4210"}},
        }
        self.units.append({**usual, **values})
        return self.units[-1]

    def light(self, unit: int, lamp: int, value: int, *, at: float) -> None:
        """A tell tale of a unit takes this value."""
        shown = {"name": _LAMPS[lamp], "telltale_id": lamp, "value": value, "value_title": f"Invented {value}"}
        self.lamps.setdefault(unit, []).append({**shown, "datetime": text_of(at)})

    def alert(self, unit: int, kind: str, *, at: float) -> None:
        about = {"alert_type": kind, "alert_val": "95|90", "msg": "Invented", "driver": 501}
        place = {"id": 900 + len(self.alerts), "location": "52.520008,13.404954", "address": ""}
        self.alerts.append({"unit_id": unit, "time": text_of(at), **about, **place})

    def add_driver(self, **values: Any) -> dict[str, Any]:
        """A driver that somebody else has made."""
        usual = {"email": "", "phone": "", "language": "en", "ibutton": "", "tacho": "", "blocked": False}
        created = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
        made = {"id": 501 + len(self.drivers), "name": "", "surname": "", **usual, "created": created, "fields": []}
        self.drivers.append({**made, **values})
        return self.drivers[-1]

    def _answering(self, action: Any) -> Handler:
        async def handler(request: web.Request) -> web.Response:
            try:
                if (key := request.headers.get("key")) != KEY:
                    raise MaponRefusal(1005 if key else 1004)
                if self.errors:
                    raise MaponRefusal(self.errors.pop(0))
                if "key" in request.query:
                    raise MaponRefusal(1002)
                answer = action(request, json.loads(await request.read() or b"{}"))
            except MaponRefusal as refused:
                answer = {"error": {"code": refused.args[0], "msg": "invented text"}}
            return web.json_response(answer)

        return handler

    def _company(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        return {"data": {"companies": [{"id": 300, "name": "Example Fleet", "timezone": "UTC"}]}}

    def _units(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        wanted = request.query.get("unit_id")
        rows = [each for each in self.units if wanted in (None, str(each["unit_id"]))]
        if wanted and not rows:
            raise MaponRefusal(1)
        asked = request.query.getall("include[]", [])
        extras = {name for name, include in _EXTRAS.items() if include not in asked}
        return {"data": {"units": [{name: each[name] for name in each if name not in extras} for each in rows]}}

    def _drivers(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        wanted = request.query.get("id")
        return {"data": {"drivers": [each for each in self.drivers if wanted in (None, str(each["id"]))]}}

    def _create_driver(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        for number, name in ((1, "name"), (2, "surname")):
            if not body.get(name):
                raise MaponRefusal(number)
        self._check_email(body, None, 3)
        if "blocked" in body:
            raise MaponRefusal(1002)
        values = {name: value for name, value in body.items() if name != "send_password_to_email"}
        return {"id": self.add_driver(**values)["id"], "password": PASSWORD}

    def _update_driver(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        found = next((each for each in self.drivers if each["id"] == body.get("driver_id")), None)
        if found is None:
            raise MaponRefusal(1)
        self._check_email(body, found, 2)
        if not str(body.get("phone") or "+").startswith("+"):
            raise MaponRefusal(3)
        if body.get("blocked") and not body.get("blocked_text"):
            raise MaponRefusal(1002)
        found |= {name: value for name, value in body.items() if name not in ("driver_id", "blocked_text")}
        return {"status": "successful"}

    def _check_email(self, body: Mapping[str, Any], itself: Mapping[str, Any] | None, number: int) -> None:
        email = body.get("email")
        if email and any(each is not itself and each["email"] == email for each in self.drivers):
            raise MaponRefusal(number)

    def _install(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        if not body.get("box_id") or not body.get("number"):
            raise MaponRefusal(1)
        if any(each["number"] == body["number"] for each in self.units):
            raise MaponRefusal(2)
        if body["box_id"] not in self.storage:
            raise MaponRefusal(3)
        self.storage.remove(body["box_id"])
        values = {"label": "", **{name: body[name] for name in ("box_id", "number", "label") if name in body}}
        bare: dict[str, Any] = {
            "type": "car",
            "vin": "",
            **_BARE,
            "lat": None,
            "lng": None,
            "last_update": None,
        }
        made = self.add_unit(10 + len(self.units), **{**bare, **values})
        return {"data": {"status": "ok", "unit_id": made["unit_id"]}}

    def _edit(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        found = next((each for each in self.units if each["unit_id"] == body.get("unit_id")), None)
        if found is None:
            raise MaponRefusal(3)
        found |= {name: value for name, value in body.items() if name != "unit_id"}
        return {"data": {"status": "ok"}}

    def _routes(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        start, end = _window(request)
        rows = []
        for unit, routes in self.routes.items():
            found = [each for each in routes if _at(each["start"]["time"]) < end and _end(each) >= start]
            rows += [{"unit_id": unit, "routes": found}] if found else []
        return {"data": {"units": rows}}

    def _fillings(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        start, end = _window(request)
        rows = [
            {
                "unit_id": unit,
                "fuel_consumption_measurement": "l/100km",
                "sensor": [],
                "can": [each for each in fillings if start <= _at(each["gmt"]) < end],
            }
            for unit, fillings in self.fillings.items()
        ]
        return {"data": [row for row in rows if row["can"]]}

    def _inspections(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        start = datetime.fromisoformat(request.query["inspection_date_from"])
        end = datetime.fromisoformat(request.query["inspection_date_to"])
        size, page = int(request.query.get("per_page", 50)), int(request.query.get("page", 1))
        if not 1 <= size <= _MOST or page < 1:
            raise MaponRefusal(6)
        rows = [each for each in self.inspections if start <= datetime.fromisoformat(each["inspected_at"]) <= end]
        size = min(size, self.most)
        about = {"total": len(rows), "totalPages": -(-len(rows) // size), "perPage": size, "page": page}
        return {"data": rows[(page - 1) * size : page * size], "_meta": about}

    def _lamps(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        start, end = _window(request)
        unit, most = int(request.query["unit_id"]), int(request.query.get("limit", 1000))
        if all(each["unit_id"] != unit for each in self.units):
            raise MaponRefusal(1)
        if not 1 <= most <= 10_000:
            raise MaponRefusal(6)
        since = _at(request.query["cursor"]) if "cursor" in request.query else start
        if since < start:
            raise MaponRefusal(8)
        rows = sorted(self.lamps.get(unit, []), key=lambda each: each["datetime"])
        rows = [each for each in rows if since <= _at(each["datetime"]) <= end]
        most = min(most, self.most)
        page, following = rows[:most], [each["datetime"] for each in rows[most : most + 1]]
        about = {"has_more": bool(following), "cursor": next(iter(following), None), "limit": most}
        # Where there is nothing, an object comes as an empty list.
        return {"data": {str(unit): page} if page else [], "pagination": about}

    def _driving_times(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        unit = int(request.query["unit_id"])
        if all(each["unit_id"] != unit for each in self.units):
            raise MaponRefusal(1)
        if unit not in self.tachographs:
            raise MaponRefusal(2)
        if unit in self.waiting:
            raise MaponRefusal(3)
        return {"data": self.tachographs[unit]}

    def _alerts(self, request: web.Request, body: Any) -> Any:  # noqa: ARG002 - as all actions
        start, end = _window(request, too_long=6)
        size, page = int(request.query.get("limit", 20)), int(request.query.get("page", 1))
        if not 1 <= size <= _MOST_ALERTS:
            raise MaponRefusal(7)
        if page < 1:
            raise MaponRefusal(8)
        shown = {"unit_id", "time", "alert_type", "alert_val", "msg", *request.query.getall("include[]", [])}
        rows = [each for each in self.alerts if start <= _at(each["time"]) < end]
        size = min(size, self.most)
        part = [{name: each[name] for name in each if name in shown} for each in rows[(page - 1) * size : page * size]]
        about = {"total": len(rows), "total_pages": -(-len(rows) // size), "per_page": size, "page": page}
        return {"data": part, "_meta": about}


def text_of(moment: float) -> str:
    return f"{datetime.fromtimestamp(int(moment), UTC):%Y-%m-%dT%H:%M:%SZ}"


def _inspection(number: int, now: float) -> dict[str, Any]:
    at = f"{datetime.fromtimestamp(now - 60 * number, UTC):%Y-%m-%d %H:%M:%S}"
    item = {"id": 30 + number, "name": "Tyre check", "notes": "Worn.", "status": 0, "time_spent": 30}
    where = {"lat": 52.520008, "lng": 13.404954, "address": ""}
    who = {"performer_full_name": "Robin Example", "total_time_spent": 600, "odometer": 201858}
    times = {"status": 3, "status_at": at, "inspected_at": at}
    return {"id": number, "title": "Daily", "unit_id": 7000 + number, **where, **who, **times, "items": [item]}


def _driving_time(driver: int, now: float) -> dict[str, Any]:
    day = {"driving_remaining": 15952, "shift_remaining": 21365, "daily_rest_start": int(now) + 21365}
    week = {"driving_remaining": 136492, "weekly_rest_start": int(now) + 399005}
    shown = {"now": {"driving": 1933, "driving_remaining": 14267, "rest": 0}, "today": day, "week": week}
    return {"current_state": "DRIVING", **shown, "driver_id": driver, "driver_card_id": "EN10000012345000"}


def _window(request: web.Request, *, too_long: int = 5) -> tuple[datetime, datetime]:
    start, end = _at(request.query["from"]), _at(request.query["till"])
    if end - start > _LONGEST:
        raise MaponRefusal(too_long)
    return start, end


def _end(route: Mapping[str, Any]) -> datetime:
    return _at(route["end"].get("time") or text_of(time() + 60))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    async with serve(MaponFake()) as fake:
        needs = {ResourceEnum.VEHICLE: {"eld_id": "99100{number}", "license_plate_number": "EX 452{number}"}}
        dana = {**DANA, "username": "dana@fleet.example"}
        yield FakeAccount(
            "mapon", fake.url, http, CREDENTIALS, dana=dana, seed=fake.drive, needs=needs, among=_AMONG, marks=_MARKS
        )


# Rows stand in lists of units.
_AMONG = {ResourceEnum.FUEL_TRANSACTION: "can"}
_MARKS = {ResourceEnum.TRAILER: '"Trailer ', ResourceEnum.TRAILER_LOCATION: '"Trailer '}
