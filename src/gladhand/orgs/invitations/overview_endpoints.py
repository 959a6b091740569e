"""/v2/orgs/overview/invitations: invitations of all partners. For the operator; not in the contract."""

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
from gladhand.orgs.invitations.overview_queries import ORDER, list_all_invitations
from gladhand.orgs.invitations.schemas import InvitationOverviewRead, InvitationStatusEnum
from gladhand.resources.text import Text

router = APIRouter(
    prefix="/v2/orgs/overview/invitations", tags=["overview"], responses=errors(), route_class=ContractRoute
)


@router.get(
    "",
    response_model=CursorPage[InvitationOverviewRead],
    operation_id="list_invitations_of_all_partners",
    summary="List invitations of all partners",
)
async def list_invitations_of_all_partners(
    caller: Annotated[AdminCaller, allow("invitation:read", kinds=(AdminCaller,))],  # noqa: ARG001 - the operator sees all
    db: Reader,
    partner_id: Annotated[UUID | None, Query(description="Only invitations by this partner")] = None,
    invitation_status: Annotated[InvitationStatusEnum | None, Query(description="Only those in this state")] = None,
    fleet_ref: Annotated[Text | None, Query(description="Only those of this reference")] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The newest first. Administrators only. Ids and links are not shown, because they open Connect."""
    start = ORDER.decode(cursor)
    lines = await list_all_invitations(
        db, partner_id=partner_id, status=invitation_status, fleet_ref=fleet_ref, cursor=start, size=size
    )
    return JSON(KeysetPage.cut(rendered_lines(lines, InvitationOverviewRead), cursor=start, size=size).render())
