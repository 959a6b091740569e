"""What Reveal's accounts report: positions, segments, fault codes, hours and assets, with the rules of each list.

Times are UTC without a zone. Of one vehicle there is at most a day at once, of an asset less than thirty days. A number
that Reveal does not know is refused with 400, one without data with 404.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from aiohttp import web

_DAY, _LONGEST_OF_ASSETS = timedelta(days=1), timedelta(days=30)
_MOST_AT_ONCE = 50
_ADDRESS = {
    "AddressLine1": "1 Sample Road",
    "Locality": "Springfield",
    "AdministrativeArea": "IL",
    "PostalCode": "62701",
    "Country": "USA",
}


class RevealReadings:
    """What one account can only read. A test changes the rows to make them late, private or strange."""

    def __init__(self) -> None:
        self.now: dict[str, dict[str, Any]] = {}
        self.statuses: dict[str, dict[str, Any]] = {}
        self.history: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.engines: dict[str, dict[str, Any]] = {}
        self.segments: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.codes: list[dict[str, Any]] = []
        self.code_history: dict[str, dict[str, Any]] = {}
        self.hours: dict[str, dict[str, Any]] = {}
        self.groups: list[dict[str, Any]] = []
        self.assets: dict[str, list[dict[str, Any]]] = {}
        self.asset_history: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.unknown: set[str] = set()
        """Numbers that Reveal has forgotten since it listed them."""

    def add_routes(self, app: web.Application) -> None:
        add = app.router.add_get
        app.router.add_post("/rad/v1/vehicles/locations", self._locations)
        app.router.add_post("/rad/v1/vehicles/statuses", self._statuses)
        add("/rad/v1/vehicles/getvehiclesactivedtcs", self._codes)
        add("/rad/v1/vehicles/{number}/status/history", self._history)
        add("/rad/v1/vehicles/{number}/getecmstatusbyvehiclenumber", self._engine)
        add("/rad/v1/vehicles/{number}/segments", self._segments)
        add("/rad/v1/vehicles/{number}/getdtchistorybyvehiclenumber", self._code_history)
        add("/logbook/v1/driver/{number}/statuscurrent", self._hours)
        add("/cmd/v1/groups", self._groups)
        add("/ast/v1/assets/group/{number}", self._assets)
        add("/ast/v1/assets/{number}/status/history", self._asset_history)

    async def _locations(self, request: web.Request) -> web.Response:
        return _many(await request.json(), self.now)

    async def _statuses(self, request: web.Request) -> web.Response:
        return _many(await request.json(), self.statuses)

    async def _codes(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler gets it
        return web.json_response(self.codes)

    async def _history(self, request: web.Request) -> web.Response:
        start, end = _range(request, "startdatetimeutc", "enddatetimeutc")
        return self._of_one(request, _within(self.history[_number(request)], start, end, _DAY))

    async def _engine(self, request: web.Request) -> web.Response:
        return self._of_one(request, self.engines.get(_number(request)))

    async def _segments(self, request: web.Request) -> web.Response:
        start = _moment(request, "startdateutc")
        found = [each for each in self.segments[_number(request)] if _touches(each, start, start + _DAY)]
        whose = {"Driver": {"Number": "EMP-1"}, "Vehicle": {"Number": _number(request)}}
        return self._of_one(request, {**whose, "Segments": found} if found else None)

    async def _code_history(self, request: web.Request) -> web.Response:
        return self._of_one(request, self.code_history.get(_number(request)))

    async def _hours(self, request: web.Request) -> web.Response:
        return self._of_one(request, self.hours.get(_number(request)))

    async def _groups(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler gets it
        return web.json_response(self.groups)

    async def _assets(self, request: web.Request) -> web.Response:
        return self._of_one(request, self.assets.get(_number(request)))

    async def _asset_history(self, request: web.Request) -> web.Response:
        start, end = _range(request, "startdatetimeutc", "enddatetimeutc")
        return self._of_one(request, _within(self.asset_history[_number(request)], start, end, _LONGEST_OF_ASSETS))

    def _of_one(self, request: web.Request, found: Any) -> web.Response:
        if _number(request) in self.unknown:
            return web.json_response({"Message": "There is no such number."}, status=400)
        if found in (None, []):
            return web.json_response({"Message": f"No data found for {_number(request)}"}, status=404)
        return web.json_response(found)

    def drive(self, numbers: Sequence[str], now: datetime) -> None:
        """A day of vehicles with a driver and a trailer each."""
        now = now.replace(microsecond=0)
        self.groups = [{"GroupId": 1, "Name": "All"}, {"GroupId": 2, "Name": "Trailers"}]
        trailers = [{"AssetNumber": f"TR-{place}", "Name": f"Trailer {place}"} for place in range(len(numbers))]
        self.assets = {"1": trailers, "2": trailers[:0]}
        for place, number in enumerate(numbers):
            self._truck(place, number, now)
            self.asset_history[f"TR-{place}"] += [_place(place, now - timedelta(hours=hour)) for hour in (5, 30)]

    def _truck(self, place: int, number: str, now: datetime) -> None:
        driver = f"EMP-{place}"
        newest = {**_place(place, now), "DisplayState": "Moving", "DriverNumber": driver, "Speed": 54.0}
        newest["UpdateUTC"] = newest.pop("UpdateUtc")
        self.now[number] = newest
        self.statuses[number] = {"UpdateUTC": newest["UpdateUTC"], "SensorValues": ["Door open"]}
        for hour in (3, 12, 21):
            point = _place(place, now - timedelta(hours=hour))
            self.history[number].append({"VehicleNumber": number, **point, "Speed": 87.2, "OdometerInKM": 402336.0})
        self.engines[number] = {"UpdateUTC": text(now - timedelta(hours=3)), "EngineMintutes": 614070}
        self.segments[number] += [
            {"StartDateUtc": text(now - timedelta(hours=3)), "StartLocation": None, "EndDateUtc": None},
            {
                "StartDateUtc": text(now - timedelta(hours=9)),
                "StartLocation": _ADDRESS | {"Latitude": 39.7817, "Longitude": -89.6501},
                "EndDateUtc": text(now - timedelta(hours=7)),
                "EndLocation": None,
            },
        ]
        self.codes.append(
            {"VehicleNumber": number, "ActiveDTCs": "P0420", "LastUpdatedDateTime": text(now - timedelta(hours=1))}
        )


def text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _place(place: int, moment: datetime) -> dict[str, Any]:
    point = {"Latitude": 39.7817, "Longitude": -89.6501 - place % 90}
    return {"UpdateUtc": text(moment), "IsPrivate": False, "Address": _ADDRESS, **point}


def _number(request: web.Request) -> str:
    return unquote(request.match_info["number"])


def _many(numbers: Any, values: Mapping[str, dict[str, Any]]) -> web.Response:
    if not isinstance(numbers, list) or len(numbers) > _MOST_AT_ONCE:
        return web.json_response({"Message": "The list is not valid."}, status=400)
    rows = [
        {
            "VehicleNumber": number,
            "StatusCode": 200 if number in values else 404,
            "ContentResource": {"Value": values[number]} if number in values else None,
        }
        for number in numbers
    ]
    return web.json_response(rows)


def _range(request: web.Request, *names: str) -> tuple[datetime, datetime]:
    start, end = (_moment(request, name) for name in names)
    return start, end


def _moment(request: web.Request, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(request.query[name])
    except (KeyError, ValueError):
        raise web.HTTPBadRequest(text=f"{name} is not valid") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _within(rows: Iterable[dict[str, Any]], start: datetime, end: datetime, longest: timedelta) -> list[dict[str, Any]]:
    if end - start > longest:
        raise web.HTTPBadRequest(text="The range is too long")
    return [row for row in rows if start <= datetime.fromisoformat(row["UpdateUtc"]).replace(tzinfo=UTC) <= end]


def _touches(segment: Mapping[str, Any], start: datetime, end: datetime) -> bool:
    """Whether a segment begins or ends in the window."""
    moments = (segment["StartDateUtc"], segment.get("EndDateUtc"))
    return any(start <= datetime.fromisoformat(each).replace(tzinfo=UTC) < end for each in moments if each)
