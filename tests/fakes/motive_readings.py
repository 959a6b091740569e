"""What Motive's accounts read: positions, logs, inspections and reports, with the rules of Motive's lists.

Lists have pages of at most 100 rows, whatever is asked for; the history of an asset has pages of 250. Dates are days,
of which both ends count. The history of a vehicle comes at once, for three months at most.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

_LONGEST = timedelta(days=93)
#: The company's day.
COMPANY_ZONE = ZoneInfo("America/Chicago")
DANA = {"id": 800001, "first_name": "Dana", "last_name": "Example", "status": "active", "role": "driver"}


class BadMotiveQuery(Exception):
    """A request with parameters that Motive refuses."""


class MotiveReadings:
    """Everything of one company that can only be read. A test changes the rows to make them late or edited."""

    def __init__(self) -> None:
        self.now: dict[str, list[dict[str, Any]]] = {"vehicles": [], "assets": []}
        self.history: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.logs: list[dict[str, Any]] = []
        self.clocks: list[dict[str, Any]] = []
        self.violations: list[dict[str, Any]] = []
        self.days: list[dict[str, Any]] = []
        self.reports: list[dict[str, Any]] = []

    def add_routes(self, app: web.Application) -> None:
        add = app.router.add_get
        add("/v3/vehicle_locations", self.list_vehicles_now)
        add("/v3/vehicle_locations/{id}", self.list_vehicle_history)
        add("/v1/asset_locations", self.list_assets_now)
        add("/v2/asset_locations/{id}", self.list_asset_history)
        add("/v2/logs", self.list_logs)
        add("/v1/available_time", self.list_clocks)
        add("/v1/hos_violations", self.list_violations)
        add("/v1/hours_of_service", self.list_days)
        add("/v2/inspection_reports", self.list_reports)

    async def list_vehicles_now(self, request: web.Request) -> web.Response:
        return listed(request, "vehicles", "vehicle", self.now["vehicles"])

    async def list_assets_now(self, request: web.Request) -> web.Response:
        return listed(request, "assets", "asset", self.now["assets"])

    async def list_vehicle_history(self, request: web.Request) -> web.Response:
        rows = within(request, self.history[request.match_info["id"]], utc_day("located_at"))
        return web.json_response({"vehicle_locations": [{"vehicle_location": row} for row in rows]})

    async def list_asset_history(self, request: web.Request) -> web.Response:
        rows = within(request, self.history[request.match_info["id"]], utc_day("located_at"))
        return listed(request, "asset_locations", "asset_location", rows, longest=250)

    async def list_logs(self, request: web.Request) -> web.Response:
        return listed(request, "logs", "log", within(request, self.logs, labelled))

    async def list_clocks(self, request: web.Request) -> web.Response:
        return listed(request, "users", "user", self.clocks)

    async def list_violations(self, request: web.Request) -> web.Response:
        first, last = (moment(request, name) for name in ("min_start_time", "max_start_time"))
        rows = [row for row in self.violations if first <= datetime.fromisoformat(row["start_time"]) <= last]
        return listed(request, "hos_violations", "hos_violation", rows)

    async def list_days(self, request: web.Request) -> web.Response:
        return listed(request, "hours_of_services", "hours_of_service", within(request, self.days, labelled))

    async def list_reports(self, request: web.Request) -> web.Response:
        changed = request.query.get("updated_after")
        rows = [
            row
            for row in within(request, self.reports, labelled)
            if changed is None or datetime.fromisoformat(row["updated_at"]) > datetime.fromisoformat(changed)
        ]
        return listed(request, "inspection_reports", "inspection_report", rows)

    def drive(self, vehicles: Sequence[Mapping[str, Any]], assets: Sequence[Mapping[str, Any]], now: datetime) -> None:
        """A day of trucks with a driver and a trailer each."""
        now = now.replace(microsecond=0)
        for number, (vehicle, asset) in enumerate(zip(vehicles, assets, strict=True), 1):
            self._truck(number, vehicle, now)
            self._trailer(asset, now)
            self._hours(number, vehicle, now)
            self._inspection(number, vehicle, now)

    def _truck(self, number: int, vehicle: Mapping[str, Any], now: datetime) -> None:
        whose = {name: vehicle[name] for name in ("id", "number", "metric_units")}
        measured = {"true_odometer": 250000.4, "true_engine_hours": 10234.5, "fuel_primary_remaining_percentage": 71.0}
        here = {"lat": 39.7 + number, "lon": -89.65, "description": "2.1 mi NE of Springfield, IL", "speed": 54.2}
        newest = {"id": f"now-{number}", "located_at": text(now), "type": "vehicle_moving", **here, **measured}
        self.now["vehicles"].append({**whose, "current_location": newest, "current_driver": driver(number)})
        for age, type_ in enumerate(("engine_start", "vehicle_moving", "breadcrumb"), 1):
            at = now - timedelta(hours=age * 9)
            point = {"id": f"{number}-{age}", "located_at": text(at), "type": type_, **here, **measured}
            self.history[str(vehicle["id"])].append({**point, "driver": driver(number)})
        # Without reception.
        lost = {"id": f"{number}-lost", "located_at": text(now), "type": "gps_stopped", "lat": 0.0, "lon": 0.0}
        self.history[str(vehicle["id"])].append(lost)

    def _trailer(self, asset: Mapping[str, Any], now: datetime) -> None:
        here = {"lat": 39.9, "lon": -89.1, "description": "Decatur, IL"}
        self.now["assets"].append(
            {"id": asset["id"], "name": asset["name"], "last_location": {"located_at": text(now), **here}}
        )
        for age in range(1, 4):
            at = text(now - timedelta(hours=age * 7))
            self.history[str(asset["id"])].append({"located_at": at, **here})

    def _hours(self, number: int, vehicle: Mapping[str, Any], now: datetime) -> None:
        began, whose = now - timedelta(hours=8), driver(number)
        label = began.astimezone(COMPANY_ZONE).date().isoformat()
        event = {"id": 620000 + number, "type": "driving", "start_time": text(began), "end_time": None}
        self.logs.append(
            {
                "id": 600000 + number,
                "date": label,
                "time_zone": "Central Time (US & Canada)",
                "cycle": "70_8",
                "driver_signed_at": None,
                "driver": whose,
                "vehicles": [{"vehicle": {"id": vehicle["id"]}}],
                "events": [{"event": event}],
                "remarks": [{"remark": {"notes": "Fuel stop", "time": text(began + timedelta(hours=1))}}],
            }
        )
        left = {"drive": 25200, "shift": 36000, "cycle": 180000, "break": 14400}
        self.clocks.append({**whose, "duty_status": "driving", "available_time": left})
        self.days.append({"id": 600000 + number, "date": label, "driving_duration": 14400, "driver": whose})
        broken = {"id": 640000 + number, "type": "driving_11", "name": "11 hours drive", "user": whose}
        self.violations.append({**broken, "start_time": text(began), "end_time": None})

    def _inspection(self, number: int, vehicle: Mapping[str, Any], now: datetime) -> None:
        at = now - timedelta(minutes=10 - number)
        part = {
            "id": 670000 + number,
            "category": "Lights",
            "type": "major",
            "status": "open",
            "mechanic_details": None,
        }
        part["defects"] = [{"id": 680000 + number, "title": "Headlamp inoperative", "severity": "major"}]
        self.reports.append(
            {
                "id": 650000 + number,
                "date": at.astimezone(COMPANY_ZONE).date().isoformat(),
                "time": text(at),
                "updated_at": text(at),
                "inspection_type": "pre_trip",
                "status": "with_defects",
                "odometer": 250000,
                "driver": driver(number),
                "vehicle": {"id": vehicle["id"], "metric_units": False},
                "asset": None,
                "inspected_parts": [part],
            }
        )


def listed(
    request: web.Request, plural: str, singular: str, rows: Iterable[Mapping[str, Any]], *, longest: int = 100
) -> web.Response:
    """A page of a list. One past the end is empty."""
    found = list(rows)
    size, number = min(int(request.query.get("per_page", "25")), longest), int(request.query.get("page_no", "1"))
    shown = [{singular: row} for row in found[(number - 1) * size : number * size]]
    paging = {"per_page": size, "page_no": number, "total": len(found)}
    return web.json_response({plural: shown, "pagination": paging})


def within(
    request: web.Request,
    rows: Iterable[dict[str, Any]],
    day_of: Callable[[Mapping[str, Any]], date],
    *,
    longest: timedelta = _LONGEST,
) -> list[dict[str, Any]]:
    """The rows of the days that are asked for."""
    try:
        first, last = (date.fromisoformat(request.query[name]) for name in ("start_date", "end_date"))
    except (KeyError, ValueError):
        raise BadMotiveQuery("start_date and end_date are required") from None
    if last < first or last - first > longest:
        raise BadMotiveQuery("Invalid date range")
    return [row for row in rows if first <= day_of(row) <= last]


def labelled(row: Mapping[str, Any]) -> date:
    return date.fromisoformat(row["date"])


def utc_day(name: str) -> Callable[[Mapping[str, Any]], date]:
    return lambda row: datetime.fromisoformat(row[name]).date()


def moment(request: web.Request, name: str) -> datetime:
    try:
        return datetime.fromisoformat(request.query[name])
    except (KeyError, ValueError):
        raise BadMotiveQuery(f"{name} is invalid") from None


def driver(number: int) -> dict[str, Any]:
    return {**DANA, "id": 800000 + number}


def text(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
