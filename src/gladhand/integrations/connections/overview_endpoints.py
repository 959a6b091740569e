"""`/v2/integrations/overview/connections`: connections of all fleets. For the operator; not in the contract."""

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
from gladhand.integrations.connections.overview_queries import ORDER, list_all_connections
from gladhand.integrations.connections.schemas import ConnectionOverviewRead, ConnectionStatusEnum
from gladhand.resources.enums import TspEnum

router = APIRouter(
    prefix="/v2/integrations/overview/connections", tags=["overview"], responses=errors(), route_class=ContractRoute
)


@router.get(
    "",
    response_model=CursorPage[ConnectionOverviewRead],
    operation_id="list_connections_of_all_fleets",
    summary="List connections of all fleets",
)
async def list_connections_of_all_fleets(
    caller: Annotated[AdminCaller, allow("connection:read", kinds=(AdminCaller,))],  # noqa: ARG001 - the operator sees all
    db: Reader,
    partner_id: Annotated[UUID | None, Query(description="Only those of fleets that share with this partner")] = None,
    connection_status: Annotated[ConnectionStatusEnum | None, Query(description="Only those in this state")] = None,
    source_name: Annotated[TspEnum | None, Query(description="Only those to this provider")] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The newest first, deleted ones too, without credentials. Administrators only."""
    start = ORDER.decode(cursor)
    lines = await list_all_connections(
        db,
        partner_id=partner_id,
        status=connection_status,
        source_name=source_name,
        cursor=start,
        size=size,
    )
    return JSON(KeysetPage.cut(rendered_lines(lines, ConnectionOverviewRead), cursor=start, size=size).render())
