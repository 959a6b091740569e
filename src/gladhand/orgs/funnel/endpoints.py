"""/v2/orgs/invitation-funnel: how far fleets come in Connect. Not in the contract."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.access import PartnerCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.core.query_time import QueryTime
from gladhand.core.responses import JSON
from gladhand.core.time_window import requested_window
from gladhand.orgs.funnel import queries
from gladhand.orgs.funnel.schemas import FunnelRead, InvitationFunnelRead

router = APIRouter(
    prefix="/v2/orgs/invitation-funnel", tags=["invitations"], responses=errors(), route_class=ContractRoute
)

_USUAL = timedelta(days=45)
Caller = Annotated[PartnerCaller, allow("invitation:read")]


@router.get("", response_model=FunnelRead, operation_id="get_funnel", summary="Get the funnel of a time")
async def get_funnel(
    caller: Caller,
    db: Reader,
    from_datetime: Annotated[
        QueryTime | None, Query(description="Invitations made since; 45 days before the end if it is left out")
    ] = None,
    to_datetime: Annotated[
        QueryTime | None, Query(description="Invitations made before; now if it is left out")
    ] = None,
) -> Response:
    """How many invitations of a time were opened, accepted and connected, and where the others stopped."""
    window = requested_window(from_datetime, to_datetime, usual=_USUAL)
    return JSON(await queries.get_funnel(db, caller.partner_id, window))


@router.get(
    "/{invitation_id:uuid}",
    response_model=InvitationFunnelRead,
    operation_id="get_invitation_funnel",
    summary="Get the funnel of one invitation",
)
async def get_invitation_funnel(invitation_id: UUID, caller: Caller, db: Reader) -> Response:
    """The steps that the fleet has taken so far."""
    return JSON(await queries.get_invitation_funnel(db, caller.partner_id, invitation_id))
