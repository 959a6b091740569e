"""/v2/orgs/people: who acts for a partner, and for the operator. Not in the contract."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Response

from gladhand.auth.access import AdminCaller, PartnerCaller, allow
from gladhand.auth.audit.actors import Actor
from gladhand.auth.callers import managed_partner
from gladhand.auth.people import wire_queries
from gladhand.core.dependencies import Address, CursorText, Reader, Size, Transaction, dependency
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.keyset import DEFAULT_SIZE, KeysetPage
from gladhand.core.mail.outbox import Outbox
from gladhand.core.pages import CursorPage
from gladhand.core.responses import JSON
from gladhand.orgs.invitations.settings import InvitationSettings
from gladhand.orgs.people import service
from gladhand.orgs.people.schemas import InvitedPersonRead, PersonInvite, PersonRoleRead, PersonRoleUpdate

router = APIRouter(prefix="/v2/orgs/people", tags=["people"], responses=errors(), route_class=KeyedRoute)

_KINDS = (PartnerCaller, AdminCaller)
Reading = Annotated[PartnerCaller | AdminCaller, allow("partner:read", kinds=_KINDS)]
Changing = Annotated[PartnerCaller | AdminCaller, allow("partner:update", kinds=_KINDS)]


@router.get("", response_model=CursorPage[PersonRoleRead], operation_id="list_people", summary="List people")
async def list_people(
    caller: Reading,
    db: Reader,
    partner_id: Annotated[UUID | None, Query(description="Only people of this partner")] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The roles of a partner's people, oldest first; for an administrator those of everybody."""
    start = wire_queries.ORDER.decode(cursor)
    rows = await wire_queries.list_held_roles(
        db, managed_partner(caller), partner_id=partner_id, cursor=start, size=size
    )
    return JSON(KeysetPage.cut(rows, cursor=start, size=size).render())


@router.post(
    "", status_code=201, response_model=InvitedPersonRead, operation_id="invite_person", summary="Invite a person"
)
async def invite_person(
    caller: Changing,
    body: PersonInvite,
    db: Transaction,
    address: Address,
    outbox: Annotated[Outbox, dependency(Outbox)],
    settings: Annotated[InvitationSettings, dependency(InvitationSettings)],
) -> Response:
    """Offers somebody a role. It counts once the owner of the address has accepted it by the link that is mailed there.

    Nobody offers more than their own token may do. A partner gets the same answer with and without an account. An
    account whose address nobody has proved then loses its password, second step and passkeys, and its owner sets a
    password. Repeating the call mails the link again.
    """
    role_id, link = await service.invite(
        db, caller, Actor.of(caller, address), body, outbox=outbox, connect_url=settings.connect_url
    )
    shown = orjson.loads(await wire_queries.get_held_role(db, managed_partner(caller), role_id))
    return JSON(orjson.dumps(shown | {"link": None if link is None else link.reveal()}), 201)


@router.get(
    "/{role_id:uuid}", response_model=PersonRoleRead, operation_id="get_person_role", summary="Get the role of a person"
)
async def get_person_role(role_id: UUID, caller: Reading, db: Reader) -> Response:
    """One role, with its person."""
    return JSON(await wire_queries.get_held_role(db, managed_partner(caller), role_id))


@router.patch(
    "/{role_id:uuid}",
    response_model=PersonRoleRead,
    operation_id="update_person_role",
    summary="Change the role of a person",
)
async def update_person_role(
    role_id: UUID, caller: Changing, body: PersonRoleUpdate, db: Transaction, address: Address
) -> Response:
    """Changes the role or its scopes, to nothing beyond the caller's own token. Tokens for it end within a second.

    Nobody changes their own role (409).
    """
    await service.change_role(db, caller, Actor.of(caller, address), role_id, body)
    return JSON(await wire_queries.get_held_role(db, managed_partner(caller), role_id))


@router.delete("/{role_id:uuid}", status_code=204, operation_id="end_person_role", summary="End the role of a person")
async def end_person_role(role_id: UUID, caller: Changing, db: Transaction, address: Address) -> None:
    """Takes the role away. Its tokens end within a second, and the console closes at once. The account stays.

    Nobody ends their own role (409).
    """
    await service.end_role(db, caller, Actor.of(caller, address), role_id)
