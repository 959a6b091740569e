"""`/v2/integrations/connections/…/schedules/…/executions`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from gladhand.auth.access import AdminCaller, PartnerCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.core.keyset import KeysetPage
from gladhand.core.pages import CursorPage, Paging
from gladhand.core.responses import JSON
from gladhand.integrations.executions import queries
from gladhand.integrations.path_parameters import ConnectionId, ScheduleId
from gladhand.integrations.schedules.queries import get_fleet_of, get_schedule
from gladhand.integrations.schedules.schemas import ExecutionRead

router = APIRouter(
    prefix="/v2/integrations/connections", tags=["schedules"], responses=errors(504), route_class=ContractRoute
)

Reading = Annotated[PartnerCaller | AdminCaller, allow("execution:read", kinds=(PartnerCaller, AdminCaller))]


@router.get(
    "/{connection_id:uuid}/schedules/{schedule_id:uuid}/executions",
    response_model=CursorPage[ExecutionRead],
    operation_id="list_executions",
    summary="List executions",
)
async def list_executions(
    caller: Reading, db: Reader, connection_id: ConnectionId, schedule_id: ScheduleId, only: Annotated[Paging, Query()]
) -> Response:
    """The runs of a schedule in the last seven days, oldest first."""
    fleet_id = await get_fleet_of(db, caller, connection_id)
    # It raises `NotFound` for a schedule that the caller may not see.
    await get_schedule(db, caller, fleet_id, connection_id, schedule_id)
    cursor = queries.ORDER.decode(only.cursor)
    rows = await queries.list_executions(db, fleet_id, schedule_id, cursor=cursor, size=only.size)
    return JSON(KeysetPage.cut(rows, cursor=cursor, size=only.size).render())
