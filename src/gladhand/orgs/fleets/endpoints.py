"""/v2/orgs/fleets: the fleets that share with the caller, and what a fleet says of itself."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.access import FleetCaller, PartnerCaller, allow
from gladhand.auth.audit.actors import Actor
from gladhand.core.dependencies import Address, CursorText, Keys, Reader, Size, Transaction
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.keyset import DEFAULT_SIZE, KeysetPage
from gladhand.core.pages import CountedPage
from gladhand.core.responses import JSON
from gladhand.orgs.fleets import queries, service
from gladhand.orgs.fleets.schemas import FleetPropertyCreate, FleetPropertyRead, FleetRead, FleetUpdate
from gladhand.orgs.properties.queries import list_properties
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/orgs/fleets", tags=["fleets"], responses=errors(), route_class=KeyedRoute)

_READERS = (PartnerCaller, FleetCaller)
Reading = Annotated[PartnerCaller | FleetCaller, allow("fleet:read", kinds=_READERS)]
Deleting = Annotated[FleetCaller, allow("fleet:delete", kinds=(FleetCaller,))]
_HIDDEN = {"x-hidden": True}


@router.get("", response_model=CountedPage[FleetRead], operation_id="list_fleets", summary="List fleets")
async def list_fleets(
    caller: Annotated[PartnerCaller, allow("fleet:read")],
    db: Reader,
    keyring: Keys,
    fleet_refs: Annotated[
        list[Text] | None,
        Query(max_length=100, description="Only fleets with one of these references. Repeat the parameter for several"),
    ] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The fleets that have an active share agreement with the partner, in the order in which they came to it."""
    start = queries.ORDER.decode(cursor)
    keys = keyring if caller.may_have_links else None
    rows = await queries.list_fleets(
        db, caller.partner_id, fleet_refs=fleet_refs, cursor=start, size=size, keyring=keys
    )
    total = await queries.count_fleets(db, caller.partner_id, fleet_refs)
    return JSON(KeysetPage.cut(rows, cursor=start, size=size, total=total).render())


@router.get("/{fleet_id:uuid}", response_model=FleetRead, operation_id="get_fleet", summary="Get a fleet")
async def get_fleet(
    fleet_id: UUID,
    caller: Reading,
    db: Reader,
    keyring: Keys,
) -> Response:
    """One fleet that shares with the partner; a fleet sees itself."""
    if isinstance(caller, PartnerCaller):
        keys = keyring if caller.may_have_links else None
        return JSON(await queries.get_fleet(db, caller.partner_id, fleet_id, keyring=keys))
    service.check_own(caller, fleet_id)
    return JSON(await queries.get_own_fleet(db, fleet_id))


@router.patch(
    "/{fleet_id:uuid}",
    response_model=FleetRead,
    operation_id="update_fleet",
    summary="Change a fleet",
    openapi_extra=_HIDDEN,
)
async def update_fleet(
    fleet_id: UUID,
    caller: Annotated[FleetCaller, allow("fleet:update", kinds=(FleetCaller,))],
    body: FleetUpdate,
    db: Transaction,
    address: Address,
) -> Response:
    """Changes what all partners of the fleet read of it. The fleet itself only.

    `fleet_ref` changes in the invitation, too. One that another fleet or invitation of the partner has is refused with
    409.
    """
    service.check_own(caller, fleet_id)
    await service.update_fleet(db, caller, Actor.of(caller, address), body)
    return JSON(await queries.get_own_fleet(db, fleet_id))


@router.delete(
    "/{fleet_id:uuid}", status_code=204, operation_id="delete_fleet", summary="Delete a fleet", openapi_extra=_HIDDEN
)
async def delete_fleet(fleet_id: UUID, caller: Deleting, db: Transaction, address: Address) -> None:
    """Deletes the fleet with its share agreements and connections. The fleet itself only. Its tokens stop working.

    While the fleet also shares with another partner, a token that came with an invitation cannot do it.
    """
    service.check_own(caller, fleet_id)
    await service.delete_fleet(db, caller, Actor.of(caller, address))


@router.get(
    "/{fleet_id:uuid}/properties",
    response_model=list[FleetPropertyRead],
    operation_id="list_fleet_properties",
    summary="List properties of a fleet",
    openapi_extra=_HIDDEN,
)
async def list_fleet_properties(fleet_id: UUID, caller: Reading, db: Reader) -> Response:
    """The properties of a fleet that shares with the partner, in one array; a fleet sees its own."""
    if isinstance(caller, PartnerCaller):
        await queries.get_fleet(db, caller.partner_id, fleet_id, keyring=None)
    else:
        service.check_own(caller, fleet_id)
    return JSON(await list_properties(db, "fleet", fleet_id))


@router.post(
    "/{fleet_id:uuid}/properties",
    status_code=201,
    response_model=list[FleetPropertyRead],
    operation_id="create_fleet_properties",
    summary="Add properties to a fleet",
    openapi_extra=_HIDDEN,
)
async def create_fleet_properties(
    fleet_id: UUID,
    caller: Annotated[FleetCaller, allow("fleet:create", kinds=(FleetCaller,))],
    body: list[FleetPropertyCreate],
    db: Transaction,
) -> Response:
    """Adds properties, all or none. The fleet itself only. One that exists must be deleted before it is added again."""
    service.check_own(caller, fleet_id)
    return JSON(await service.create_properties(db, caller, body), 201)


@router.delete(
    "/{fleet_id:uuid}/properties/{property_id:uuid}",
    status_code=204,
    operation_id="delete_fleet_property",
    summary="Delete a property of a fleet",
    openapi_extra=_HIDDEN,
)
async def delete_fleet_property(fleet_id: UUID, property_id: UUID, caller: Deleting, db: Transaction) -> None:
    """Deletes one property. The fleet itself only."""
    service.check_own(caller, fleet_id)
    await service.delete_property(db, caller, property_id)
