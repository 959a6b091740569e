"""A year of two fleets at the fakes of Samsara and Geotab, computed from the time that is asked for.

python -m tests.bench.year samsara|geotab PORT   serves one of them; GET /told tells what it was asked for

Each has a process of its own: what one takes for a page must not delay when the other sees a request.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from aiohttp import web
from tests.fakes.geotab import LIMITS, GeotabFake
from tests.fakes.geotab_days import text
from tests.fakes.geotab_feeds import BadArgument, Entity, Feeds
from tests.fakes.samsara import SamsaraFake
from tests.fakes.samsara_readings import SamsaraReadings, Stats
from tests.fakes.serving import serve

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

DEVICES: Final = 500
YEAR: Final = timedelta(days=365)
#: Of each device of Geotab and day: 5,000 positions, 16,000 measurements, 4 changes of the driver.
_PER_DAY: Final = {"LogRecord": 5_000, "StatusData": 16_000, "DriverChange": 4}
_DIAGNOSTICS: Final = (
    "DiagnosticOdometerId",
    "DiagnosticEngineHoursId",
    "DiagnosticFuelLevelId",
    "DiagnosticEngineCoolantTemperatureId",
    *(f"aExampleDiagnostic{number}" for number in range(36)),
)
#: The documented rates of Samsara: of readings, and of everything.
_SAMSARA: Final = {"GET stats": (10, 1.0), "all": (150, 1.0)}
#: A vehicle of Samsara's sends a position a minute, and turns its engine on or off every two hours.
_STEPS: Final = {"gps": timedelta(minutes=1), "engineStates": timedelta(hours=2)}


class YearOfFeeds(Feeds):
    """Feeds whose rows follow from their number: one of each device after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.begin = datetime.now(UTC).replace(microsecond=0) - YEAR
        self.devices: list[str] = []

    def read(self, type_name: str, version: Any, search: Mapping[str, Any] | None, limit: Any) -> Entity:
        if type_name not in _PER_DAY:
            return super().read(type_name, version, search, limit)
        step = timedelta(days=1) / (_PER_DAY[type_name] * DEVICES)
        end = int((datetime.now(UTC) - self.begin) / step)
        if version is not None:
            first = int(version, 16)
        elif search is not None and "fromDate" in search:
            first = max(0, int((datetime.fromisoformat(search["fromDate"]) - self.begin) / step))
        else:
            first = end
        if first > end:
            raise BadArgument("The version is not known.")
        last = min(end, first + (limit or 50_000))
        rows = [self._row(type_name, number, self.begin + number * step) for number in range(first, last)]
        return {"data": rows, "toVersion": f"{last:016x}"}

    def _row(self, type_name: str, number: int, moment: datetime) -> Entity:
        row = {"id": f"b{number:X}", "dateTime": text(moment), "device": {"id": self.devices[number % DEVICES]}}
        nth = number // DEVICES
        if type_name == "LogRecord":
            place = {"latitude": 40 + nth % 1000 / 1000, "longitude": -90 + number % DEVICES / 1000}
            return {**row, **place, "speed": nth % 110}
        if type_name == "StatusData":
            return {**row, "diagnostic": {"id": _DIAGNOSTICS[nth % len(_DIAGNOSTICS)]}, "data": nth, "controller": "x"}
        return {**row, "driver": "UnknownDriverId", "type": "Driver", "version": f"{number:016x}"}


class YearOfReadings(Stats):
    """Readings of vehicles, a page for each moment."""

    def __init__(self, series: set[str]) -> None:
        super().__init__(series)
        self.vehicles: list[dict[str, str]] = []

    async def feed(self, request: web.Request) -> web.Response:
        self._wanted(request)
        rows = [] if "after" in request.query else self._moment(request, datetime.now(UTC).replace(microsecond=0))
        return web.json_response({"data": rows, "pagination": {"endCursor": "now", "hasNextPage": False}})

    async def history(self, request: web.Request) -> web.Response:
        (name,) = self._wanted(request)
        begin, end = (datetime.fromisoformat(request.query[each]) for each in ("startTime", "endTime"))
        step, number = _STEPS[name], int(request.query.get("after", "0"))
        moment = begin + number * step
        has_more = moment + step < end
        pagination = {"endCursor": str(number + 1) if has_more else "", "hasNextPage": has_more}
        return web.json_response({"data": self._moment(request, moment), "pagination": pagination})

    def _moment(self, request: web.Request, moment: datetime) -> list[dict[str, Any]]:
        (name,) = self._wanted(request)
        reading: dict[str, Any] = {"time": moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "value": "On"}
        if name == "gps":
            minute = int(moment.timestamp()) // 60
            place = {"latitude": 40 + minute % 1000 / 1000, "longitude": -90.5, "speedMilesPerHour": minute % 70}
            odometer = {"obdOdometerMeters": {"value": minute}, "fuelPercents": {"value": minute % 100}}
            reading |= {**place, "reverseGeo": {"formattedLocation": "Springfield, IL, 62701"}, "decorations": odometer}
        return [{**vehicle, name: [reading]} for vehicle in self.vehicles]


def geotab() -> GeotabFake:
    fake = GeotabFake()
    fake.cloud.limits = dict(LIMITS)
    feeds = YearOfFeeds()
    group = {"groups": [{"id": "GroupVehicleId"}]}
    for number in range(DEVICES):
        device = {"name": f"Truck {number}", "serialNumber": f"G9{number:010d}", **group}
        feeds.devices.append(fake.database.add("Device", device))
    fake.database.feeds = feeds
    return fake


def samsara() -> SamsaraFake:
    side = SamsaraReadings()
    readings = side.vehicles = YearOfReadings(side.vehicles.series)
    fake = SamsaraFake(limits=_SAMSARA, read_side=side)
    for number in range(DEVICES):
        made = fake.add_vehicle(name=f"Truck {number}")
        readings.vehicles.append({"id": made["id"], "name": made["name"]})
    return fake


async def _serve_samsara(port: int) -> None:
    fake, asked = samsara(), Counter[str]()

    @web.middleware
    async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
        if "/stats/" in request.path:
            asked["stats"] += 1
        return await handler(request)

    fake.app.middlewares.insert(0, count)
    await _serve(fake, port, lambda: (asked, fake.throttled))


async def _serve_geotab(port: int) -> None:
    fake = geotab()

    def told() -> tuple[Counter[str], int]:
        feeds = Counter[str]()
        for (_, _, what, _), number in fake.cloud.used.items():
            feeds[what] += number
        return feeds, fake.cloud.throttled

    await _serve(fake, port, told)


async def _serve(fake: SamsaraFake | GeotabFake, port: int, told: Callable[[], tuple[Counter[str], int]]) -> None:
    async def tell(_request: web.Request) -> web.Response:
        asked, throttled = told()
        return web.json_response({"asked": dict(asked), "throttled": throttled})

    @web.middleware
    async def forget(request: web.Request, handler: Handler) -> web.StreamResponse:
        fake.seen.clear()
        # Before the guard, which asks for a token.
        return await (tell(request) if request.path == "/told" else handler(request))

    fake.app.middlewares.insert(0, forget)
    async with serve(fake, port=port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run({"samsara": _serve_samsara, "geotab": _serve_geotab}[sys.argv[1]](int(sys.argv[2])))
