"""The routes of analytics."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.api.telematics.analytics.schemas import (
    DriverSummaryQuery,
    FleetSummaryQuery,
    GrowthQuery,
    ReportQuery,
    ResourceCount,
    TimeSeriesDataPoint,
    TrailerQuery,
    VehicleLiveQuery,
    VehicleSummaryQuery,
    fleet_filter,
)
from gladhand.api.telematics.list_parameters import FleetFilters, SortOrderEnum
from gladhand.api.telematics.lists import ReadingCaller
from gladhand.api.telematics.sorting import SortedCursor, sort_field
from gladhand.auth.access import PartnerCaller
from gladhand.core import clock
from gladhand.core.contract_route import ContractRoute
from gladhand.core.db import Db
from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.core.pages import CountedPage
from gladhand.core.responses import JSON
from gladhand.records.analytics import fleet_queries, queries, report_queries, summary_queries
from gladhand.records.analytics.models import FleetSummary
from gladhand.records.analytics.report_queries import ReportFilter
from gladhand.records.analytics.summary_queries import Report
from gladhand.records.columns import DEFAULT_SORT
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE

router = APIRouter(
    prefix="/v2/telematics/analytics", tags=["analytics"], responses=errors(501), route_class=ContractRoute
)


@router.get(
    "/overview",
    response_model=ResourceCount,
    operation_id="get_analytics_overview",
    summary="Count fleets, vehicles, drivers and trailers",
)
async def get_overview(caller: ReadingCaller, db: Reader, query: Annotated[FleetFilters, Query()]) -> Response:
    """What the fleets that share with you have now."""
    return JSON(await queries.count_assets(db, caller.partner_id, fleet_filter(query)))


@router.get(
    "/fleets",
    response_model=CountedPage[FleetSummary],
    operation_id="list_fleet_summaries",
    summary="List summaries of fleets",
)
async def list_fleets(caller: ReadingCaller, db: Reader, query: Annotated[FleetSummaryQuery, Query()]) -> Response:
    """Each fleet with the number of its connections, drivers and vehicles."""
    sort_by = sort_field(query.sort_by, fleet_queries.SORT_NAMES, fleet_queries.DEFAULT_SORT)
    cursor = SortedCursor(query.cursor, sort_by, *fleet_queries.parsers(sort_by))
    rows = await fleet_queries.list_fleets(
        db,
        caller.partner_id,
        fleet_filter(query),
        sort_by=sort_by,
        cursor=cursor.of_query,
        size=query.size,
        descending=query.sort_order is SortOrderEnum.DESC,
    )
    total = await fleet_queries.count_fleets(db, caller.partner_id, fleet_filter(query))
    return JSON(cursor.page(rows, query.size, total))


@router.get(
    "/fleets/time-series",
    response_model=list[TimeSeriesDataPoint],
    operation_id="get_fleet_growth_metrics",
    summary="Growth of fleets",
)
async def get_fleet_growth(caller: ReadingCaller, db: Reader, query: Annotated[GrowthQuery, Query()]) -> Response:
    """How many fleets began to share on each day until today."""
    today = clock.now().date()
    since = today - timedelta(days=query.period_days)
    return JSON(await queries.list_fleet_growth(db, caller.partner_id, fleet_filter(query), since=since, until=today))


def _add_growth(path: str, noun: str, resource: Resource) -> None:
    @router.get(
        f"/{path}/time-series",
        response_model=list[TimeSeriesDataPoint],
        operation_id=f"get_{noun}_growth_metrics",
        summary=f"Growth of {path}",
        description=f"How many {path} were first seen on each day until today.",
    )
    async def get_growth(caller: ReadingCaller, db: Reader, query: Annotated[GrowthQuery, Query()]) -> Response:
        today = clock.now().date()
        since = today - timedelta(days=query.period_days)
        found = await queries.list_growth(
            db, caller.partner_id, resource, fleet_filter(query), since=since, until=today
        )
        return JSON(found)


_add_growth("vehicles", "vehicle", VEHICLE)
_add_growth("drivers", "driver", USER)
_add_growth("trailers", "trailer", TRAILER)


def _add_report(path: str, operation: str, report: Report, filters: type[ReportQuery], *, about: str) -> None:
    @router.get(
        f"/{path}",
        response_model=CountedPage[report.model],  # type: ignore[name-defined]  # known when the route is made
        operation_id=operation,
        summary=f"List {operation.removeprefix('list_').replace('_', ' ')}",
        description=about,
    )
    async def list_rows(
        caller: ReadingCaller,
        db: Reader,
        query: Annotated[filters, Query()],  # type: ignore[valid-type]  # each list has its own parameters
    ) -> Response:
        return JSON(await _page(db, caller, report, query))


async def _page(db: Db, caller: PartnerCaller, report: Report, query: ReportQuery) -> bytes:
    sort_by = sort_field(query.sort_by, report.sort_names, DEFAULT_SORT)
    cursor = SortedCursor(query.cursor, sort_by, report.sort_key(sort_by).parse, UUID)
    given = {name: getattr(query, name) for name in report.filters}
    filters = ReportFilter(fleet_filter(query), {name: values for name, values in given.items() if values is not None})
    rows = await report_queries.list_rows(
        db,
        caller.partner_id,
        report,
        filters=filters,
        sort_by=sort_by,
        cursor=cursor.of_query,
        size=query.size,
        descending=query.sort_order is SortOrderEnum.DESC,
    )
    return cursor.page(rows, query.size, await report_queries.count_rows(db, caller.partner_id, report, filters))


_add_report(
    "vehicles",
    "list_vehicle_summaries",
    summary_queries.VEHICLE_SUMMARIES,
    VehicleSummaryQuery,
    about="Each vehicle with what it reported last.",
)
_add_report(
    "vehicles/live-locations",
    "list_vehicle_live_locations",
    summary_queries.VEHICLE_LIVE_LOCATIONS,
    VehicleLiveQuery,
    about="Where each vehicle is now, and who drives it. Vehicles without a position are left out.",
)
_add_report(
    "drivers",
    "list_driver_summaries",
    summary_queries.DRIVER_SUMMARIES,
    DriverSummaryQuery,
    about="Each driver with the number of safety events and violations of the last 30 days.",
)
_add_report(
    "trailers",
    "list_trailer_summaries",
    summary_queries.TRAILER_SUMMARIES,
    TrailerQuery,
    about="Each trailer with its last position.",
)
_add_report(
    "trailers/live-locations",
    "list_trailer_live_locations",
    summary_queries.TRAILER_LIVE_LOCATIONS,
    TrailerQuery,
    about="Where each trailer is now, and which vehicle pulls it. Trailers without a position are left out.",
)
