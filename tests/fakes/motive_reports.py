"""What else Motive's accounts read: events, faults, purchases, reports for taxes, driving periods, reefers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from aiohttp import web
from tests.fakes.motive_readings import COMPANY_ZONE, BadMotiveQuery, driver, listed, moment, text, utc_day, within


class Reports:
    """Everything of one company that is no position and no hour of service."""

    def __init__(self) -> None:
        self.performance: list[dict[str, Any]] = []
        self.speeding: list[dict[str, Any]] = []
        self.idling: list[dict[str, Any]] = []
        self.faults: list[dict[str, Any]] = []
        self.purchases: list[dict[str, Any]] = []
        self.distances: dict[str, list[dict[str, Any]]] = {}
        self.periods: list[dict[str, Any]] = []
        self.reefers: list[dict[str, Any]] = []

    def add_routes(self, app: web.Application) -> None:
        add = app.router.add_get
        add("/v2/driver_performance_events", self.list_performance)
        add("/v1/speeding_events", self.list_speeding)
        add("/v1/idle_events", self.list_idling)
        add("/v1/fault_codes", self.list_faults)
        add("/v1/fuel_purchases", self.list_purchases)
        add("/v1/ifta/summary", self.list_distances)
        add("/v1/driving_periods", self.list_periods)
        add("/v1/reefer_activity_data", self.list_reefers)

    async def list_performance(self, request: web.Request) -> web.Response:
        rows = within(request, self.performance, utc_day("start_time"))
        return listed(request, "driver_performance_events", "driver_performance_event", rows)

    async def list_speeding(self, request: web.Request) -> web.Response:
        return listed(
            request, "speeding_events", "speeding_event", within(request, self.speeding, utc_day("start_time"))
        )

    async def list_idling(self, request: web.Request) -> web.Response:
        rows = within(request, self.idling, _company_day)
        return listed(request, "idle_events", "idle_event", rows)

    async def list_faults(self, request: web.Request) -> web.Response:
        return listed(request, "fault_codes", "fault_code", self.faults)

    async def list_purchases(self, request: web.Request) -> web.Response:
        rows = within(request, self.purchases, utc_day("purchased_at"))
        return listed(request, "fuel_purchases", "fuel_purchase", rows)

    async def list_distances(self, request: web.Request) -> web.Response:
        first, last = (date.fromisoformat(request.query[name]) for name in ("start_date", "end_date"))
        if (
            first.day != 1
            or (last + timedelta(days=1)).day != 1
            or (first.year, first.month) != (last.year, last.month)
        ):
            raise BadMotiveQuery("A summary is for one month")
        return listed(request, "ifta_trips", "ifta_trip", self.distances.get(f"{first:%Y-%m}", []))

    async def list_periods(self, request: web.Request) -> web.Response:
        rows = within(request, self.periods, utc_day("start_time"), longest=timedelta(days=30))
        return listed(request, "driving_periods", "driving_period", rows)

    async def list_reefers(self, request: web.Request) -> web.Response:
        wanted, since = request.query.get("asset_ids", "").split(","), moment(request, "updated_after")
        if len(wanted) > 100:
            raise BadMotiveQuery("asset_ids has more than 100 ids")
        found = [row for row in self.reefers if str(row["id"]) in wanted]
        rows = [row for row in found if datetime.fromisoformat(row["location"]["located_at"]) > since]
        return listed(request, "assets", "asset", rows)

    def drive(self, vehicles: Sequence[Mapping[str, Any]], assets: Sequence[Mapping[str, Any]], now: datetime) -> None:
        """What trucks with a driver and a trailer each leave behind."""
        now = now.replace(microsecond=0)
        for number, (vehicle, asset) in enumerate(zip(vehicles, assets, strict=True), 1):
            whose = {
                "driver": driver(number),
                "vehicle": {"id": vehicle["id"], "metric_units": vehicle["metric_units"]},
            }
            self._events(number, whose, now)
            self._papers(number, whose, now)
            here = {"lat": 39.9, "lon": -89.1, "located_at": text(now - timedelta(minutes=5))}
            zones = [{"zone_number": 1, "status": "cool", "setpoint_deg_c": -18.0}]
            sensors = {"power_state": "on", "control_mode": "continuous", "zones": zones}
            self.reefers.append({"id": asset["id"], "type": "reefer", "location": here, "sensors": sensors})

    def _events(self, number: int, whose: Mapping[str, Any], now: datetime) -> None:
        began, ended = text(now - timedelta(hours=number)), text(now - timedelta(hours=number) + timedelta(seconds=69))
        span = {"start_time": began, "end_time": ended}
        braked = {"id": 690000 + number, "type": "hard_brake", "acceleration": "-0.52", "location": "Springfield, IL"}
        self.performance.append({**braked, **span, **whose})
        fast = {"max_vehicle_speed": 129.0, "max_posted_speed_limit_in_kph": 105.0, "status": "valid"}
        self.speeding.append({"id": 691000 + number, **fast, **span, **whose})
        self.idling.append({"id": 692000 + number, "end_type": "vehicle_moving", **span, **whose})
        self.periods.append({"id": 696000 + number, "status": "complete", **span, **whose})
        # Nobody has signed in.
        later = {"start_time": text(now - timedelta(minutes=number))}
        self.periods.append({"id": 697000 + number, "status": "in_progress", **later, **whose, "driver": None})

    def _papers(self, number: int, whose: Mapping[str, Any], now: datetime) -> None:
        fault = {"id": 693000 + number, "code": "3226", "fmi": 10, "status": "open", "type": "constant"}
        self.faults.append({**fault, "first_observed_at": text(now - timedelta(hours=number)), **whose})
        bought = {"id": 694000 + number, "purchased_at": text(now - timedelta(hours=number)), "currency": "USD"}
        self.purchases.append({**bought, "fuel": 82.0, "fuel_unit": "gallons", "total_cost": 402.15, **whose})
        trip = {"jurisdiction": "IL", "distance": 748.2, "vehicle": whose["vehicle"]}
        for age in (0, 31):
            self.distances.setdefault(f"{now - timedelta(days=age):%Y-%m}", []).append(trip)


def _company_day(row: Mapping[str, Any]) -> date:
    return datetime.fromisoformat(row["start_time"]).astimezone(COMPANY_ZONE).date()
