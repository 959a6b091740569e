"""The lists of what Lytx's devices have seen, with the limits that the documents name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from tests.fakes.lytx_readings import LytxReadings
from tests.fakes.serving import Handler

MOST = 1000
_MOST_POINTS = 5000
_SIXTY_DAYS, _HALF_A_YEAR, _DAY = timedelta(days=60), timedelta(days=180), timedelta(days=1)


class LytxLists:
    """The lists of one company's readings."""

    def __init__(self, readings: LytxReadings) -> None:
        self._readings = readings
        self.most = MOST
        """The most rows that a page has, whatever is asked for."""

    def routes(self) -> Mapping[str, Handler]:
        return {
            "/v1/gps": self._gps,
            "/v1/trips": self._dated("trips", "startDate"),
            "/v1/driver-assignments": self._dated("assignments", "from"),
            "/v2/ecm": self._ecm,
            "/v1/hos": self._hos,
            "/v1/dvir": self._dated("reports", "creationDate"),
            "/v0/video/safety/eventsWithMetadata": self._safety,
            "/v0/video/safety/events/triggers": self._triggers,
        }

    async def _gps(self, request: web.Request) -> web.Response:
        start, end = _window(request)
        if start < datetime.now(UTC) - _SIXTY_DAYS:
            return error(400)
        field = request.query.get("dateOption", "timeInUtc")
        return nested(request, self._readings.points, "points", lambda each: start <= _at(each[field]) < end)

    async def _ecm(self, request: web.Request) -> web.Response:
        start, end = _window(request)
        if start < datetime.now(UTC) - _HALF_A_YEAR or end - start > _DAY:
            return error(400)
        kind = request.query["sampleType"]
        return nested(
            request,
            self._readings.samples,
            "samples",
            lambda each: each["sampleType"] == kind and start <= _at(each["sampleDateTime"]) < end,
        )

    async def _hos(self, request: web.Request) -> web.Response:
        start, end = _window(request)
        if end - start > _DAY:
            return error(400)
        found = [each for each in self._readings.logs if start <= _at(each["dateTime"]) < end]
        return web.json_response({"userName": None, "data": found}) if found else web.Response(status=204)

    def _dated(self, name: str, field: str) -> Handler:
        async def handler(request: web.Request) -> web.Response:
            start, end = _window(request)
            rows: list[dict[str, Any]] = getattr(self._readings, name)
            found = [each for each in rows if start <= _at(_dates(each)[field]) < end]
            return page_of(request, found, most=self.most)

        return handler

    async def _safety(self, request: web.Request) -> web.Response:
        given = [request.query["from"], request.query["to"]]
        limit, number = int(request.query.get("limit", MOST)), int(request.query.get("page", 1))
        # Times have no zone and no parts of a second.
        if any(len(each) != len("2021-03-16T16:19:58") for each in given) or not 1 <= limit <= MOST:
            return error(400)
        start, end = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in given)
        found = [each for each in self._readings.events if start <= _at(each["revisionDate"]) <= end]
        found.sort(key=lambda each: each["revisionDate"])
        found = found[(number - 1) * limit : number * limit]
        return web.json_response(found) if found else web.Response(status=204)

    async def _triggers(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler
        return web.json_response(self._readings.triggers)


def nested(
    request: web.Request, rows: Iterable[dict[str, Any]], key: str, fits: Callable[[dict[str, Any]], bool]
) -> web.Response:
    """A page of what stands in lists of devices, which is what a limit counts."""
    limit, offset = _bounds(request, _MOST_POINTS)
    flat = [(device, each) for device in rows for each in device[key] if fits(each)]
    devices: dict[str, dict[str, Any]] = {}
    for device, each in flat[offset : offset + limit]:
        devices.setdefault(device["deviceId"], {**device, key: []})[key].append(each)
    count: Any = str(len(flat)) if key == "samples" else len(flat)
    about = {"count": count, "limit": limit, "offset": offset, **_asked(request)}
    return (
        web.json_response({"data": list(devices.values()), "metadata": about}) if devices else web.Response(status=204)
    )


def page_of(request: web.Request, rows: list[dict[str, Any]], *, most: int, key: str = "data") -> web.Response:
    limit, offset = _bounds(request, most)
    found = rows[offset : offset + limit]
    about = {"count": len(rows), "limit": limit, "offset": offset, **_asked(request)}
    return web.json_response({key: found, "metadata": about}) if found else web.Response(status=204)


def _bounds(request: web.Request, most: int) -> tuple[int, int]:
    return min(int(request.query.get("limit", most)), most), int(request.query.get("offset", 0))


def _asked(request: web.Request) -> dict[str, str]:
    return {name: request.query[name] for name in ("startDate", "endDate") if name in request.query}


def error(status: int) -> web.Response:
    return web.json_response({"error": "invented", "message": "invented text"}, status=status)


def _window(request: web.Request) -> tuple[datetime, datetime]:
    return _at(request.query["startDate"]), _at(request.query["endDate"])


def _dates(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**row, "from": row["vehicles"][0]["assignmentStartDate"]} if "vehicles" in row else row


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
