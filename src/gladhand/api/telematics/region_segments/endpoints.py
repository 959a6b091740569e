"""`/v2/telematics/vehicle-region-segments`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.api.telematics.lists import ReadingCaller
from gladhand.api.telematics.region_segments.derived import list_segments
from gladhand.api.telematics.region_segments.schemas import RegionSegmentQuery, VehicleRegionSegmentRead
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.core.keyset import Cursor, KeysetPage, parse_moment
from gladhand.core.pages import CountedPage
from gladhand.core.responses import JSON
from gladhand.records.segment_queries import SegmentFilter

router = APIRouter(prefix="/v2/telematics", responses=errors(501), route_class=ContractRoute)

# The last one is the number of all segments.
_KEYS = (UUID, UUID, parse_moment, int)


@router.get(
    "/vehicle-region-segments",
    response_model=CountedPage[VehicleRegionSegmentRead],
    operation_id="list_vehicle_region_segments",
    summary="List region segments of vehicles",
    tags=["vehicle-region-segments"],
)
async def list_vehicle_region_segments(
    caller: ReadingCaller, db: Reader, query: Annotated[RegionSegmentQuery, Query()]
) -> Response:
    """Where vehicles were on one day: a segment for each stay in a state or province, from the vehicles' positions.

    The segments are derived when you ask, so late positions are included. The regions come from the providers'
    addresses. Positions of a provider without addresses form one segment without a region.
    """
    cursor = Cursor.decode(query.cursor, _KEYS)
    only = SegmentFilter(query.fleet_ids, query.fleet_refs, query.connection_id, query.vehicle_ids)
    day, is_merged = query.processing_date, query.group_by is not None
    rows, total = await list_segments(
        db, caller.partner_id, only, day=day, is_merged=is_merged, cursor=cursor, size=query.size
    )
    return JSON(KeysetPage.cut(rows, cursor=cursor, size=query.size, total=total).render())
