"""`/v2/integrations/connections/…/schedules`, and the freshness of data."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from gladhand.auth.access import AdminCaller, FleetCaller, PartnerCaller, allow
from gladhand.core.dependencies import Reader, Transaction
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.keyset import KeysetPage
from gladhand.core.pages import CursorPage
from gladhand.core.responses import JSON
from gladhand.integrations.path_parameters import ConnectionId, ScheduleId
from gladhand.integrations.schedules import freshness_queries, queries, service
from gladhand.integrations.schedules.schemas import (
    DataFreshness,
    FreshnessFilters,
    ScheduleBackfillRequest,
    ScheduleBackfillResponse,
    ScheduleCreate,
    ScheduleFilters,
    ScheduleRead,
    ScheduleUpdate,
)

router = APIRouter(
    prefix="/v2/integrations/connections", tags=["schedules"], responses=errors(504), route_class=KeyedRoute
)

Reading = Annotated[PartnerCaller | AdminCaller, allow("schedule:read", kinds=(PartnerCaller, AdminCaller))]
Creating = Annotated[AdminCaller, allow("schedule:create", kinds=(AdminCaller,))]
Changing = Annotated[AdminCaller, allow("schedule:update", kinds=(AdminCaller,))]
Deleting = Annotated[AdminCaller, allow("schedule:delete", kinds=(AdminCaller,))]
ReadingFreshness = Annotated[PartnerCaller | FleetCaller, allow("connection:read", kinds=(PartnerCaller, FleetCaller))]
_HIDDEN = {"x-hidden": True}


@router.get(
    "/data-freshness",
    response_model=list[DataFreshness],
    operation_id="get_data_freshness",
    summary="Get the freshness of data",
)
async def get_data_freshness(
    caller: ReadingFreshness, db: Reader, only: Annotated[FreshnessFilters, Query()]
) -> Response:
    """When each resource of each connection was last read, and when it will be read next.

    `last_successful_execution_at` says how fresh the records are; null means that nothing was read yet.
    """
    listed = await freshness_queries.list_freshness(db, caller, fleet_ids=only.fleet_ids, fleet_refs=only.fleet_refs)
    return JSON(f"[{','.join(listed)}]")


@router.post(
    "/schedules/backfill",
    operation_id="backfill_schedules",
    summary="Add missing schedules",
    openapi_extra=_HIDDEN,
)
async def backfill_schedules(
    caller: Creating,  # noqa: ARG001 - the operator may change all
    db: Transaction,
    body: ScheduleBackfillRequest,
) -> ScheduleBackfillResponse:
    """Add the schedule of a resource to each connection that never had one and whose agreements cover it.

    Administrators only. Schedules that exist stay as they are, deleted ones included. Either all are added or none.
    """
    return ScheduleBackfillResponse(connection_ids=await service.backfill(db, body))


@router.get(
    "/{connection_id:uuid}/schedules",
    response_model=CursorPage[ScheduleRead],
    operation_id="list_schedules",
    summary="List schedules",
)
async def list_schedules(
    caller: Reading, db: Reader, connection_id: ConnectionId, only: Annotated[ScheduleFilters, Query()]
) -> Response:
    """The schedules of a connection, oldest first: one for each resource that is read and shared with you."""
    fleet_id = await queries.get_fleet_of(db, caller, connection_id)
    cursor = queries.ORDER.decode(only.cursor)
    rows = await queries.list_schedules(
        db, caller, fleet_id, connection_id, resource=only.resource, cursor=cursor, size=only.size
    )
    return JSON(KeysetPage.cut(rows, cursor=cursor, size=only.size).render())


@router.post(
    "/{connection_id:uuid}/schedules",
    response_model=ScheduleRead,
    operation_id="create_schedule",
    summary="Create a schedule",
    openapi_extra=_HIDDEN,
)
async def create_schedule(
    caller: Creating, db: Transaction, connection_id: ConnectionId, body: ScheduleCreate
) -> Response:
    """Read one more resource of a connection. Administrators only; the server creates most schedules itself."""
    fleet_id = await queries.get_fleet_of(db, caller, connection_id)
    schedule_id = await service.create(db, fleet_id, connection_id, body)
    return JSON(await queries.get_schedule(db, caller, fleet_id, connection_id, schedule_id))


@router.post(
    "/{connection_id:uuid}/schedules/activate-schedules",
    response_model=list[ScheduleRead],
    operation_id="activate_schedules",
    summary="Activate all schedules of a connection",
    openapi_extra=_HIDDEN,
)
async def activate_schedules(caller: Changing, db: Transaction, connection_id: ConnectionId) -> Response:
    """Activate every paused or inactive schedule of the connection. Administrators only. Lists these schedules."""
    fleet_id = await queries.get_fleet_of(db, caller, connection_id)
    activated = await service.activate_all(db, fleet_id, connection_id)
    listed = [await queries.get_schedule(db, caller, fleet_id, connection_id, each) for each in activated]
    return JSON(f"[{','.join(listed)}]")


@router.get(
    "/{connection_id:uuid}/schedules/{schedule_id:uuid}",
    response_model=ScheduleRead,
    operation_id="get_schedule",
    summary="Get a schedule",
)
async def get_schedule(caller: Reading, db: Reader, connection_id: ConnectionId, schedule_id: ScheduleId) -> Response:
    """One schedule."""
    fleet_id = await queries.get_fleet_of(db, caller, connection_id)
    return JSON(await queries.get_schedule(db, caller, fleet_id, connection_id, schedule_id))


@router.patch(
    "/{connection_id:uuid}/schedules/{schedule_id:uuid}",
    response_model=ScheduleRead,
    operation_id="update_schedule",
    summary="Change a schedule",
    openapi_extra=_HIDDEN,
)
async def update_schedule(
    caller: Changing, db: Transaction, connection_id: ConnectionId, schedule_id: ScheduleId, body: ScheduleUpdate
) -> Response:
    """Pause a schedule, change its interval, or set where its next run begins. Administrators only.

    A run that is under way ends with the page that it has stored.
    """
    fleet_id = await queries.get_fleet_of(db, caller, connection_id)
    await service.update(db, fleet_id, connection_id, schedule_id, body)
    return JSON(await queries.get_schedule(db, caller, fleet_id, connection_id, schedule_id))


@router.delete(
    "/{connection_id:uuid}/schedules/{schedule_id:uuid}",
    status_code=204,
    operation_id="delete_schedule",
    summary="Delete a schedule",
    openapi_extra=_HIDDEN,
)
async def delete_schedule(
    caller: Deleting, db: Transaction, connection_id: ConnectionId, schedule_id: ScheduleId
) -> None:
    """Stop reading a resource of a connection. Administrators only. Records that were read stay."""
    fleet_id = await queries.get_fleet_of(db, caller, connection_id)
    await service.delete(db, fleet_id, connection_id, schedule_id)


@router.post(
    "/{connection_id:uuid}/schedules/{schedule_id:uuid}/activate",
    response_model=ScheduleRead,
    operation_id="activate_schedule",
    summary="Activate a schedule",
    openapi_extra=_HIDDEN,
)
async def activate_schedule(
    caller: Changing, db: Transaction, connection_id: ConnectionId, schedule_id: ScheduleId
) -> Response:
    """Activate a paused or inactive schedule. Administrators only. It is read at once."""
    fleet_id = await queries.get_fleet_of(db, caller, connection_id)
    await service.activate(db, fleet_id, connection_id, schedule_id)
    return JSON(await queries.get_schedule(db, caller, fleet_id, connection_id, schedule_id))
