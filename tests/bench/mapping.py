"""How fast adapters map what providers answer, in one process, without network and database: JSON in, records out."""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from tests.bench.installation import MeasuredInstallation
from tests.bench.report import BenchReport

from gladhand.core.processes.collector import spare_loaded_code
from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.http import Request, Response
from gladhand.sdk.reading import Slice
from gladhand.sdk.session import InMemorySessionStore
from gladhand.sdk.source_ids import utc_text

_REPEATED = 3
_FEWEST = 20_000
_BEGUN = datetime(2026, 1, 6, tzinfo=UTC)
_GEOTAB = {"username": "hub@fleet.example", "password": "Hub-Passw0rd-1", "database": "example_fleet"}
_SESSION = {
    "origin": "https://my.geotab.com",
    "session_id": "EXAMPLE",
    "database": "example_fleet",
    "user_name": "hub@fleet.example",
}


class _Canned:
    """Answers every request with the first body whose mark is part of the request."""

    def __init__(self, bodies: Mapping[str, Any], otherwise: Any) -> None:
        self._bodies = {mark: orjson.dumps(body) for mark, body in bodies.items()}
        self._otherwise = orjson.dumps(otherwise)

    async def send(self, request: Request) -> Response:
        asked = request.url + (request.body or b"").decode()
        body = next((body for mark, body in self._bodies.items() if mark in asked), self._otherwise)
        return Response(status=200, body=body)


def mapping(_: MeasuredInstallation, report: BenchReport) -> None:
    """Positions and hours of service of two providers. The rows are large pages as the providers send them."""
    spare_loaded_code()  # as a worker does
    for name, resource, transport, part, bar in (
        ("Samsara", ResourceEnum.VEHICLE_LOCATION, _samsara_positions(), Slice(state={"gps": "x"}), 30_000),
        ("Geotab", ResourceEnum.VEHICLE_LOCATION, _geotab_positions(), Slice(state={"version": "01"}), 30_000),
        ("Samsara", ResourceEnum.HOS_EVENT, _samsara_logs(), _a_day(), 8_000),
        ("Geotab", ResourceEnum.HOS_EVENT, _geotab_logs(), Slice(state={"version": "01"}), 8_000),
    ):
        rate = max(asyncio.run(_timed(name.lower(), resource, transport, part)) for _ in range(_REPEATED))
        report.at_least(f"{resource.value} of {name} mapped", rate, "rows/s", bar)


async def _timed(source_name: str, resource: ResourceEnum, transport: _Canned, part: Slice) -> float:
    """Rows in a second of the processor, so that other processes do not count."""
    credentials = {"token": "samsara_api_EXAMPLE", "url": "https://api.samsara.com"}
    adapter = providers()[source_name].adapter(
        _GEOTAB if source_name == "geotab" else credentials, transport, sessions=InMemorySessionStore(_SESSION)
    )
    rows, began = 0, time.process_time()
    while rows < _FEWEST:
        before = rows
        async for batch in reading.batches(adapter, resource, part):
            assert not batch.skipped, batch.skipped[:3]
            rows += len(batch.records)
        assert rows > before
    return rows / (time.process_time() - began)


def _feed(type_name: str) -> str:
    """What the requests for a feed contain."""
    return f'"method":"GetFeed","params":{{"typeName":"{type_name}"'


def _a_day() -> Slice:
    return Slice(start=_BEGUN, end=_BEGUN + timedelta(days=1))


def _samsara_positions() -> _Canned:
    """The feed of the positions, the three with further measurements, and who drove each vehicle."""

    def feed(*measured: str) -> dict[str, Any]:
        def reading(vehicle: int, second: int) -> dict[str, Any]:
            return {
                "time": utc_text(_BEGUN + timedelta(seconds=second)),
                "latitude": 39.7817 + vehicle / 1e4,
                "longitude": -89.6501 + second / 1e5,
                "headingDegrees": 90,
                "speedMilesPerHour": 54.2,
                "isEcuSpeed": True,
                "reverseGeo": {"formattedLocation": "Springfield, IL, 62701"},
                "decorations": {name: {"value": 71 + second} for name in measured},
            }

        vehicles = [
            {"id": str(494_000 + vehicle), "gps": [reading(vehicle, 30 * number) for number in range(4)]}
            for vehicle in range(500)
        ]
        return {"data": vehicles, "pagination": {"endCursor": "y", "hasNextPage": False}}

    crews = [
        {
            "driver": {"id": str(88_000 + vehicle)},
            "vehicle": {"id": str(494_000 + vehicle)},
            "startTime": utc_text(_BEGUN),
            "endTime": utc_text(_BEGUN + timedelta(days=1)),
        }
        for vehicle in range(500)
    ]
    more = [
        ("obdEngineSeconds", "syntheticEngineSeconds"),
        ("engineOilPressureKPa", "engineCoolantTemperatureMilliC"),
        ("gpsOdometerMeters",),
    ]
    return _Canned(
        {
            "/driver-vehicle-assignments": {"data": crews, "pagination": {"endCursor": "", "hasNextPage": False}},
            **{names[0]: feed(*names) for names in more},
        },
        feed("obdOdometerMeters", "fuelPercents"),
    )


def _samsara_logs() -> _Canned:
    def log(number: int) -> dict[str, Any]:
        begun = _BEGUN + timedelta(minutes=30 * number)
        return {
            "logStartTime": utc_text(begun),
            "logEndTime": utc_text(begun + timedelta(minutes=30)),
            "hosStatusType": ("driving", "onDuty", "offDuty")[number % 3],
            "vehicle": {"id": "494123"},
            "logRecordedLocation": {"latitude": 39.7, "longitude": -89.6},
            "remark": "Fuel",
        }

    groups = [
        {"driver": {"id": str(88_000 + driver)}, "hosLogs": [log(number) for number in range(48)]}
        for driver in range(200)
    ]
    empty = {"data": [], "pagination": {"endCursor": "", "hasNextPage": False}}
    return _Canned({"/fleet/hos/logs": {**empty, "data": groups}}, empty)


def _geotab_positions() -> _Canned:
    rows = [
        {
            "id": f"b{number:X}",
            "device": {"id": f"b{number % 500:X}"},
            "dateTime": utc_text(_BEGUN + timedelta(seconds=number // 500)),
            "latitude": 39.7817,
            "longitude": -89.6501 + number / 1e6,
            "speed": 87,
        }
        for number in range(40_000)
    ]
    return _Canned(
        {_feed("LogRecord"): {"result": {"data": rows, "toVersion": "02"}}, '"GetFeed"': _NO_NEWS}, {"result": []}
    )


def _geotab_logs() -> _Canned:
    rows = [
        {
            "id": f"b{number:X}",
            "version": f"{number:016x}",
            "driver": {"id": f"b{number % 200:X}"},
            "device": {"id": f"b{number % 500:X}"},
            "dateTime": utc_text(_BEGUN + timedelta(minutes=30 * (number // 200))),
            "status": ("D", "ON", "OFF")[number % 3],
            "state": "Active",
            "origin": "Automatic",
            "eventType": 1,
            "eventCode": 3,
            "eventRecordStatus": 1,
            "odometer": 402336000,
            "engineHours": 36842400,
            "location": {"location": {"x": -89.6, "y": 39.7}},
        }
        for number in range(900)
    ]
    return _Canned(
        {_feed("DutyStatusLog"): {"result": {"data": rows, "toVersion": "ffff"}}, '"GetFeed"': _NO_NEWS}, {"result": []}
    )


#: The answer of a feed without news.
_NO_NEWS = {"result": {"data": [], "toVersion": "02"}}
