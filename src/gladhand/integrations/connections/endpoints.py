"""`/v2/integrations/connections`."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query

from gladhand.auth.who import FleetCaller, PartnerCaller, allow
from gladhand.core.db import Database
from gladhand.core.dependencies import Reader, Transaction, provided
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.keyed import apart
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.pages import CursorPage
from gladhand.core.paging import Cursor, Page
from gladhand.core.responses import JSON
from gladhand.integrations.connections import checks, queries, service
from gladhand.integrations.connections.problems import NoSuchConnection
from gladhand.integrations.connections.queries import Filters
from gladhand.integrations.connections.schemas import (
    ConnectionCreate,
    ConnectionFilters,
    ConnectionRead,
    ConnectionUpdate,
)
from gladhand.integrations.gateway import ProviderGateway

router = APIRouter(
    prefix="/v2/integrations/connections", tags=["connections"], responses=errors(504), route_class=KeyedRoute
)

_READERS = (PartnerCaller, FleetCaller)
ReadingCaller = Annotated[PartnerCaller | FleetCaller, allow("connection:read", kinds=_READERS)]


@router.get("", response_model=CursorPage[ConnectionRead], operation_id="list_connections", summary="List connections")
async def list_connections(
    who: ReadingCaller,
    connection: Reader,
    wanted: Annotated[ConnectionFilters, Query()],
) -> Any:
    """The connections of the fleets that share with you; for a fleet, its own. Secrets are shown as stars."""
    place = Cursor.decode(wanted.cursor)
    filters = Filters(wanted.tsp_id, wanted.fleet_ids, wanted.fleet_refs)
    rows = await queries.visible(connection, who, filters, place, wanted.size)
    return JSON(Page.cut(rows, cursor=place, size=wanted.size).render())


@router.post(
    "",
    response_model=ConnectionRead,
    operation_id="create_connection",
    summary="Create a connection",
    openapi_extra={"x-hidden": True},
)
async def create_connection(
    who: Annotated[FleetCaller, allow("connection:create", kinds=(FleetCaller,))],
    body: ConnectionCreate,
    database: Annotated[Database, provided(Database)],
    gateway: Annotated[ProviderGateway, provided(ProviderGateway)],
) -> Any:
    """Connect one of your provider accounts. Fleets only.

    The credentials are tried at the provider first, and nothing is stored if it refuses them. Connecting the same
    account again repairs the connection there is and answers it.
    """
    # The provider is waited for, with no transaction open.
    keyed = apart()
    connection_id = keyed.subject if keyed is not None else None
    if connection_id is None:
        if keyed is not None:
            await keyed.reserve(checks.longest(gateway))
        given: Any = body.credentials
        made = await service.create(
            gateway,
            who.fleet_id,
            body.tsp_id,
            credentials=given,
            description=body.description,
            accepted=keyed.accept if keyed is not None else None,
        )
        connection_id = made.id
    async with database.connection() as db:
        found = await queries.shown(db, who, connection_id)
    if found is None:
        # Deleted since.
        raise NoSuchConnection
    return JSON(found)


@router.get(
    "/{connection_id}", response_model=ConnectionRead, operation_id="get_connection", summary="Get a connection"
)
async def get_connection(
    who: ReadingCaller, connection: Reader, connection_id: Annotated[UUID, Path(description="Id of the connection.")]
) -> Any:
    """One connection. Secrets are shown as stars."""
    found = await queries.shown(connection, who, connection_id)
    if found is None:
        raise NoSuchConnection
    return JSON(found)


@router.patch(
    "/{connection_id}",
    response_model=ConnectionRead,
    operation_id="update_connection",
    summary="Change a connection",
    openapi_extra={"x-hidden": True},
)
async def update_connection(
    who: Annotated[FleetCaller, allow("connection:update", kinds=(FleetCaller,))],
    connection_id: Annotated[UUID, Path(description="Id of the connection.")],
    body: ConnectionUpdate,
    database: Annotated[Database, provided(Database)],
    gateway: Annotated[ProviderGateway, provided(ProviderGateway)],
) -> Any:
    """Sign in anew, pause, go on, cancel, or describe one of your connections. Fleets only.

    While it is paused or stale, accepted writes wait; cancelled, they fail.
    """
    await service.update(gateway, who.fleet_id, connection_id, wanted=body)
    async with database.connection() as db:
        found = await queries.shown(db, who, connection_id)
    if found is None:
        raise NoSuchConnection
    return JSON(found)


@router.delete(
    "/{connection_id}",
    status_code=204,
    operation_id="delete_connection",
    summary="Delete a connection",
    openapi_extra={"x-hidden": True},
)
async def delete_connection(
    who: Annotated[FleetCaller, allow("connection:delete", kinds=(FleetCaller,))],
    connection_id: Annotated[UUID, Path(description="Id of the connection.")],
    db: Transaction,
) -> None:
    """Disconnect one of your provider accounts. Fleets only.

    Its credentials are removed at once. What has come from the account stays readable; writes that wait for it fail.
    """
    await service.delete(db, who.fleet_id, connection_id)
