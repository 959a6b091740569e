"""The routes of analytics."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response

from gladhand.api.telematics.analytics.schemas import FleetFilters, GrowthFilters, ResourceCount, TimeSeriesDataPoint
from gladhand.auth.who import PartnerCaller, allow
from gladhand.core import clock
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.core.responses import JSON
from gladhand.records.analytics import queries
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE

router = APIRouter(
    prefix="/v2/telematics/analytics", tags=["analytics"], responses=errors(501), route_class=ContractRoute
)

ReadingCaller = Annotated[PartnerCaller, allow("telematics:read")]


@router.get(
    "/overview",
    response_model=ResourceCount,
    operation_id="get_analytics_overview",
    summary="Count fleets, vehicles, drivers and trailers",
)
async def get_overview(who: ReadingCaller, db: Reader, wanted: Annotated[FleetFilters, Query()]) -> Response:
    """What the fleets that share with you have now."""
    return JSON(await queries.count_assets(db, who.partner_id, wanted.narrowed()))


@router.get(
    "/fleets/time-series",
    response_model=list[TimeSeriesDataPoint],
    operation_id="get_fleet_growth_metrics",
    summary="Growth of fleets",
)
async def get_fleet_growth(who: ReadingCaller, db: Reader, wanted: Annotated[GrowthFilters, Query()]) -> Response:
    """How many fleets began to share on each day until today."""
    today = clock.now().date()
    since = today - timedelta(days=wanted.period_days)
    return JSON(await queries.list_fleet_growth(db, who.partner_id, wanted.narrowed(), since=since, until=today))


def _add_growth(path: str, noun: str, resource: Resource) -> None:
    @router.get(
        f"/{path}/time-series",
        response_model=list[TimeSeriesDataPoint],
        operation_id=f"get_{noun}_growth_metrics",
        summary=f"Growth of {path}",
        description=f"How many {path} were first seen on each day until today.",
    )
    async def get_growth(who: ReadingCaller, db: Reader, wanted: Annotated[GrowthFilters, Query()]) -> Response:
        today = clock.now().date()
        since = today - timedelta(days=wanted.period_days)
        found = await queries.list_growth(db, who.partner_id, resource, wanted.narrowed(), since=since, until=today)
        return JSON(found)


_add_growth("vehicles", "vehicle", VEHICLE)
_add_growth("drivers", "driver", USER)
_add_growth("trailers", "trailer", TRAILER)
