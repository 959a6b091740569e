"""/v2/orgs/partners: the customers of the API. The operator makes them; a partner sees and describes itself."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from gladhand.auth.access import AdminCaller, FleetCaller, PartnerCaller, allow, require_managed
from gladhand.auth.audit.actors import Actor
from gladhand.core.db import Database
from gladhand.core.dependencies import Address, CursorText, Keys, Reader, Size, Transaction, dependency
from gladhand.core.error_schemas import errors
from gladhand.core.http import AddressGuard
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.keyset import DEFAULT_SIZE, KeysetPage
from gladhand.core.pages import CountedPage
from gladhand.core.responses import JSON
from gladhand.orgs.partners import service, wire_queries
from gladhand.orgs.partners.schemas import (
    PartnerCreate,
    PartnerPropertyCreate,
    PartnerPropertyRead,
    PartnerRead,
    PartnerUpdate,
)
from gladhand.orgs.properties.queries import list_properties

router = APIRouter(prefix="/v2/orgs/partners", tags=["partners"], responses=errors(), route_class=KeyedRoute)

_ADMIN = (AdminCaller,)
_EVERYBODY = (PartnerCaller, FleetCaller, AdminCaller)
_HIDDEN = {"x-hidden": True}
Reading = Annotated[PartnerCaller | FleetCaller | AdminCaller, allow("partner:read", kinds=_EVERYBODY)]
Data = Annotated[Database, dependency(Database)]
Guard = Annotated[AddressGuard, dependency(AddressGuard)]
# The contract asks for the scope to create a partner, also where one is deleted; and likewise for properties.
Creating = Annotated[AdminCaller, allow("partner:create", kinds=_ADMIN)]
ReadingProperties = Annotated[AdminCaller, allow("partner-property:read", kinds=_ADMIN)]
ChangingProperties = Annotated[AdminCaller, allow("partner-property:create", kinds=_ADMIN)]


@router.get(
    "",
    response_model=CountedPage[PartnerRead],
    operation_id="list_partners",
    summary="List partners",
    openapi_extra=_HIDDEN,
)
async def list_partners(caller: Reading, db: Reader, cursor: CursorText = None, size: Size = DEFAULT_SIZE) -> Response:
    """All partners for an administrator, oldest first; for a partner itself; for a fleet those that it shares with."""
    start = wire_queries.ORDER.decode(cursor)
    rows = await wire_queries.list_partners(db, caller, cursor=start, size=size)
    total = await wire_queries.count_partners(db, caller)
    return JSON(KeysetPage.cut(rows, cursor=start, size=size, total=total).render())


@router.post(
    "",
    status_code=201,
    response_model=PartnerRead,
    operation_id="create_partner",
    summary="Create a partner",
    openapi_extra=_HIDDEN,
)
async def create_partner(
    caller: Creating, body: PartnerCreate, database: Data, guard: Guard, keyring: Keys, address: Address
) -> Response:
    """Creates a partner without an API client. Administrators only. `POST /v2/orgs/api-clients` makes its client."""
    await service.check_addresses(guard, body.properties, path="body.properties")
    async with database.transaction() as db:
        partner = await service.register_partner(db, keyring, Actor.of(caller, address), body)
        return JSON(await wire_queries.get_partner(db, caller, partner.id), 201)


@router.get(
    "/{partner_id:uuid}",
    response_model=PartnerRead,
    operation_id="get_partner",
    summary="Get a partner",
    openapi_extra=_HIDDEN,
)
async def get_partner(partner_id: UUID, caller: Reading, db: Reader) -> Response:
    """One partner; a partner sees itself, a fleet those that it shares with."""
    return JSON(await wire_queries.get_partner(db, caller, partner_id))


@router.patch(
    "/{partner_id:uuid}",
    response_model=PartnerRead,
    operation_id="update_partner",
    summary="Change a partner",
    openapi_extra=_HIDDEN,
)
async def update_partner(
    partner_id: UUID,
    caller: Annotated[PartnerCaller | AdminCaller, allow("partner:update", kinds=(PartnerCaller, AdminCaller))],
    body: PartnerUpdate,
    db: Transaction,
) -> Response:
    """Changes the name and the description; a partner changes its own."""
    require_managed(caller, partner_id)
    await service.update_partner(db, partner_id, body)
    return JSON(await wire_queries.get_partner(db, caller, partner_id))


@router.delete(
    "/{partner_id:uuid}",
    status_code=204,
    operation_id="delete_partner",
    summary="Delete a partner",
    openapi_extra=_HIDDEN,
)
async def delete_partner(partner_id: UUID, caller: Creating, db: Transaction, address: Address) -> None:
    """Ends its tokens, deliveries, invitations and share agreements. Administrators only."""
    await service.delete_partner(db, Actor.of(caller, address), partner_id)


@router.get(
    "/{partner_id:uuid}/properties",
    response_model=list[PartnerPropertyRead],
    operation_id="list_partner_properties",
    summary="List properties of a partner",
    openapi_extra=_HIDDEN,
)
async def list_partner_properties(partner_id: UUID, caller: ReadingProperties, db: Reader) -> Response:
    """The properties of a partner in one array. Administrators only."""
    await wire_queries.get_partner(db, caller, partner_id)
    return JSON(await list_properties(db, "partner", partner_id))


@router.post(
    "/{partner_id:uuid}/properties",
    status_code=201,
    response_model=list[PartnerPropertyRead],
    operation_id="create_partner_properties",
    summary="Add properties to a partner",
    openapi_extra=_HIDDEN,
)
async def create_partner_properties(
    partner_id: UUID,
    caller: ChangingProperties,
    body: list[PartnerPropertyCreate],
    database: Data,
    guard: Guard,
    address: Address,
) -> Response:
    """Adds properties, all or none. Administrators only. One that exists must be deleted before it is added again.

    The `default_` properties fill in what an invitation leaves out. `account_status` `suspended` stops the partner's
    tokens, takes away what is shared with it, and lets its deliveries wait.
    """
    await service.check_addresses(guard, body, path="body")
    async with database.transaction() as db:
        return JSON(await service.create_properties(db, Actor.of(caller, address), partner_id, body), 201)


@router.delete(
    "/{partner_id:uuid}/properties/{property_id:uuid}",
    status_code=204,
    operation_id="delete_partner_property",
    summary="Delete a property of a partner",
    openapi_extra=_HIDDEN,
)
async def delete_partner_property(
    partner_id: UUID, property_id: UUID, caller: ChangingProperties, db: Transaction, address: Address
) -> None:
    """Deletes one property. Administrators only."""
    await service.delete_property(db, Actor.of(caller, address), partner_id, property_id)
