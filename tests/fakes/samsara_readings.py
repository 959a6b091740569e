"""The reading side of the fake of Samsara: feeds of readings, streams and lists by time, with the documented rules."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from tests.fakes.samsara_rules import Bad

from gladhand.sdk.source_ids import utc_text

Reading = dict[str, Any]
_MOST_TYPES, _MOST_DECORATIONS = 3, 2
_ELD_DRIVERS = 25
_VEHICLE_SERIES = {"gps", "engineStates", "faultCodes", "ecuDoorStatus", "seatbeltDriver"} | {
    f"auxInput{number}" for number in range(1, 14)
}
_REEFER_ZONES = ("ReturnAirTemperatureMilliC", "SetPointTemperatureMilliC", "SupplyAirTemperatureMilliC", "DoorState")
_TRAILER_SERIES = {
    "gps",
    "reeferAmbientAirTemperatureMilliC",
    "reeferFuelPercent",
    "reeferObdEngineSeconds",
    "reeferRunMode",
    "reeferStateZone1",
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
            start = _position(request.query["after"])
            if start > len(self.arrived):
                raise Bad("Invalid value for after.")
            news = self.arrived[start:]
        else:
            news = list({(each[0]["id"], each[1]): each for each in self._by_time(wanted)}.values())
        rows, end = self._rows(news, wanted), len(self.arrived)
        return web.json_response({"data": rows, "pagination": {"endCursor": _cursor(end), "hasNextPage": False}})

    async def history(self, request: web.Request) -> web.Response:
        wanted, (begin, end) = self._wanted(request), _window(request)
        found = [each for each in self._by_time(wanted) if begin <= datetime.fromisoformat(each[2]["time"]) < end]
        return _listed(self._rows(found, wanted), request, self.page)

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

    def _rows(self, found: Iterable[tuple[Mapping[str, str], str, Reading]], wanted: set[str]) -> list[dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = {}
        for whose, series, reading in found:
            if series in wanted:
                rows.setdefault(whose["id"], dict(whose)).setdefault(series, []).append(reading)
        return list(rows.values())


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
        begin, end = _window(request)
        rows = []
        for driver, logs in self.logs.items():
            overlapping = [log for log in logs if _overlaps(log, begin, end)]
            rows.append({"driver": self.driver(driver), "hosLogs": overlapping})
        return _listed(rows, request, 100)

    async def list_events(self, request: web.Request) -> web.Response:
        begin, end = _window(request)
        rows = [
            {
                **self.driver(driver),
                "driverActivationStatus": "active",
                "eldEvents": [each for each in events if begin <= datetime.fromisoformat(each["time"]) < end],
            }
            for driver, events in self.events.items()
        ]
        return _listed(rows, request, _ELD_DRIVERS)

    async def list_days(self, request: web.Request) -> web.Response:
        first, last = (request.query.get(name, "") for name in ("startDate", "endDate"))
        if not first or not last:
            raise Bad("startDate and endDate are required.")
        return _listed([day for day in self.days if first <= day["startTime"][:10] <= last], request, 100)

    async def list_clocks(self, request: web.Request) -> web.Response:
        return _listed(self.clocks, request, _limit(request, 512))

    async def list_violations(self, request: web.Request) -> web.Response:
        begin, end = _window(request)
        found = [each for each in self.violations if begin <= datetime.fromisoformat(each["violationStartTime"]) <= end]
        groups = [{"violations": [each]} for each in found]
        return _listed(groups or [{"violations": []}], request, 100)

    def driver(self, id_: str) -> dict[str, str]:
        return {"id": id_, "name": self.names[id_]}


class Changes:
    """Records that come again with each change, in the order of their `updatedAtTime`."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    async def stream(self, request: web.Request) -> web.Response:
        if "startTime" not in request.query:
            raise Bad("startTime is required.")
        since, size = request.query["startTime"], _limit(request, 200)
        found = [row for row in self.rows if row["updatedAtTime"] >= since]
        start = _position(request.query["after"]) if "after" in request.query else 0
        if start > len(found):
            raise Bad("Invalid value for after.")
        page, end = found[start : start + size], min(start + size, len(found))
        pagination = {"endCursor": _cursor(end), "hasNextPage": end < len(found)}
        return web.json_response({"data": page, "pagination": pagination})


class Office:
    """What belongs to the whole fleet: types of defects, idling, assignments, reports, messages."""

    def __init__(self) -> None:
        self.defect_types: list[dict[str, Any]] = []
        self.idling: list[dict[str, Any]] = []
        self.assignments: list[dict[str, Any]] = []
        self.reports: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self.messages: list[dict[str, Any]] = []

    async def list_types(self, request: web.Request) -> web.Response:
        return _listed(self.defect_types, request, _limit(request, 512))

    async def list_idling(self, request: web.Request) -> web.Response:
        begin, end = _window(request)
        if end - begin > timedelta(days=92):
            raise Bad("The range must be shorter than 3 months.")
        found = [each for each in self.idling if begin <= datetime.fromisoformat(each["startTime"]) < end]
        return _listed(found, request, _limit(request, 200))

    async def list_assignments(self, request: web.Request) -> web.Response:
        if request.query.get("filterBy") not in ("drivers", "vehicles"):
            raise Bad("filterBy must be drivers or vehicles.")
        begin, end = _window(request)
        found = [
            each
            for each in self.assignments
            if datetime.fromisoformat(each["startTime"]) < end
            and (not each["endTime"] or datetime.fromisoformat(each["endTime"]) > begin)
        ]
        return _listed(found, request, 50)

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
        add("/fleet/reports/ifta/vehicle", self.office.report)
        add("/v1/fleet/messages", self.office.list_messages)

    def drive(self, now: datetime) -> None:
        """Two days of two drivers, with a vehicle and a trailer each."""
        now = now.replace(microsecond=0)
        for number in (1, 2):
            self._truck(number, now)
            self._trailer(number, now)
            self._hours(number, now)
            self._inspection(number, now)
            self._incidents(number, now)
            self._desk(number, now)

    def _truck(self, number: int, now: datetime) -> None:
        truck = {"id": f"49412{number}", "name": f"Truck {number}"}
        for age in (10, 5):
            place = {"latitude": 39.7 + number, "longitude": -89.65 + age / 100}
            self.vehicles.add(
                truck,
                "gps",
                now - timedelta(minutes=age),
                **place,
                headingDegrees=90,
                speedMilesPerHour=54.2,
                isEcuSpeed=True,
                reverseGeo={"formattedLocation": "Springfield, IL, 62701"},
                decorations={"obdOdometerMeters": {"value": 402336000 + age}, "fuelPercents": {"value": 71}},
            )
            state = {"value": "On" if age == 5 else "Off", "decorations": {"gps": place}}
            self.vehicles.add(truck, "auxInput1", now - timedelta(minutes=age), name="PTO", value=age > 5)
            self.vehicles.add(truck, "engineStates", now - timedelta(minutes=age), **state)
        # One without reception.
        nowhere = {"id": "494129", "name": "Truck 9"}
        self.vehicles.add(nowhere, "gps", now - timedelta(minutes=1), latitude=0, longitude=0)

    def _inspection(self, number: int, now: datetime) -> None:
        moment = utc_text(now - timedelta(minutes=10 - number))
        type_ = {"id": f"type-{number}", "label": "Headlights", "sectionType": "exteriorFront", "severity": "major"}
        self.office.defect_types.append(type_)
        signed = {"signatoryUser": {"id": f"8866{number}"}, "type": "driver"}
        self.dvirs.rows.append(
            {
                "id": f"99000{number}",
                "type": "preTrip",
                "vehicle": {"id": f"49412{number}"},
                "dvirSubmissionBeginTime": moment,
                "dvirSubmissionTime": moment,
                "updatedAtTime": moment,
                "safetyStatus": "unsafe",
                "defectIds": [f"88000{number}"],
                "authorSignature": signed,
            }
        )
        self.defects.rows.append(
            {
                "id": f"88000{number}",
                "dvirId": f"99000{number}",
                "defectTypeId": f"type-{number}",
                "isResolved": False,
                "createdAtTime": moment,
                "updatedAtTime": moment,
            }
        )

    def _incidents(self, number: int, now: datetime) -> None:
        moment, truck = utc_text(now - timedelta(minutes=10 - number)), {"id": f"49412{number}"}
        self.safety.rows.append(
            {
                "id": f"3f2b0000-0000-4000-8000-00000000000{number}",
                "startMs": moment,
                "endMs": moment,
                "updatedAtTime": moment,
                "eventState": "needsReview",
                "asset": truck,
                "driver": {"id": f"8866{number}"},
                "behaviorLabels": [{"label": "Braking", "source": "automated"}],
                "location": {"latitude": 39.7817, "longitude": -89.6501},
            }
        )
        self.office.idling.append(
            {
                "eventUuid": f"9a0c0000-0000-4000-8000-00000000000{number}",
                "asset": {"id": 494120 + number},
                "startTime": utc_text(now - timedelta(hours=number)),
                "durationMilliseconds": 840000,
            }
        )

    def _desk(self, number: int, now: datetime) -> None:
        truck, driver = {"id": f"49412{number}", "name": f"Truck {number}"}, {"id": f"8866{number}"}
        self.office.assignments.append(
            {
                "driver": driver,
                "vehicle": truck,
                "startTime": utc_text(now - timedelta(hours=number)),
                "endTime": "",
                "isPassenger": False,
                "assignmentType": "HOS",
                "assignedAtTime": "",
            }
        )
        for age in (0, 31):
            month = now - timedelta(days=age)
            report = {"vehicle": truck, "jurisdictions": [{"jurisdiction": "IL", "totalMeters": 1203400.5}]}
            self.office.reports[str(month.year), month.strftime("%B")].append(report)
        sent = round((now - timedelta(hours=number)).timestamp() * 1000)
        sender = {"name": "Driver", "type": "driver"}
        message = {"driverId": 88660 + number, "sentAtMs": sent, "isRead": False, "sender": sender, "text": "On my way"}
        self.office.messages.append(message)

    def _trailer(self, number: int, now: datetime) -> None:
        trailer = {"id": f"28147497671000{number}", "name": f"Trailer {number}"}
        for age in (10, 5):
            self.trailers.add(
                trailer,
                "gps",
                now - timedelta(minutes=age),
                latitude=39.9,
                longitude=-89.1,
                speedMilesPerHour=0,
                decorations={"gpsOdometerMeters": {"value": 99123000}},
            )

    def _hours(self, number: int, now: datetime) -> None:
        id_, driven = f"8866{number}", self.driven
        driven.names[id_] = f"Driver {number}"
        driver = driven.driver(id_)
        began = now - timedelta(hours=8)
        log = {"hosStatusType": "driving", "vehicle": {"id": f"49412{number}"}, "remark": "Out", "codrivers": []}
        driven.logs[id_].append({"logStartTime": utc_text(began), **log})
        certified = {"time": utc_text(began + timedelta(hours=1)), "eldEventType": 4, "eldEventCode": 1}
        status = {"time": utc_text(began), "eldEventType": 1, "eldEventCode": 3, "totalVehicleMeters": 402300000}
        recorded = {"eldEventRecordStatus": 1, "eldEventRecordOrigin": 1}
        driven.events[id_] += [{**certified, **recorded}]
        if number > 1:
            driven.events[id_].append({**status, **recorded})
        day = (now - timedelta(days=1)).replace(hour=6, minute=0, second=0)
        driven.days.append(
            {
                "driver": {**driver, "timezone": "America/Chicago"},
                "startTime": utc_text(day),
                "endTime": utc_text(day + timedelta(days=2)),
                "dutyStatusDurations": {"driveDurationMs": 14400000, "offDutyDurationMs": 72000000},
                "logMetaData": {"isCertified": True, "certifiedAtTime": utc_text(began + timedelta(hours=1))},
            }
        )
        driven.clocks.append(
            {
                "driver": driver,
                "currentDutyStatus": {"hosStatusType": "driving"},
                "clocks": {"drive": {"driveRemainingDurationMs": 25200500}, "cycle": {}},
                "violations": {"cycleViolationDurationMs": 0},
            }
        )
        driven.violations.append(
            {
                "type": "shiftDrivingHours",
                "violationStartTime": utc_text(began),
                "durationMs": 1260000,
                "description": "Shift driving hours (11 hours)",
                "driver": driver,
            }
        )


def _listed(rows: Sequence[Mapping[str, Any]], request: web.Request, size: int) -> web.Response:
    """A page of a list, whose last page has an empty cursor."""
    start = _position(request.query["after"]) if "after" in request.query else 0
    page, has_more = rows[start : start + size], len(rows) > start + size
    cursor = _cursor(start + size) if has_more else ""
    return web.json_response({"data": list(page), "pagination": {"endCursor": cursor, "hasNextPage": has_more}})


def _limit(request: web.Request, most: int) -> int:
    limit = request.query.get("limit", str(most))
    if not (limit.isdigit() and 1 <= int(limit) <= most):
        raise Bad(f"limit must be between 1 and {most}.")
    return int(limit)


def _window(request: web.Request) -> tuple[datetime, datetime]:
    try:
        begin, end = (datetime.fromisoformat(request.query[name]) for name in ("startTime", "endTime"))
    except (KeyError, ValueError):
        raise Bad("startTime and endTime must be RFC 3339 timestamps.") from None
    if end < begin:
        raise Bad("endTime must be after startTime.")
    return begin, end


def _overlaps(log: Mapping[str, Any], begin: datetime, end: datetime) -> bool:
    ended = log.get("logEndTime")
    return datetime.fromisoformat(log["logStartTime"]) < end and (not ended or datetime.fromisoformat(ended) > begin)


def _cursor(position: int) -> str:
    return base64.b64encode(f"at-{position}".encode()).decode()


def _position(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("at-"))
    except ValueError:
        raise Bad("Invalid value for after.") from None
