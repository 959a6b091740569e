"""/v2/orgs/invitations: magic links, made by partners and answered by fleets."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.tokens.service import Tokens
from gladhand.auth.who import FleetCaller, PartnerCaller, allow, optional_fleet
from gladhand.core.answers import JSON
from gladhand.core.db import Database
from gladhand.core.error_bodies import errors
from gladhand.core.http import AddressGuard
from gladhand.core.paging import DEFAULT_SIZE, Cursor, Page
from gladhand.core.provided import Keys, Reader, Transaction, provided
from gladhand.orgs.invitations import queries, service, wire
from gladhand.orgs.invitations.problems import InvitationNotFound
from gladhand.orgs.invitations.schemas import InvitationAccept, InvitationCreate, InvitationDecline, InvitationRead
from gladhand.orgs.invitations.service import InvitationSettings
from gladhand.orgs.pages import CursorPage, CursorText, Size
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/orgs/invitations", tags=["invitations"], responses=errors())

Settings = Annotated[InvitationSettings, provided(InvitationSettings)]
Signing = Annotated[Tokens, provided(Tokens)]


@router.post(
    "",
    status_code=201,
    response_model=InvitationRead,
    responses={200: {"model": InvitationRead, "description": "The living invitation of this `fleet_ref`, refreshed"}},
    operation_id="create_invitation",
    summary="Create or refresh an invitation",
)
async def create_invitation(
    wanted: InvitationCreate,
    who: Annotated[PartnerCaller, allow("invitation:create")],
    database: Annotated[Database, provided(Database)],
    keyring: Keys,
    tokens: Signing,
    guard: Annotated[AddressGuard, provided(AddressGuard)],
    settings: Settings,
) -> Response:
    """Makes a magic link for a fleet.

    While the invitation of the same `fleet_ref` is active, accepted or declined, that one is refreshed and answered
    with 200: what is sent replaces what was there, the time starts anew, a declined one is open again, and an accepted
    one gets new tokens. After it has expired or was deleted there will be a new one.
    """
    await service.check_addresses(wanted, guard)
    async with database.transaction() as connection:
        record, is_new = await service.create(connection, keyring, tokens, who, wanted, settings)
    return JSON(record, 201 if is_new else 200)


@router.get("", response_model=CursorPage[InvitationRead], operation_id="list_invitations", summary="List invitations")
async def list_invitations(
    who: Annotated[PartnerCaller, allow("invitation:read")],
    connection: Reader,
    keyring: Keys,
    settings: Settings,
    fleet_ref: Annotated[Text | None, Query(description="Only those of this reference")] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The partner's invitations in the order in which they were made, without the deleted ones."""
    place = Cursor.decode(cursor)
    records, total = await queries.page(connection, who.partner_id, fleet_ref, place, size, settings.connect_url)
    rows = [(wire.key(record), wire.with_tokens(record, keyring)) for record in records]
    return JSON(Page.cut(rows, cursor=place, size=size, total=total).render())


@router.get(
    "/{invitation_id}", response_model=InvitationRead, operation_id="get_invitation", summary="Get an invitation"
)
async def get_invitation(invitation_id: UUID, connection: Reader, keyring: Keys, settings: Settings) -> Response:
    """One invitation, in whatever state it is. No token is needed: the id is the secret of the magic link."""
    record = await queries.read(connection, invitation_id, settings.connect_url)
    if record is None:
        raise InvitationNotFound
    return JSON(wire.without_tokens(record) if settings.withhold_tokens else wire.with_tokens(record, keyring))


@router.delete("/{invitation_id}", status_code=204, operation_id="delete_invitation", summary="Delete an invitation")
async def delete_invitation(
    invitation_id: UUID,
    who: Annotated[PartnerCaller, allow("invitation:delete")],
    connection: Transaction,
    settings: Settings,
) -> None:
    """Takes back an invitation that was not accepted; its link is no longer good."""
    await service.delete(connection, who, invitation_id, settings)


@router.post(
    "/{invitation_id}/accept",
    response_model=InvitationRead,
    operation_id="accept_invitation",
    summary="Accept an invitation",
)
async def accept_invitation(
    invitation_id: UUID,
    fleet: Annotated[FleetCaller | None, optional_fleet],
    connection: Transaction,
    keyring: Keys,
    tokens: Signing,
    settings: Settings,
    details: InvitationAccept | None = None,
) -> Response:
    """The fleet agrees to share what the invitation asks for.

    No token is needed; with the token of a fleet that is here already that fleet is linked, and no new one is made. The
    body may correct what the partner has filled in.
    """
    accepted = await service.accept(connection, keyring, tokens, invitation_id, details, fleet, settings)
    return JSON(accepted.record)


@router.post(
    "/{invitation_id}/decline",
    response_model=InvitationRead,
    operation_id="decline_invitation",
    summary="Decline an invitation",
    # The contract says that there is a body; whoever has no reason to give may leave it out all the same.
    openapi_extra={"requestBody": {"required": True}},
)
async def decline_invitation(
    invitation_id: UUID, connection: Transaction, settings: Settings, declined: InvitationDecline | None = None
) -> Response:
    """The fleet says no, with a reason if it likes. No token is needed."""
    reason = declined.decline_reason if declined is not None else None
    return JSON(await service.decline(connection, invitation_id, reason, settings))
