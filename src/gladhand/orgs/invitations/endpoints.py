"""/v2/orgs/invitations: magic links, created by partners and answered by fleets."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from gladhand.auth.access import FleetCaller, PartnerCaller, allow, optional_fleet
from gladhand.auth.tokens.service import Tokens
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dependencies import Address, CursorText, Size, get_dependency
from gladhand.core.error_schemas import errors
from gladhand.core.http import AddressGuard
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.keyset import DEFAULT_SIZE, KeysetPage
from gladhand.core.mail.outbox import Outbox
from gladhand.core.pages import CountedPage
from gladhand.core.responses import JSON
from gladhand.notifications.sealed_links import with_link
from gladhand.orgs.invitations import creation, delivery_queries, list_queries, queries, sending, service
from gladhand.orgs.invitations.linking import LinkHandlers
from gladhand.orgs.invitations.queries import RenderedInvitation
from gladhand.orgs.invitations.schemas import (
    InvitationAccept,
    InvitationCreate,
    InvitationDecline,
    InvitationDelivery,
    InvitationRead,
)
from gladhand.orgs.invitations.settings import InvitationSettings
from gladhand.orgs.invitations.tokens import SealedTokens, with_tokens
from gladhand.resources.text import Text
from gladhand.resources.wire_model import EXTENSION

router = APIRouter(prefix="/v2/orgs/invitations", tags=["invitations"], responses=errors(), route_class=KeyedRoute)


@dataclass(frozen=True)
class InvitationDependencies:
    """What these routes need. One dependency instead of seven, because each one costs time in FastAPI."""

    database: Database
    keyring: Keyring
    tokens: Tokens
    guard: AddressGuard
    settings: InvitationSettings
    outbox: Outbox
    linked: LinkHandlers

    def readable(self, invitation: RenderedInvitation, *, tokens: bool = True) -> bytes:
        """The invitation's JSON with its public id, and with its tokens unless they are withheld, in the clear."""
        json = with_link(invitation.json, invitation.sealed_link, self.keyring, invitation.partner_id)
        if invitation.access_token is None:
            return json.encode()
        sealed = invitation.sealed if tokens else SealedTokens(None, None)
        return with_tokens(json.encode(), [(invitation.id, sealed)], self.keyring)


async def _dependencies(request: Request) -> InvitationDependencies:
    return InvitationDependencies(
        get_dependency(request.app, Database),
        get_dependency(request.app, Keyring),
        get_dependency(request.app, Tokens),
        get_dependency(request.app, AddressGuard),
        get_dependency(request.app, InvitationSettings),
        get_dependency(request.app, Outbox),
        get_dependency(request.app, LinkHandlers),
    )


Dependencies = Annotated[InvitationDependencies, Depends(_dependencies)]


@router.post(
    "",
    status_code=201,
    response_model=InvitationRead,
    responses={200: {"model": InvitationRead, "description": "The existing invitation of this `fleet_ref`, refreshed"}},
    operation_id="create_invitation",
    summary="Create or refresh an invitation",
)
async def create_invitation(
    body: InvitationCreate,
    caller: Annotated[PartnerCaller, allow("invitation:create")],
    use: Dependencies,
) -> Response:
    """Creates a magic link for a fleet.

    While the invitation of the same `fleet_ref` is active, accepted or declined, that one is refreshed and answered
    with 200: the fields that are sent replace the stored ones, the expiry runs again from now, a declined invitation
    becomes active, and an accepted one gets new tokens, which end the former ones. After it has expired or was
    deleted, a new one is created.
    """
    await creation.check_addresses(body, use.guard)
    async with use.database.connection() as db:
        await creation.check_tsps(db, body)
        invitation, is_new = await creation.create_invitation(
            db,
            caller.partner_id,
            body,
            keyring=use.keyring,
            tokens=use.tokens,
            settings=use.settings,
            outbox=use.outbox,
        )
    return JSON(use.readable(invitation), 201 if is_new else 200)


@router.get("", response_model=CountedPage[InvitationRead], operation_id="list_invitations", summary="List invitations")
async def list_invitations(
    caller: Annotated[PartnerCaller, allow("invitation:read")],
    use: Dependencies,
    fleet_ref: Annotated[Text | None, Query(description="Only those of this reference")] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The partner's invitations in the order of their creation, without the deleted ones.

    Without the scope `invitation:create` the id, also in `magic_link`, is zeros and the tokens are null: who has them
    acts for the fleet.
    """
    start = list_queries.ORDER.decode(cursor)
    async with use.database.connection() as db:
        page = await list_queries.list_invitations(
            db,
            caller.partner_id,
            use.keyring if caller.may_have_links else None,
            fleet_ref=fleet_ref,
            cursor=start,
            size=size,
            connect_url=use.settings.connect_url,
        )
    return JSON(KeysetPage.between(page.json, page.edges, page.beyond, cursor=start, total=page.total).render())


@router.get(
    "/{invitation_id:uuid}", response_model=InvitationRead, operation_id="get_invitation", summary="Get an invitation"
)
async def get_invitation(invitation_id: UUID, use: Dependencies) -> Response:
    """One invitation in any state. No token is needed: the id is the secret of the magic link."""
    async with use.database.connection() as db:
        invitation = await queries.get_rendered_invitation(db, invitation_id, use.settings.connect_url)
    return JSON(use.readable(invitation, tokens=not use.settings.withhold_tokens))


@router.delete(
    "/{invitation_id:uuid}", status_code=204, operation_id="delete_invitation", summary="Delete an invitation"
)
async def delete_invitation(
    invitation_id: UUID,
    caller: Annotated[PartnerCaller, allow("invitation:delete")],
    use: Dependencies,
) -> None:
    """Takes back an invitation that was not accepted; its link stops working."""
    async with use.database.transaction() as db:
        await service.delete_invitation(db, caller.partner_id, invitation_id, settings=use.settings)


@router.post(
    "/{invitation_id:uuid}/send",
    status_code=202,
    response_model=InvitationDelivery,
    operation_id="send_invitation",
    summary="Send the link of an invitation",
)
async def send_invitation(
    invitation_id: UUID,
    caller: Annotated[PartnerCaller, allow("invitation:create")],
    use: Dependencies,
) -> Response:
    """Sends the link once more: to `fleet_email`, or without one as a short message to `fleet_phone`.

    Its delivery shows what becomes of it, and `invitation.sent` follows when the mail server has taken it. The operator
    sets up mail. A person who has stopped the partner's messages gets none.
    """
    async with use.database.transaction() as db:
        await queries.lock_own_invitation(db, caller.partner_id, invitation_id)
        invitation = await queries.get_rendered_invitation(db, invitation_id, use.settings.connect_url)
        await sending.resend_link(db, use.outbox, invitation, keyring=use.keyring, settings=use.settings)
        delivery = await delivery_queries.get_delivery(db, caller.partner_id, invitation_id)
    return JSON(delivery, 202)


@router.get(
    "/{invitation_id:uuid}/delivery",
    response_model=InvitationDelivery,
    operation_id="get_invitation_delivery",
    summary="Get the delivery of an invitation",
)
async def get_invitation_delivery(
    invitation_id: UUID, caller: Annotated[PartnerCaller, allow("invitation:read")], use: Dependencies
) -> Response:
    """Whether this server has sent the link, how, and what became of it; all null if it has not."""
    async with use.database.connection() as db:
        return JSON(await delivery_queries.get_delivery(db, caller.partner_id, invitation_id))


@router.post(
    "/{invitation_id:uuid}/accept",
    response_model=InvitationRead,
    operation_id="accept_invitation",
    summary="Accept an invitation",
    # The contract has no body here.
    openapi_extra={"requestBody": EXTENSION},
)
async def accept_invitation(
    invitation_id: UUID,
    fleet: Annotated[FleetCaller | None, optional_fleet],
    use: Dependencies,
    address: Address,
    details: InvitationAccept | None = None,
) -> Response:
    """The fleet agrees to share what the invitation asks for.

    No token is needed. With the token of an existing fleet, that fleet is linked and no new one is created, and its
    connections are the partner's, too. The body may correct what the partner has filled in.
    """
    async with use.database.transaction() as db:
        accepted = await service.accept_invitation(
            db,
            invitation_id,
            details,
            fleet=fleet,
            keyring=use.keyring,
            tokens=use.tokens,
            settings=use.settings,
            address=address,
            linked=use.linked,
        )
    return JSON(use.readable(accepted.invitation))


@router.post(
    "/{invitation_id:uuid}/decline",
    response_model=InvitationRead,
    operation_id="decline_invitation",
    summary="Decline an invitation",
    # The contract requires a body; gladhand accepts none, so that a fleet without a reason can leave it out.
    openapi_extra={"requestBody": {"required": True}},
)
async def decline_invitation(
    invitation_id: UUID, use: Dependencies, declined: InvitationDecline | None = None
) -> Response:
    """The fleet declines, with a reason if it likes. No token is needed."""
    reason = declined.decline_reason if declined is not None else None
    async with use.database.transaction() as db:
        invitation = await service.decline_invitation(db, invitation_id, reason, settings=use.settings)
    return JSON(use.readable(invitation, tokens=False))
