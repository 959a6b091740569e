"""`/v2/integrations/connections/…/resource-operations`: following writes, which the telematics routes make."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query

from gladhand.auth.who import PartnerCaller, allow
from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.core.pages import CursorPage
from gladhand.core.paging import Cursor, Page
from gladhand.core.problems import Invalid
from gladhand.core.responses import JSON
from gladhand.core.windows import window
from gladhand.integrations.operations import queries
from gladhand.integrations.operations.problems import NoSuchOperation
from gladhand.integrations.operations.queries import Filters
from gladhand.integrations.operations.schemas import OperationFilters, ResourceOperationRead

router = APIRouter(prefix="/v2/integrations/connections", tags=["resource operations"], responses=errors(504))

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
    who: Caller,
    connection: Reader,
    wanted: Annotated[OperationFilters, Query()],
) -> Any:
    """Your writes to providers, oldest first, each with its attempts so far."""
    if wanted.source_id is not None and wanted.resource is None:
        raise Invalid.at("query.source_id", "source_id needs resource: ids of providers are unique per resource only.")
    begin, end = window(wanted.from_datetime, wanted.to_datetime, usual=_USUAL, widest=_WIDEST)
    filters = Filters(
        begin,
        end,
        resource=wanted.resource,
        connection_id=wanted.connection_id,
        source_name=wanted.source_name,
        fleet_refs=wanted.fleet_refs,
        operation=wanted.operation,
        source_id=wanted.source_id,
    )
    place = Cursor.decode(wanted.cursor)
    rows = await queries.listed(connection, who.partner_id, filters, place, wanted.size)
    return JSON(Page.cut(rows, cursor=place, size=wanted.size).render())


@router.get(
    "/{connection_id}/resource-operations/{resource_operation_id}",
    response_model=ResourceOperationRead,
    operation_id="get_resource_operation",
    summary="Get a resource operation",
)
async def get_resource_operation(
    who: Caller,
    connection: Reader,
    connection_id: Annotated[UUID, Path(description="The connection that the write went through.")],
    resource_operation_id: Annotated[UUID, Path(description="Id of the operation.")],
) -> Any:
    """One write to a provider, with its attempts so far."""
    found = await queries.shown(connection, who.partner_id, connection_id, resource_operation_id)
    if found is None:
        raise NoSuchOperation
    return JSON(found)
