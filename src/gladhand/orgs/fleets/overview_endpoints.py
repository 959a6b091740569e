"""/v2/orgs/overview/fleets: all fleets. For the operator; not in the contract."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.access import AdminCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import CursorText, Reader, Size
from gladhand.core.error_schemas import errors
from gladhand.core.keyset import DEFAULT_SIZE, KeysetPage
from gladhand.core.pages import CursorPage, rendered_lines
from gladhand.core.responses import JSON
from gladhand.orgs.fleets.overview_queries import ORDER, list_all_fleets
from gladhand.orgs.fleets.schemas import FleetOverviewRead
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/orgs/overview/fleets", tags=["overview"], responses=errors(), route_class=ContractRoute)


@router.get(
    "",
    response_model=CursorPage[FleetOverviewRead],
    operation_id="list_fleets_of_all_partners",
    summary="List all fleets",
)
async def list_fleets_of_all_partners(
    caller: Annotated[AdminCaller, allow("fleet:read", kinds=(AdminCaller,))],  # noqa: ARG001 - the operator sees all
    db: Reader,
    partner_id: Annotated[UUID | None, Query(description="Only fleets that share with this partner now")] = None,
    name: Annotated[Text | None, Query(description="Only fleets with this in their name or slug")] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The newest first, deleted ones too, with the partners that each shares with now. Administrators only."""
    start = ORDER.decode(cursor)
    lines = await list_all_fleets(db, partner_id=partner_id, name=name, cursor=start, size=size)
    return JSON(KeysetPage.cut(rendered_lines(lines, FleetOverviewRead), cursor=start, size=size).render())
