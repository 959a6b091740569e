"""Changes of invitations, in the caller's transaction. Creation has a module of its own."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from gladhand.auth.audit.actors import Actor, ActorKindEnum
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.callers import FleetCaller
from gladhand.auth.tokens.schemas import FleetTokens
from gladhand.auth.tokens.service import Tokens
from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.problems import Invalid
from gladhand.orgs.agreements import acceptance_queries as agreements
from gladhand.orgs.agreements import events as agreement_events
from gladhand.orgs.agreements.privacy import MovementPrivacy
from gladhand.orgs.agreements.problems import HeldByFleet
from gladhand.orgs.consent.groups import without_groups
from gladhand.orgs.consent.queries import find_partner_consent
from gladhand.orgs.fleets import queries as fleets
from gladhand.orgs.funnel import queries as funnel
from gladhand.orgs.funnel.schemas import FunnelStepEnum
from gladhand.orgs.invitations import change_queries, events, queries
from gladhand.orgs.invitations.linking import LinkHandlers
from gladhand.orgs.invitations.problems import InvitationAccepted, InvitationNotOpen
from gladhand.orgs.invitations.queries import Invitation, RenderedInvitation
from gladhand.orgs.invitations.schemas import FLEET_FIELDS, InvitationAccept, InvitationStatusEnum
from gladhand.orgs.invitations.settings import InvitationSettings
from gladhand.orgs.invitations.tokens import seal
from gladhand.orgs.sharing import queries as links
from gladhand.orgs.sharing.queries import SharingOwner

_BATCH_SIZE = 100
_MARK_BYTES = 8


@dataclass(frozen=True)
class AcceptedInvitation:
    """The invitation after its acceptance, and its fleet with the new tokens."""

    invitation: RenderedInvitation
    fleet_id: UUID
    tokens: FleetTokens


async def accept_invitation(
    db: Db,
    link_id: UUID,
    details: InvitationAccept | None,
    *,
    fleet: FleetCaller | None,
    keyring: Keyring,
    tokens: Tokens,
    settings: InvitationSettings,
    address: str | None = None,
    refused_groups: Collection[str] = (),
    privacy: MovementPrivacy | None = None,
    linked: LinkHandlers | None = None,
) -> AcceptedInvitation:
    """Accept for the fleet: create the fleet unless its own token came with the request, make the agreement, issue
    tokens.

    `refused_groups` are optional groups of data that the fleet leaves out; others are ignored. `privacy` protects the
    movement of its drivers. `linked` runs if the fleet was here before. Raises `NotFound`, `InvitationNotOpen` for all
    but the first answer, `Invalid`, and `HeldByFleet` if the fleet itself has paused or ended what it shares with the
    partner, or set its dates.
    """
    invitation = await _get_open(db, link_id)
    description = _description(invitation, details)
    terms = invitation.terms.over((await find_partner_consent(db, invitation.partner_id)).terms)
    scopes = without_groups(invitation.permissions, set(refused_groups).intersection(terms.optional_groups))
    if fleet is None:
        new = _new_fleet(invitation.partner_id, description)
        fleet_id, slug, came_by_partner = await fleets.insert_fleet(db, new), new.slug, True
    else:
        # An existing fleet keeps its own description; the partner's is ignored.
        fleet_id = fleet.fleet_id
        if await agreements.is_held(db, invitation.partner_id, fleet_id) and not fleet.is_proved:
            raise HeldByFleet
        slug, came_by_partner = await fleets.get_slug(db, fleet_id, invitation.partner_id)
    agreement, is_new = await agreements.upsert_agreement(
        db,
        invitation.partner_id,
        fleet_id=fleet_id,
        fleet_ref=invitation.fleet_ref,
        invitation_id=invitation.id,
        scopes=scopes,
        days=terms.access_days,
        privacy=privacy,
    )
    made = tokens.for_fleet(fleet_id, slug, invited_by=invitation.partner_id, is_shared=not came_by_partner)
    accepted = await change_queries.update_accepted(
        db,
        invitation.partner_id,
        invitation.id,
        fleet_id=fleet_id,
        description=description,
        sealed=seal(made, keyring, invitation.id),
        connect_url=settings.connect_url,
    )
    if details is not None and details.fleet_email and (fleet is None or fleet.is_proved):
        # Here the fleet names the address. A token of a fleet can be read by the partner, and so can the invitation.
        owner = SharingOwner(invitation.partner_id, fleet_id)
        await links.upsert_link(db, owner, keyring, email=details.fleet_email)
    await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.ACCEPTED)
    await events.announce(db, events.ACCEPTED, accepted, to_callback=True)
    event = agreement_events.CREATED if is_new else agreement_events.UPDATED
    await agreement_events.announce(db, event, agreement, callback_url=invitation.callback_url)
    if fleet is not None and linked is not None:
        await linked.handle(db, fleet_id, invitation.partner_id)
    await insert_change(
        db,
        Actor(ActorKindEnum.FLEET, str(fleet_id), address),
        "invitation.accepted",
        partner_id=invitation.partner_id,
        fleet_id=fleet_id,
        subject_id=agreement.id,
        details={"scopes": scopes, **({} if privacy is None else {"movement_privacy": privacy.stored()})},
    )
    return AcceptedInvitation(accepted, fleet_id, made)


async def decline_invitation(
    db: Db, link_id: UUID, reason: str | None, *, settings: InvitationSettings
) -> RenderedInvitation:
    """Decline for the fleet. Raises `NotFound` or `InvitationNotOpen`."""
    invitation = await _get_open(db, link_id)
    declined = await change_queries.update_declined(
        db, invitation.partner_id, invitation.id, reason=reason, connect_url=settings.connect_url
    )
    await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.DECLINED)
    await events.announce(db, events.DECLINED, declined)
    return declined


async def delete_invitation(db: Db, partner_id: UUID, link_id: UUID, *, settings: InvitationSettings) -> None:
    """Delete the invitation for its partner. Raises `NotFound`, and `InvitationAccepted` while its agreement lives."""
    invitation_id, status = await queries.lock_own_invitation(db, partner_id, link_id)
    if status == InvitationStatusEnum.ACCEPTED and await agreements.has_living_agreement(db, partner_id, invitation_id):
        raise InvitationAccepted
    deleted = await change_queries.delete_invitation(db, partner_id, invitation_id, settings.connect_url)
    await events.announce(db, events.DELETED, deleted)


async def view_invitation(db: Db, invitation: Invitation, settings: InvitationSettings) -> bool:
    """Note that the fleet sees the open invitation, and publish it the first time. Returns whether this is the first
    time."""
    viewed = await change_queries.update_viewed(db, invitation.partner_id, invitation.id, settings.connect_url)
    if viewed is not None:
        await events.announce(db, events.VIEWED, viewed)
    return viewed is not None


async def request_renewal(db: Db, invitation: Invitation, settings: InvitationSettings) -> None:
    """The fleet asks for a new link, because this one has expired.

    The contract has no event for it, so the partner gets `invitation.expired` once more, with `renewal_requested_at`
    in its record; at most once a day.
    """
    asked = await change_queries.update_renewal_requested(
        db, invitation.partner_id, invitation.id, settings.connect_url
    )
    if asked is not None:
        await events.announce(db, events.EXPIRED, asked)


async def expire_due(db: Db, settings: InvitationSettings) -> int:
    """Mark a batch of invitations whose time is over, and publish it. Returns how many there were.

    Several workers may do this at the same time: each row is locked by the one that marks it.
    """
    expired = await change_queries.update_expired_of_all_partners(db, settings.connect_url, _BATCH_SIZE)
    for invitation in expired:
        await events.announce(db, events.EXPIRED, invitation)
    return len(expired)


async def _get_open(db: Db, link_id: UUID) -> Invitation:
    invitation = await queries.get_locked_invitation(db, link_id)
    if invitation.status != InvitationStatusEnum.ACTIVE:
        raise InvitationNotOpen(invitation.status)
    return invitation


def _description(invitation: Invitation, details: InvitationAccept | None) -> dict[str, str | None]:
    """The partner's description of the fleet with the fleet's changes; null clears a field."""
    changes = details.model_dump(exclude_unset=True) if details is not None else {}
    description = {name: changes.get(name, getattr(invitation, name)) for name in FLEET_FIELDS}
    if description["fleet_regulatory_id"] and not description["fleet_regulatory_id_type"]:
        raise Invalid.at(
            "body.fleet_regulatory_id_type", "Field required when the regulatory id is given", error_type="missing_type"
        )
    return description


def _new_fleet(partner_id: UUID, description: Mapping[str, str | None]) -> fleets.NewFleet:
    name = description["fleet_name"]
    # Every partner of the fleet reads these fields, so they contain nothing of the invitation.
    mark = secrets.token_hex(_MARK_BYTES)
    return fleets.NewFleet(
        name=name if name and name.strip() else f"Fleet {mark}",
        slug=f"fleet-{mark}",
        website=description["fleet_website"] or f"https://unknown-fleet-{mark}.invalid/",
        invited_by=partner_id,
        regulatory_id=description["fleet_regulatory_id"],
        regulatory_id_type=description["fleet_regulatory_id_type"],
        email=description["fleet_email"],
        phone=description["fleet_phone"],
        country_code=description["fleet_country_code"],
    )
