"""/v2/orgs/tsps: the telematics providers that fleets can connect, open to everybody; the operator changes them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.access import AdminCaller, allow
from gladhand.auth.audit.actors import Actor
from gladhand.core.dependencies import Address, Reader, Transaction, dependency
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.responses import JSON
from gladhand.orgs.tsps import queries, service
from gladhand.orgs.tsps.schemas import TspCreate, TspRead, TspUpdate
from gladhand.orgs.tsps.settings import TspSettings
from gladhand.resources.enums import TspEnum
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/orgs/tsps", tags=["telematics providers"], responses=errors(), route_class=KeyedRoute)

Settings = Annotated[TspSettings, dependency(TspSettings)]

_ADMIN = (AdminCaller,)
_HIDDEN = {"x-hidden": True}


@router.get("", response_model=list[TspRead], operation_id="list_tsps", summary="List telematics providers")
async def list_tsps(
    db: Reader,
    slug: Annotated[Text | None, Query(description="Only the brand with this slug")] = None,
    source_name: Annotated[TspEnum | None, Query(description="Only brands of this platform")] = None,
    *,
    settings: Settings,
) -> Response:
    """All providers by name, in one array. No token is needed."""
    return JSON(await queries.list_tsps(db, slug, source_name, connect_url=settings.connect_url))


@router.get("/{tsp_id:uuid}", response_model=TspRead, operation_id="get_tsp", summary="Get a telematics provider")
async def get_tsp(tsp_id: UUID, db: Reader, settings: Settings) -> Response:
    """One provider. No token is needed."""
    return JSON(await queries.get_tsp(db, tsp_id, connect_url=settings.connect_url))


@router.post(
    "",
    status_code=201,
    response_model=TspRead,
    operation_id="create_tsp",
    summary="Add a telematics provider",
    openapi_extra=_HIDDEN,
)
async def create_tsp(
    caller: Annotated[AdminCaller, allow("tsp:create", kinds=_ADMIN)],
    body: TspCreate,
    db: Transaction,
    address: Address,
    settings: Settings,
) -> Response:
    """Adds a brand of a platform that other brands may have as well. Administrators only.

    Fleets find it in Connect, and invitations may name it, while the platform's adapter is installed. `conn_type` is
    one that this adapter takes.
    """
    tsp_id = await service.create_tsp(db, Actor.of(caller, address), body, settings)
    return JSON(await queries.get_tsp(db, tsp_id, connect_url=settings.connect_url), 201)


@router.patch(
    "/{tsp_id:uuid}",
    response_model=TspRead,
    operation_id="update_tsp",
    summary="Change a telematics provider",
    openapi_extra=_HIDDEN,
)
async def update_tsp(
    tsp_id: UUID,
    caller: Annotated[AdminCaller, allow("tsp:update", kinds=_ADMIN)],
    body: TspUpdate,
    db: Transaction,
    address: Address,
    settings: Settings,
) -> Response:
    """Changes a brand. A new release of its adapter keeps the change. Administrators only.

    A brand that fleets have connected keeps its platform.
    """
    await service.update_tsp(db, Actor.of(caller, address), tsp_id, body, settings)
    return JSON(await queries.get_tsp(db, tsp_id, connect_url=settings.connect_url))


@router.delete(
    "/{tsp_id:uuid}",
    status_code=204,
    operation_id="delete_tsp",
    summary="Delete a telematics provider",
    openapi_extra=_HIDDEN,
)
async def delete_tsp(
    tsp_id: UUID,
    caller: Annotated[AdminCaller, allow("tsp:delete", kinds=_ADMIN)],
    db: Transaction,
    address: Address,
) -> None:
    """Stops offering a brand. Existing connections go on, and their fleets can repair them. Administrators only."""
    await service.delete_tsp(db, Actor.of(caller, address), tsp_id)
