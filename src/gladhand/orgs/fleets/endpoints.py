"""/v2/orgs/fleets: the fleets that share with the caller."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.who import FleetCaller, PartnerCaller, allow
from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.core.pages import CountedPage, CursorText, Size
from gladhand.core.paging import DEFAULT_SIZE, Cursor, Page
from gladhand.core.responses import JSON
from gladhand.orgs.fleets import queries
from gladhand.orgs.fleets.problems import FleetNotFound
from gladhand.orgs.fleets.schemas import FleetRead
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/orgs/fleets", tags=["fleets"], responses=errors())


@router.get("", response_model=CountedPage[FleetRead], operation_id="list_fleets", summary="List fleets")
async def list_fleets(
    who: Annotated[PartnerCaller, allow("fleet:read")],
    connection: Reader,
    fleet_refs: Annotated[
        list[Text] | None, Query(max_length=100, description="Only fleets with one of these references; repeat it")
    ] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The fleets that have an active share agreement with the partner, in the order in which they came to it."""
    place = Cursor.decode(cursor)
    rows = await queries.page(connection, who.partner_id, fleet_refs, place, size)
    total = await queries.total(connection, who.partner_id, fleet_refs)
    return JSON(Page.cut(rows, cursor=place, size=size, total=total).render())


@router.get("/{fleet_id}", response_model=FleetRead, operation_id="get_fleet", summary="Get a fleet")
async def get_fleet(
    fleet_id: UUID,
    who: Annotated[PartnerCaller | FleetCaller, allow("fleet:read", kinds=(PartnerCaller, FleetCaller))],
    connection: Reader,
) -> Response:
    """One fleet that shares with the partner; a fleet sees itself."""
    if isinstance(who, PartnerCaller):
        found = await queries.read(connection, who.partner_id, fleet_id)
    else:
        found = await queries.read_itself(connection, fleet_id) if fleet_id == who.fleet_id else None
    if found is None:
        raise FleetNotFound
    return JSON(found)
