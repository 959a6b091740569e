"""`/v2/integrations/connections/…/resource-operations`: reads the writes that the telematics routes accept."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from gladhand.auth.access import PartnerCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.core.keyset import Cursor, KeysetPage
from gladhand.core.pages import CursorPage
from gladhand.core.problems import Invalid, NotFound
from gladhand.core.responses import JSON
from gladhand.core.time_window import requested_window
from gladhand.integrations.operations import queries
from gladhand.integrations.operations.queries import OperationFilter
from gladhand.integrations.operations.schemas import OperationFilters, ResourceOperationRead

router = APIRouter(
    prefix="/v2/integrations/connections",
    tags=["resource operations"],
    responses=errors(504),
    route_class=ContractRoute,
)

_WIDEST = timedelta(days=45)
_USUAL = timedelta(days=1)
Caller = Annotated[PartnerCaller, allow("resource_operation:read")]


@router.get(
    "/resource-operations",
    response_model=CursorPage[ResourceOperationRead],
    operation_id="list_resource_operations",
    summary="List resource operations",
)
async def list_resource_operations(
    caller: Caller,
    db: Reader,
    only: Annotated[OperationFilters, Query()],
) -> Response:
    """Your writes to providers, oldest first, each with its attempts so far."""
    if only.source_id is not None and only.resource is None:
        raise Invalid.at("query.source_id", "source_id needs resource: ids of providers are unique per resource only.")
    filters = OperationFilter(
        requested_window(only.from_datetime, only.to_datetime, usual=_USUAL, widest=_WIDEST),
        resource=only.resource,
        connection_id=only.connection_id,
        source_name=only.source_name,
        fleet_refs=only.fleet_refs,
        operation=only.operation,
        source_id=only.source_id,
    )
    cursor = Cursor.decode(only.cursor)
    rows = await queries.list_operations(db, caller.partner_id, only=filters, cursor=cursor, size=only.size)
    return JSON(KeysetPage.cut(rows, cursor=cursor, size=only.size).render())


@router.get(
    "/{connection_id:uuid}/resource-operations/{resource_operation_id:uuid}",
    response_model=ResourceOperationRead,
    operation_id="get_resource_operation",
    summary="Get a resource operation",
)
async def get_resource_operation(
    caller: Caller,
    db: Reader,
    connection_id: Annotated[UUID, Path(description="The connection that the write went through.")],
    resource_operation_id: Annotated[UUID, Path(description="Id of the operation.")],
) -> Response:
    """One write to a provider, with its attempts so far."""
    operation = await queries.find_operation(db, caller.partner_id, resource_operation_id, connection_id=connection_id)
    if operation is None:
        raise NotFound.of("operation")
    return JSON(operation)
