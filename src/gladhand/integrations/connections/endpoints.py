"""`/v2/integrations/connections`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from gladhand.auth.access import FleetCaller, PartnerCaller, allow
from gladhand.core.dependencies import Reader, Transaction
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.keyed import apart
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.keyset import KeysetPage
from gladhand.core.pages import CursorPage
from gladhand.core.proxies import client_address
from gladhand.core.responses import JSON
from gladhand.integrations.connections import checks, queries, service
from gladhand.integrations.connections.schemas import (
    ConnectionCreate,
    ConnectionFilters,
    ConnectionRead,
    ConnectionUpdate,
)
from gladhand.integrations.dependencies import Gateway
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.path_parameters import ConnectionId

router = APIRouter(
    prefix="/v2/integrations/connections", tags=["connections"], responses=errors(504), route_class=KeyedRoute
)

_READERS = (PartnerCaller, FleetCaller)
ReadingCaller = Annotated[PartnerCaller | FleetCaller, allow("connection:read", kinds=_READERS)]


@router.get("", response_model=CursorPage[ConnectionRead], operation_id="list_connections", summary="List connections")
async def list_connections(
    caller: ReadingCaller, db: Reader, filters: Annotated[ConnectionFilters, Query()]
) -> Response:
    """The connections of the fleets that share with you; for a fleet, its own. Secrets are shown as stars."""
    cursor = queries.ORDER.decode(filters.cursor)
    rows = await queries.list_connections(
        db,
        caller,
        tsp_id=filters.tsp_id,
        fleet_ids=filters.fleet_ids,
        fleet_refs=filters.fleet_refs,
        cursor=cursor,
        size=filters.size,
    )
    return JSON(KeysetPage.cut(rows, cursor=cursor, size=filters.size).render())


@router.post(
    "",
    response_model=ConnectionRead,
    operation_id="create_connection",
    summary="Create a connection",
    openapi_extra={"x-hidden": True},
)
async def create_connection(
    caller: Annotated[FleetCaller, allow("connection:create", kinds=(FleetCaller,))],
    body: ConnectionCreate,
    gateway: Gateway,
    request: Request,
) -> Response:
    """Connect one of your provider accounts. Fleets only.

    The credentials are checked at the provider first. If the provider refuses them, nothing is stored. Connecting the
    same account again repairs its connection and returns it. After several refusals, further tries are answered with
    429 and not sent, so that the provider does not lock the account.
    """
    # No transaction is open while the provider is called.
    keyed = apart()
    connection_id = keyed.subject if keyed is not None else None
    if connection_id is None:
        if keyed is not None:
            await keyed.reserve(checks.longest_seconds(gateway))
        created = await service.create(
            gateway,
            caller.fleet_id,
            body.tsp_id,
            credentials=body.credentials,
            address=client_address(request.scope),
            description=body.description,
            is_funnel_step=True,
            on_stored=keyed.accept if keyed is not None else None,
        )
        connection_id = created.id
    return await _answer(gateway, caller, connection_id)


@router.get(
    "/{connection_id:uuid}", response_model=ConnectionRead, operation_id="get_connection", summary="Get a connection"
)
async def get_connection(caller: ReadingCaller, db: Reader, connection_id: ConnectionId) -> Response:
    """One connection. Secrets are shown as stars."""
    return JSON(await queries.get_connection(db, caller, connection_id))


@router.patch(
    "/{connection_id:uuid}",
    response_model=ConnectionRead,
    operation_id="update_connection",
    summary="Change a connection",
    openapi_extra={"x-hidden": True},
)
async def update_connection(
    caller: Annotated[FleetCaller, allow("connection:update", kinds=(FleetCaller,))],
    connection_id: ConnectionId,
    body: ConnectionUpdate,
    gateway: Gateway,
    request: Request,
) -> Response:
    """Sign in again, pause, resume, cancel or describe one of your connections. Fleets only.

    Before a connection goes on, its login is tried. Accepted writes wait while the connection is paused or stale, and
    fail once it is cancelled.
    """
    await service.update(gateway, caller.fleet_id, connection_id, changes=body, address=client_address(request.scope))
    return await _answer(gateway, caller, connection_id)


@router.delete(
    "/{connection_id:uuid}",
    status_code=204,
    operation_id="delete_connection",
    summary="Delete a connection",
    openapi_extra={"x-hidden": True},
)
async def delete_connection(
    caller: Annotated[FleetCaller, allow("connection:delete", kinds=(FleetCaller,))],
    connection_id: ConnectionId,
    db: Transaction,
) -> None:
    """Disconnect one of your provider accounts. Fleets only.

    Its credentials are deleted at once. Its records stay readable; waiting writes fail.
    """
    await service.delete(db, caller.fleet_id, connection_id)


async def _answer(gateway: ProviderGateway, caller: FleetCaller, connection_id: UUID) -> JSON:
    """The connection after a change. Raises `NotFound` if another request has deleted it meanwhile."""
    async with gateway.database.connection() as db:
        return JSON(await queries.get_connection(db, caller, connection_id))
