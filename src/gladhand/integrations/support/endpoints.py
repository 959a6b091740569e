"""/v2/integrations/tsps, the contract's support matrix, and /v2/integrations/capabilities, what lies behind it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from gladhand.auth.who import AdminCaller, Caller, FleetCaller, PartnerCaller, allow
from gladhand.core.dependencies import CursorText, Reader, Size
from gladhand.core.error_schemas import errors
from gladhand.core.pages import CursorPage
from gladhand.core.paging import DEFAULT_SIZE, Cursor, Page
from gladhand.core.responses import JSON
from gladhand.integrations.hosting.catalogue import ProviderCapabilities, ProviderOverview
from gladhand.integrations.support import queries, service
from gladhand.integrations.support.problems import NoAdapter, NoSuchTsp
from gladhand.integrations.support.schemas import TspIntegrationsRead
from gladhand.resources.enums import TspEnum

router = APIRouter(prefix="/v2/integrations", tags=["capabilities"], responses=errors())

Anyone = Annotated[Caller, allow(kinds=(PartnerCaller, FleetCaller, AdminCaller))]


@router.get(
    "/tsps",
    response_model=CursorPage[TspIntegrationsRead],
    responses=errors(504),
    operation_id="list_integrations_per_tsp",
    summary="List what is supported at each provider",
)
async def list_integrations_per_tsp(
    connection: Reader, cursor: CursorText = None, size: Size = DEFAULT_SIZE
) -> Response:
    """Every telematics provider with the state of every resource. No token is needed."""
    place = Cursor.decode(cursor)
    rows = await queries.listed(connection, place, size)
    shown = [(key, service.matrix(brand).model_dump_json()) for key, brand in rows]
    return JSON(Page.cut(shown, cursor=place, size=size).render())


@router.get(
    "/tsps/{tsp_id}",
    response_model=TspIntegrationsRead,
    responses=errors(504),
    operation_id="get_integrations_per_tsp",
    summary="Get what is supported at a provider",
)
async def get_integrations_per_tsp(tsp_id: UUID, connection: Reader) -> Response:
    """One telematics provider with the state of every resource. No token is needed."""
    found = await queries.one(connection, tsp_id)
    if found is None:
        raise NoSuchTsp
    return JSON(service.matrix(found).model_dump_json())


@router.get(
    "/capabilities",
    response_model=list[ProviderOverview],
    operation_id="list_capabilities",
    summary="List what can be done at each provider",
)
async def list_capabilities(who: Anyone) -> Response:  # noqa: ARG001 - any token will do, but there must be one
    """The providers that this server has an adapter for: what of each resource can be read, created and changed, and
    why the rest cannot. Any token will do."""
    return JSON(service.overviews())


@router.get(
    "/capabilities/{source_name}",
    response_model=ProviderCapabilities,
    operation_id="get_capabilities",
    summary="Get what a provider does with each field",
)
async def get_capabilities(
    who: Anyone,  # noqa: ARG001 - any token will do, but there must be one
    source_name: Annotated[TspEnum, Path(description="The platform, as records and connections name it.")],
) -> Response:
    """Field by field: what can be read and written, what is required, limits, the provider's names and values, what
    null does, and why something cannot be written. It comes from the definitions that do the writing, so it is what a
    write will meet. Any token will do."""
    found = service.capabilities(source_name)
    if found is None:
        raise NoAdapter
    return JSON(found)
