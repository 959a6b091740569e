"""/v2/orgs/fleets: the fleets that share with the caller."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.who import FleetCaller, PartnerCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import CursorText, Keys, Reader, Size
from gladhand.core.error_schemas import errors
from gladhand.core.keyset import DEFAULT_SIZE, KeysetPage
from gladhand.core.pages import CountedPage
from gladhand.core.problems import NotFound
from gladhand.core.responses import JSON
from gladhand.orgs.fleets import queries
from gladhand.orgs.fleets.schemas import FleetRead
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/orgs/fleets", tags=["fleets"], responses=errors(), route_class=ContractRoute)


@router.get("", response_model=CountedPage[FleetRead], operation_id="list_fleets", summary="List fleets")
async def list_fleets(
    who: Annotated[PartnerCaller, allow("fleet:read")],
    db: Reader,
    keyring: Keys,
    fleet_refs: Annotated[
        list[Text] | None, Query(max_length=100, description="Only fleets with one of these references; repeat it")
    ] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The fleets that have an active share agreement with the partner, in the order in which they came to it."""
    start = queries.ORDER.decode(cursor)
    rows = await queries.list_fleets(
        db, who.partner_id, fleet_refs=fleet_refs, cursor=start, size=size, keyring=keyring
    )
    total = await queries.count_fleets(db, who.partner_id, fleet_refs)
    return JSON(KeysetPage.cut(rows, cursor=start, size=size, total=total).render())


@router.get("/{fleet_id:uuid}", response_model=FleetRead, operation_id="get_fleet", summary="Get a fleet")
async def get_fleet(
    fleet_id: UUID,
    who: Annotated[PartnerCaller | FleetCaller, allow("fleet:read", kinds=(PartnerCaller, FleetCaller))],
    db: Reader,
    keyring: Keys,
) -> Response:
    """One fleet that shares with the partner; a fleet sees itself."""
    if isinstance(who, PartnerCaller):
        return JSON(await queries.get_fleet(db, who.partner_id, fleet_id, keyring=keyring))
    if fleet_id != who.fleet_id:
        raise NotFound.of("fleet")
    return JSON(await queries.get_own_fleet(db, fleet_id))
