"""`/v2/integrations/connections/…/coverage`, an extension of the contract."""

from typing import Annotated

from fastapi import APIRouter, Query

from gladhand.auth.access import FleetCaller, PartnerCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.integrations.connections.queries import get_visible
from gladhand.integrations.coverage import service
from gladhand.integrations.coverage.schemas import ConnectionCoverage
from gladhand.integrations.path_parameters import ConnectionId

router = APIRouter(
    prefix="/v2/integrations/connections", tags=["connections"], responses=errors(504), route_class=ContractRoute
)

Reading = Annotated[PartnerCaller | FleetCaller, allow("connection:read", kinds=(PartnerCaller, FleetCaller))]
_MOST_DAYS = 45
_DAYS = 28


@router.get(
    "/{connection_id:uuid}/coverage",
    operation_id="get_coverage",
    summary="Get what the records of a connection hold",
)
async def get_coverage(
    caller: Reading,
    db: Reader,
    connection_id: ConnectionId,
    days: Annotated[int, Query(ge=1, le=_MOST_DAYS, description="Days of the window, today included.")] = _DAYS,
) -> ConnectionCoverage:
    """How often each field is really filled, how late records come, and on which days none have come.

    Counters give the numbers of records and the gaps. The newest records of each resource, at most 1,000, give the
    rest.
    """
    connection = await get_visible(db, caller, connection_id)
    return await service.coverage(
        db, connection, caller.partner_id if isinstance(caller, PartnerCaller) else None, days
    )
