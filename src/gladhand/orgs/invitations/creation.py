"""Creates invitations, and refreshes those that are open."""

from contextlib import nullcontext
from uuid import UUID

from gladhand.auth.tokens.service import Tokens
from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.http import AddressGuard
from gladhand.core.mail.outbox import Outbox
from gladhand.core.near_names import did_you_mean
from gladhand.core.problems import Fault, Invalid, shortened
from gladhand.orgs.fleets import queries as fleets
from gladhand.orgs.invitations import change_queries, creation_queries, events, queries
from gladhand.orgs.invitations.queries import RenderedInvitation
from gladhand.orgs.invitations.schemas import InvitationCreate, InvitationStatusEnum
from gladhand.orgs.invitations.sending import send_link
from gladhand.orgs.invitations.settings import InvitationSettings
from gladhand.orgs.invitations.tokens import seal
from gladhand.orgs.partners.callback_urls import require_callable
from gladhand.orgs.partners.queries import list_redirect_schemes
from gladhand.orgs.texts import plain_name
from gladhand.orgs.tsps import queries as tsps
from gladhand.resources.enums import TspEnum
from gladhand.resources.urls import private_scheme


async def check_addresses(body: InvitationCreate, guard: AddressGuard) -> None:
    """Refuse a callback URL that this server must not call. Asks the DNS, so no transaction should be open."""
    if (url := body.callback_url) is not None:
        await require_callable(guard, url, "body.callback_url", given=url)


async def check_tsps(db: Db, body: InvitationCreate) -> None:
    """Correct the case of the names in `limit_tsps`. Raises `Invalid` for an unknown name, because ignoring it could
    show the fleet an empty list.
    """
    if not body.limit_tsps:
        return
    known = {name.lower(): name for name in (*TspEnum, *await tsps.list_names(db))}
    faults = []
    for index, name in enumerate(body.limit_tsps):
        if name.lower() not in known:
            hint = did_you_mean(name.lower(), known.values()) or " GET /v2/orgs/tsps lists the providers."
            message = f"No telematics provider has this slug or source name.{hint}"
            faults.append(Fault(f"body.limit_tsps.{index}", shortened(name), message, "value_error"))
    if faults:
        raise Invalid(faults)
    body.limit_tsps = [known[name.lower()] for name in body.limit_tsps]


def _check_name(body: InvitationCreate) -> None:
    # Look at the older name first: its value also stands under the newer name.
    for name in ("partner_provided_fleet_name", "fleet_name"):
        given = getattr(body, name)
        if given and name in body.model_fields_set and (nearest := plain_name(given)) != given:
            hint = f"; suggestion: {nearest}" if nearest else ""
            raise Invalid.at(f"body.{name}", f"only letters, numbers and spaces are allowed{hint}", given=given)


async def _check_schemes(db: Db, partner_id: UUID, body: InvitationCreate) -> None:
    for name in ("success_redirect_url", "failure_redirect_url"):
        given = getattr(body, name)
        if given and (scheme := private_scheme(given)) and scheme not in await list_redirect_schemes(db, partner_id):
            message = f"must use http or https, because the operator of this server has not registered {scheme} for you"
            raise Invalid.at(f"body.{name}", message, given=given)


async def create_invitation(
    db: Db,
    partner_id: UUID,
    body: InvitationCreate,
    *,
    keyring: Keyring,
    tokens: Tokens,
    settings: InvitationSettings,
    outbox: Outbox,
) -> tuple[RenderedInvitation, bool]:
    """Create an invitation, or refresh the active one of this `fleet_ref`, and send its link where the operator has set
    that up. Returns the invitation and whether it is new.

    Needs no transaction around it: one statement stores the invitation and its event. Raises `Invalid` for a name that
    the contract forbids, and for an address of an app whose scheme the partner has not registered.
    """
    if not settings.full_names:
        _check_name(body)
    await _check_schemes(db, partner_id, body)
    async with db.transaction() if outbox.is_open else nullcontext():
        invitation, is_new = await _stored(db, partner_id, body, keyring=keyring, tokens=tokens, settings=settings)
        is_active = invitation.status == InvitationStatusEnum.ACTIVE
        if outbox.is_open and is_active and (is_new if body.send is None else body.send):
            await send_link(db, outbox, invitation, keyring=keyring, settings=settings)
    return invitation, is_new


async def _stored(
    db: Db, partner_id: UUID, body: InvitationCreate, *, keyring: Keyring, tokens: Tokens, settings: InvitationSettings
) -> tuple[RenderedInvitation, bool]:
    while (
        stored := await creation_queries.upsert_invitation(
            db, partner_id, body, keyring, connect_url=settings.connect_url
        )
    ) is None:
        async with db.transaction():
            expired = await change_queries.update_expired(db, partner_id, body.fleet_ref, settings.connect_url)
            if expired is not None:
                await events.announce(db, events.EXPIRED, expired)
    invitation, is_new = stored
    if not is_new and invitation.status == InvitationStatusEnum.ACCEPTED and invitation.fleet_id is not None:
        slug, came_by_partner = await fleets.get_slug(db, invitation.fleet_id, partner_id)
        made = tokens.for_fleet(invitation.fleet_id, slug, invited_by=partner_id, is_shared=not came_by_partner)
        async with db.transaction():
            former = await queries.lock_token_session(db, partner_id, invitation.id)
            if former is not None:
                await tokens.revoke_session(db, former)
            invitation = await change_queries.update_tokens(
                db,
                partner_id,
                invitation.id,
                sealed=seal(made, keyring, invitation.id),
                connect_url=settings.connect_url,
            )
    return invitation, is_new
