"""/v2/orgs/invitations: magic links, made by partners and answered by fleets."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from gladhand.auth.tokens.service import Tokens
from gladhand.auth.who import FleetCaller, PartnerCaller, allow, optional_fleet
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dependencies import look_up
from gladhand.core.error_schemas import errors
from gladhand.core.http import AddressGuard
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.pages import CountedPage, CursorText, Size
from gladhand.core.paging import DEFAULT_SIZE, Cursor
from gladhand.core.responses import JSON
from gladhand.orgs.invitations import queries, service, wire
from gladhand.orgs.invitations.problems import InvitationNotFound
from gladhand.orgs.invitations.schemas import InvitationAccept, InvitationCreate, InvitationDecline, InvitationRead
from gladhand.orgs.invitations.service import InvitationSettings
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/orgs/invitations", tags=["invitations"], responses=errors(), route_class=KeyedRoute)


@dataclass(frozen=True)
class _Desk:
    """What these routes work with. One dependency in place of five: the framework takes its time for each."""

    database: Database
    keyring: Keyring
    tokens: Tokens
    guard: AddressGuard
    settings: InvitationSettings


async def _desk(request: Request) -> _Desk:
    app = request.app
    return _Desk(
        look_up(app, Database),
        look_up(app, Keyring),
        look_up(app, Tokens),
        look_up(app, AddressGuard),
        look_up(app, InvitationSettings),
    )


Desk = Annotated[_Desk, Depends(_desk)]


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
    desk: Desk,
) -> Response:
    """Makes a magic link for a fleet.

    While the invitation of the same `fleet_ref` is active, accepted or declined, that one is refreshed and answered
    with 200: what is sent replaces what was there, the time starts anew, a declined one is open again, and an accepted
    one gets new tokens. After it has expired or was deleted there will be a new one.
    """
    await service.check_addresses(wanted, desk.guard)
    async with desk.database.connection() as db:
        record, is_new = await service.create(db, desk.keyring, desk.tokens, who, wanted, desk.settings)
    return JSON(record, 201 if is_new else 200)


@router.get("", response_model=CountedPage[InvitationRead], operation_id="list_invitations", summary="List invitations")
async def list_invitations(
    who: Annotated[PartnerCaller, allow("invitation:read")],
    desk: Desk,
    fleet_ref: Annotated[Text | None, Query(description="Only those of this reference")] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The partner's invitations in the order in which they were made, without the deleted ones."""
    place = Cursor.decode(cursor)
    async with desk.database.connection() as db:
        found = await queries.page(db, who.partner_id, fleet_ref, place, size, desk.settings.connect_url)
    return JSON(wire.page(found, place, desk.keyring).render())


@router.get(
    "/{invitation_id}", response_model=InvitationRead, operation_id="get_invitation", summary="Get an invitation"
)
async def get_invitation(invitation_id: UUID, desk: Desk) -> Response:
    """One invitation, in whatever state it is. No token is needed: the id is the secret of the magic link."""
    async with desk.database.connection() as db:
        record = await queries.read(db, invitation_id, desk.settings.connect_url)
    if record is None:
        raise InvitationNotFound
    if desk.settings.withhold_tokens:
        return JSON(wire.without_tokens(record))
    return JSON(wire.with_tokens(record, desk.keyring))


@router.delete("/{invitation_id}", status_code=204, operation_id="delete_invitation", summary="Delete an invitation")
async def delete_invitation(
    invitation_id: UUID,
    who: Annotated[PartnerCaller, allow("invitation:delete")],
    desk: Desk,
) -> None:
    """Takes back an invitation that was not accepted; its link is no longer good."""
    async with desk.database.transaction() as db:
        await service.delete(db, who, invitation_id, desk.settings)


@router.post(
    "/{invitation_id}/accept",
    response_model=InvitationRead,
    operation_id="accept_invitation",
    summary="Accept an invitation",
)
async def accept_invitation(
    invitation_id: UUID,
    fleet: Annotated[FleetCaller | None, optional_fleet],
    desk: Desk,
    details: InvitationAccept | None = None,
) -> Response:
    """The fleet agrees to share what the invitation asks for.

    No token is needed; with the token of a fleet that is here already that fleet is linked, and no new one is made. The
    body may correct what the partner has filled in.
    """
    async with desk.database.transaction() as db:
        accepted = await service.accept(db, desk.keyring, desk.tokens, invitation_id, details, fleet, desk.settings)
    return JSON(accepted.record)


@router.post(
    "/{invitation_id}/decline",
    response_model=InvitationRead,
    operation_id="decline_invitation",
    summary="Decline an invitation",
    # The contract says that there is a body; whoever has no reason to give may leave it out all the same.
    openapi_extra={"requestBody": {"required": True}},
)
async def decline_invitation(invitation_id: UUID, desk: Desk, declined: InvitationDecline | None = None) -> Response:
    """The fleet says no, with a reason if it likes. No token is needed."""
    reason = declined.decline_reason if declined is not None else None
    async with desk.database.transaction() as db:
        record = await service.decline(db, invitation_id, reason, desk.settings)
    return JSON(record)
