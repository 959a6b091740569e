"""`/v2/integrations/tsps`, the contract's support matrix, and `/v2/integrations/capabilities`, its details."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from gladhand.auth.access import AdminCaller, Caller, FleetCaller, PartnerCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import CursorText, Reader, Size, dependency
from gladhand.core.error_schemas import errors
from gladhand.core.keyset import DEFAULT_SIZE, KeysetPage
from gladhand.core.pages import CursorPage
from gladhand.core.responses import JSON
from gladhand.integrations.hosting.capabilities import ProviderCapabilities, ProviderOverview
from gladhand.integrations.support import queries, service
from gladhand.integrations.support.problems import NoAdapter
from gladhand.integrations.support.schemas import TspIntegrationsRead
from gladhand.resources.enums import TspEnum
from gladhand.resources.in_house import InHouseSources

router = APIRouter(prefix="/v2/integrations", tags=["capabilities"], responses=errors(), route_class=ContractRoute)

InHouse = Annotated[InHouseSources, dependency(InHouseSources)]
Anyone = Annotated[Caller, allow(kinds=(PartnerCaller, FleetCaller, AdminCaller))]


@router.get(
    "/tsps",
    response_model=CursorPage[TspIntegrationsRead],
    responses=errors(504),
    operation_id="list_integrations_per_tsp",
    summary="List what is supported at each provider",
)
async def list_integrations_per_tsp(db: Reader, cursor: CursorText = None, size: Size = DEFAULT_SIZE) -> Response:
    """Every telematics provider with the state of every resource. No token is needed."""
    start = queries.ORDER.decode(cursor)
    brands = await queries.list_brands(db, cursor=start, size=size)
    items = [(key, service.matrix(brand).model_dump_json()) for key, brand in brands]
    return JSON(KeysetPage.cut(items, cursor=start, size=size).render())


@router.get(
    "/tsps/{tsp_id:uuid}",
    response_model=TspIntegrationsRead,
    responses=errors(504),
    operation_id="get_integrations_per_tsp",
    summary="Get what is supported at a provider",
)
async def get_integrations_per_tsp(tsp_id: UUID, db: Reader) -> Response:
    """One telematics provider with the state of every resource. No token is needed."""
    return JSON(service.matrix(await queries.get_brand(db, tsp_id)).model_dump_json())


@router.get(
    "/capabilities",
    response_model=list[ProviderOverview],
    operation_id="list_capabilities",
    summary="List what can be done at each provider",
)
async def list_capabilities(caller: Anyone, in_house: InHouse) -> Response:  # noqa: ARG001 - requires any valid token
    """The providers that this server has an adapter for, and which resources can be listed, created and updated at
    each, with reasons for what is missing. Any valid token is accepted.
    """
    return JSON(service.overviews(in_house))


@router.get(
    "/capabilities/{source_name}",
    response_model=ProviderCapabilities,
    operation_id="get_capabilities",
    summary="Get what a provider does with each field",
)
async def get_capabilities(
    caller: Anyone,  # noqa: ARG001 - requires any valid token
    in_house: InHouse,
    source_name: Annotated[TspEnum, Path(description="The platform, as records and connections name it.")],
) -> Response:
    """Field by field: what can be read and written, what is required, limits, the provider's names and values, what
    null does, and why something cannot be written. It comes from the definitions by which the server writes. Any valid
    token is accepted.
    """
    answer = service.find_capabilities(source_name, in_house)
    if answer is None:
        raise NoAdapter
    return JSON(answer)
