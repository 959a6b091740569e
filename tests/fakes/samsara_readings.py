"""The reading side of the fake of Samsara: feeds of readings, streams and lists by time, with the documented rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from tests.fakes.samsara_lists import cursor_at, limit_of, listed, position_of, window_of
from tests.fakes.samsara_rules import Bad

from gladhand.sdk.source_ids import utc_text

Reading = dict[str, Any]
_MOST_TYPES, _MOST_DECORATIONS = 3, 2
_ELD_DRIVERS = 25
_VEHICLE_SERIES = {"gps", "engineStates", "faultCodes", "ecuDoorStatus", "seatbeltDriver", "nfcCardScans"} | {
    f"auxInput{number}" for number in range(1, 14)
}
_REEFER_ZONES = (
    "ReturnAirTemperatureMilliC",
    "SetPointTemperatureMilliC",
    "SupplyAirTemperatureMilliC",
    "DoorState",
    "State",
)
_TRAILER_SERIES = {
    "gps",
    "reeferAmbientAirTemperatureMilliC",
    "reeferFuelPercent",
    "reeferObdEngineSeconds",
    "reeferRunMode",
    "carrierReeferState",
    "reeferAlarms",
} | {f"reefer{what}Zone{number}" for what in _REEFER_ZONES for number in (1, 2, 3)}


class Stats:
    """The readings of vehicles or of trailers, in the order in which they arrived."""

    def __init__(self, series: set[str], *, page: int = 512) -> None:
        self.series, self.page = series, page
        self.arrived: list[tuple[Mapping[str, str], str, Reading]] = []

    def add(self, whose: Mapping[str, str], series: str, time: datetime, **values: Any) -> None:
        """A reading arrives now, whenever it was taken."""
        self.arrived.append((whose, series, {"time": utc_text(time), **values}))

    async def feed(self, request: web.Request) -> web.Response:
        wanted = self._wanted(request)
        if "after" in request.query:
            start = position_of(request.query["after"])
            if start > len(self.arrived):
                raise Bad("Invalid value for after.")
            news = self.arrived[start:]
        else:
            news = list({(each[0]["id"], each[1]): each for each in self._by_time(wanted)}.values())
        rows, end = self._rows(news, wanted, _decorated(request)), len(self.arrived)
        return web.json_response({"data": rows, "pagination": {"endCursor": cursor_at(end), "hasNextPage": False}})

    async def history(self, request: web.Request) -> web.Response:
        wanted, (begin, end) = self._wanted(request), window_of(request)
        found = [each for each in self._by_time(wanted) if begin <= datetime.fromisoformat(each[2]["time"]) < end]
        return listed(self._rows(found, wanted, _decorated(request)), request, self.page)

    def _wanted(self, request: web.Request) -> set[str]:
        types = set(filter(None, request.query.get("types", "").split(",")))
        if unknown := types - self.series:
            raise Bad(f"Invalid stat type(s): {', '.join(sorted(unknown))}")
        if not 1 <= len(types) <= _MOST_TYPES:
            raise Bad(f"types must have 1 to {_MOST_TYPES} values.")
        if len(request.query.get("decorations", "").split(",")) > _MOST_DECORATIONS:
            raise Bad(f"decorations must have at most {_MOST_DECORATIONS} values.")
        return types

    def _by_time(self, wanted: set[str]) -> list[tuple[Mapping[str, str], str, Reading]]:
        return sorted((each for each in self.arrived if each[1] in wanted), key=lambda each: each[2]["time"])

    def _rows(
        self, found: Iterable[tuple[Mapping[str, str], str, Reading]], wanted: set[str], decorations: set[str]
    ) -> list[dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = {}
        for whose, series, reading in found:
            if series in wanted:
                shown = _with_decorations(reading, decorations)
                rows.setdefault(whose["id"], dict(whose)).setdefault(series, []).append(shown)
        return list(rows.values())


def _decorated(request: web.Request) -> set[str]:
    return set(filter(None, request.query.get("decorations", "").split(",")))


def _with_decorations(reading: Reading, names: set[str]) -> Reading:
    """The reading with those decorations alone that were asked for."""
    found = {name: value for name, value in reading.get("decorations", {}).items() if name in names}
    rest = {name: value for name, value in reading.items() if name != "decorations"}
    return {**rest, "decorations": found} if found else rest


class Driven:
    """What belongs to drivers: logs, ELD events, days, clocks, violations. All by driver id."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.logs: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.events: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.days: list[dict[str, Any]] = []
        self.clocks: list[dict[str, Any]] = []
        self.violations: list[dict[str, Any]] = []

    async def list_logs(self, request: web.Request) -> web.Response:
        begin, end = window_of(request)
        rows = []
        for driver, logs in self.logs.items():
            overlapping = [log for log in logs if _overlaps(log, begin, end)]
            rows.append({"driver": self.driver(driver), "hosLogs": overlapping})
        return listed(rows, request, 100)

    async def list_events(self, request: web.Request) -> web.Response:
        begin, end = window_of(request)
        rows = [
            {
                **self.driver(driver),
                "driverActivationStatus": "active",
                "eldEvents": [each for each in events if begin <= datetime.fromisoformat(each["time"]) < end],
            }
            for driver, events in self.events.items()
            if _is_asked_for(request, driver)
        ]
        return listed(rows, request, _ELD_DRIVERS)

    async def list_days(self, request: web.Request) -> web.Response:
        first, last = (request.query.get(name, "") for name in ("startDate", "endDate"))
        if not first or not last:
            raise Bad("startDate and endDate are required.")
        found = [day for day in self.days if first <= day["startTime"][:10] <= last]
        return listed([day for day in found if _is_asked_for(request, day["driver"]["id"])], request, 100)

    async def list_clocks(self, request: web.Request) -> web.Response:
        return listed(self.clocks, request, limit_of(request, 512))

    async def list_violations(self, request: web.Request) -> web.Response:
        begin, end = window_of(request)
        found = [each for each in self.violations if begin <= datetime.fromisoformat(each["violationStartTime"]) <= end]
        groups = [{"violations": [each]} for each in found]
        return listed(groups or [{"violations": []}], request, 100)

    def driver(self, id_: str) -> dict[str, str]:
        return {"id": id_, "name": self.names[id_]}


class Changes:
    """Records that come again with each change, in the order of their `updatedAtTime`."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    async def stream(self, request: web.Request) -> web.Response:
        if "startTime" not in request.query:
            raise Bad("startTime is required.")
        since, size = request.query["startTime"], limit_of(request, 200)
        found = [row for row in self.rows if row["updatedAtTime"] >= since]
        start = position_of(request.query["after"]) if "after" in request.query else 0
        if start > len(found):
            raise Bad("Invalid value for after.")
        page, end = found[start : start + size], min(start + size, len(found))
        pagination = {"endCursor": cursor_at(end), "hasNextPage": end < len(found)}
        return web.json_response({"data": page, "pagination": pagination})


class Office:
    """What belongs to the whole fleet: types of defects, idling, assignments, reports, messages."""

    def __init__(self) -> None:
        self.defect_types: list[dict[str, Any]] = []
        self.idling: list[dict[str, Any]] = []
        self.assignments: list[dict[str, Any]] = []
        self.towing: list[dict[str, Any]] = []
        self.reports: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self.messages: list[dict[str, Any]] = []

    async def list_types(self, request: web.Request) -> web.Response:
        return listed(self.defect_types, request, limit_of(request, 512))

    async def list_idling(self, request: web.Request) -> web.Response:
        begin, end = window_of(request)
        if end - begin > timedelta(days=92):
            raise Bad("The range must be shorter than 3 months.")
        found = [each for each in self.idling if begin <= datetime.fromisoformat(each["startTime"]) < end]
        return listed(found, request, limit_of(request, 200))

    async def list_assignments(self, request: web.Request) -> web.Response:
        if request.query.get("filterBy") not in ("drivers", "vehicles"):
            raise Bad("filterBy must be drivers or vehicles.")
        drivers = request.query["driverIds"].split(",") if "driverIds" in request.query else None
        begin, end = window_of(request)
        found = [
            each
            for each in self.assignments
            if (drivers is None or each["driver"]["id"] in drivers)
            and datetime.fromisoformat(each["startTime"]) < end
            and (not each["endTime"] or datetime.fromisoformat(each["endTime"]) > begin)
        ]
        return listed(found, request, 50)

    async def list_towing(self, request: web.Request) -> web.Response:
        begin, end = (int(request.query[name]) for name in ("startMs", "endMs"))
        start = position_of(request.query["startingAfter"]) if "startingAfter" in request.query else 0
        found = [{**each, "trailerAssignments": _towed(each, begin, end)} for each in self.towing]
        page, has_more = found[start : start + 100], len(found) > start + 100
        pagination = {"endCursor": cursor_at(start + len(page)), "hasNextPage": has_more}
        return web.json_response({"trailers": page, "pagination": pagination})

    async def report(self, request: web.Request) -> web.Response:
        year, month = request.query.get("year", ""), request.query.get("month", "")
        if not year.isdigit() or not month.istitle():
            raise Bad("year and month are required; the month in English.")
        data = {"year": int(year), "month": month, "vehicleReports": self.reports[year, month]}
        return web.json_response({"data": data, "pagination": {"endCursor": "", "hasNextPage": False}})

    async def list_messages(self, request: web.Request) -> web.Response:
        end, duration = (int(request.query[name]) for name in ("endMs", "durationMs"))
        if duration <= 0:
            return web.Response(status=400, text="rpc error: code = InvalidArgument desc = durationMs out of range")
        return web.json_response({"data": [each for each in self.messages if end - duration <= each["sentAtMs"] < end]})


class SamsaraReadings:
    """Everything of one organization that can only be read."""

    def __init__(self) -> None:
        self.vehicles, self.trailers, self.driven = Stats(_VEHICLE_SERIES), Stats(_TRAILER_SERIES), Driven()
        self.dvirs, self.defects, self.safety, self.office = Changes(), Changes(), Changes(), Office()

    def add_routes(self, app: web.Application) -> None:
        add = app.router.add_get
        for noun, stats in (("vehicles", self.vehicles), ("trailers", self.trailers)):
            add(f"/fleet/{noun}/stats/feed", stats.feed)
            add(f"/fleet/{noun}/stats/history", stats.history)
        add("/fleet/hos/logs", self.driven.list_logs)
        add("/beta/fleet/hos/drivers/eld-events", self.driven.list_events)
        add("/fleet/hos/daily-logs", self.driven.list_days)
        add("/fleet/hos/clocks", self.driven.list_clocks)
        add("/fleet/hos/violations", self.driven.list_violations)
        add("/dvirs/stream", self.dvirs.stream)
        add("/defects/stream", self.defects.stream)
        add("/defect-types", self.office.list_types)
        add("/safety-events/stream", self.safety.stream)
        add("/idling/events", self.office.list_idling)
        add("/fleet/driver-vehicle-assignments", self.office.list_assignments)
        add("/v1/fleet/trailers/assignments", self.office.list_towing)
        add("/fleet/reports/ifta/vehicle", self.office.report)
        add("/v1/fleet/messages", self.office.list_messages)


def _is_asked_for(request: web.Request, driver: str) -> bool:
    return "driverIds" not in request.query or driver in request.query["driverIds"].split(",")


def _towed(trailer: Mapping[str, Any], begin: int, end: int) -> list[dict[str, Any]]:
    return [each for each in trailer["trailerAssignments"] if each["startMs"] < end and each.get("endMs", end) > begin]


def _overlaps(log: Mapping[str, Any], begin: datetime, end: datetime) -> bool:
    ended = log.get("logEndTime")
    return datetime.fromisoformat(log["logStartTime"]) < end and (not ended or datetime.fromisoformat(ended) > begin)
