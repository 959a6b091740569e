"""Changes of invitations. Each function but `create` works in the caller's transaction."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gladhand.auth.callers import FleetCaller, PartnerCaller
from gladhand.auth.tokens.schemas import FleetTokens
from gladhand.auth.tokens.service import Tokens
from gladhand.core.clock import now, wire_time
from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.http import AddressGuard, AddressRefused
from gladhand.core.problems import Invalid
from gladhand.orgs.agreements import events as agreement_events
from gladhand.orgs.agreements import queries as agreements
from gladhand.orgs.fleets import queries as fleets
from gladhand.orgs.fleets.problems import FleetNotFound
from gladhand.orgs.funnel import queries as funnel
from gladhand.orgs.funnel.schemas import FunnelStepEnum
from gladhand.orgs.invitations import events, queries, wire
from gladhand.orgs.invitations.problems import InvitationAccepted, InvitationNotFound, InvitationNotOpen
from gladhand.orgs.invitations.queries import Invitation
from gladhand.orgs.invitations.schemas import FLEET_FIELDS, InvitationAccept, InvitationCreate

_LOT = 100


@dataclass(frozen=True)
class InvitationSettings:
    """`withhold_tokens` keeps them out of the read that needs no token."""

    connect_url: str
    withhold_tokens: bool


@dataclass(frozen=True)
class Accepted:
    """What came of an acceptance; `record` is the invitation as JSON, with its tokens."""

    record: str
    fleet_id: UUID
    tokens: FleetTokens


async def check_addresses(wanted: InvitationCreate, guard: AddressGuard) -> None:
    """Refuse a callback URL that this server must not call. Asks the DNS, so no transaction should be open."""
    if wanted.callback_url is None:
        return
    try:
        await guard.check_url(wanted.callback_url)
    except AddressRefused as error:
        raise Invalid.at("body.callback_url", str(error), given=wanted.callback_url) from None


async def create(
    db: Db,
    keyring: Keyring,
    tokens: Tokens,
    who: PartnerCaller,
    wanted: InvitationCreate,
    settings: InvitationSettings,
) -> tuple[str, bool]:
    """A new invitation, or the living one of this `fleet_ref` refreshed: its JSON, and whether it is new.

    Needs no transaction around it: making, and telling of it, is one statement.
    """
    while (made := await queries.put(db, who.partner_id, wanted, settings.connect_url)) is None:
        async with db.transaction():
            gone = await queries.settle_expired(db, who.partner_id, wanted.fleet_ref, settings.connect_url)
            if gone is not None:
                await events.announce(db, "expired", gone)
    record, is_new = made
    if not is_new and '"status":"accepted"' in record:
        record = await _renew_tokens(db, keyring, tokens, wire.invitation_id(record), settings)
    return wire.with_tokens(record, keyring), is_new


async def accept(
    db: Db,
    keyring: Keyring,
    tokens: Tokens,
    invitation_id: UUID,
    details: InvitationAccept | None,
    fleet: FleetCaller | None,
    settings: InvitationSettings,
) -> Accepted:
    """The fleet agrees: it comes into being (or is the one that calls), shares with the partner, and gets its tokens.

    Raises `InvitationNotFound`, `InvitationNotOpen` for all but the first answer, `Invalid`.
    """
    invitation = await _open(db, invitation_id)
    described = _described(invitation, details)
    if fleet is None:
        new = _new_fleet(invitation_id, described)
        fleet_id, slug = await fleets.add(db, new), new.slug
    else:
        # It is known already: what the partner has filled in says nothing new about it.
        fleet_id, slug = fleet.fleet_id, await _slug(db, fleet.fleet_id)
    agreement, is_new = await agreements.put(
        db,
        invitation.partner_id,
        fleet_id=fleet_id,
        fleet_ref=invitation.fleet_ref,
        invitation_id=invitation_id,
        scopes=invitation.permissions,
    )
    made = tokens.for_fleet(fleet_id, slug, invitation_id)
    record = await queries.accept(
        db,
        invitation.partner_id,
        invitation_id,
        fleet_id=fleet_id,
        described=described,
        sealed=_sealed(made, keyring, invitation_id),
        connect_url=settings.connect_url,
    )
    await funnel.note(db, invitation.partner_id, invitation_id, FunnelStepEnum.ACCEPTED)
    await events.announce(db, "accepted", record, to_callback=True)
    await agreement_events.announce(
        db, invitation.partner_id, agreement, is_new=is_new, callback_url=invitation.callback_url
    )
    return Accepted(wire.with_tokens(record, keyring), fleet_id, made)


async def decline(db: Db, invitation_id: UUID, reason: str | None, settings: InvitationSettings) -> str:
    """The fleet says no. Raises `InvitationNotFound` or `InvitationNotOpen`."""
    invitation = await _open(db, invitation_id)
    record = await queries.decline(db, invitation.partner_id, invitation_id, reason, settings.connect_url)
    await funnel.note(db, invitation.partner_id, invitation_id, FunnelStepEnum.DECLINED)
    await events.announce(db, "declined", record)
    return record


async def delete(db: Db, who: PartnerCaller, invitation_id: UUID, settings: InvitationSettings) -> None:
    """The partner takes it back. Raises `InvitationNotFound` or `InvitationAccepted`."""
    status = await queries.lock_status(db, who.partner_id, invitation_id)
    if status is None or status == "deleted":
        raise InvitationNotFound
    if status == "accepted":
        raise InvitationAccepted
    record = await queries.delete(db, who.partner_id, invitation_id, settings.connect_url)
    await events.announce(db, "deleted", record)


async def view(db: Db, invitation_id: UUID, settings: InvitationSettings) -> bool:
    """The fleet has the open invitation before its eyes; told to the partner the first time. Whether this was it."""
    record = await queries.view(db, invitation_id, settings.connect_url)
    if record is not None:
        await events.announce(db, "viewed", record)
    return record is not None


async def ask_again(db: Db, invitation_id: UUID, settings: InvitationSettings) -> None:
    """The fleet has opened a link that is over, and wants a new one. Told to the partner as one more
    `invitation.expired`, whose record says when: the contract has no event of its own for it. At most once a day."""
    record = await queries.ask_again(db, invitation_id, settings.connect_url)
    if record is not None:
        await events.announce(db, "expired", record, more={"renewal_requested_at": wire_time(now())})


async def expire_due(db: Db, settings: InvitationSettings) -> int:
    """Settle and announce some invitations whose time is over; how many. Below a full lot nothing is left to do.

    Several workers may do this at the same time: a row is locked by the one that settles it.
    """
    records = await queries.settle_expired_of_all(db, settings.connect_url, _LOT)
    for record in records:
        await events.announce(db, "expired", record)
    return len(records)


async def _open(db: Db, invitation_id: UUID) -> Invitation:
    invitation = await queries.find_and_lock(db, invitation_id)
    if invitation is None:
        raise InvitationNotFound
    if invitation.status != "active":
        raise InvitationNotOpen(invitation.status)
    return invitation


async def _slug(db: Db, fleet_id: UUID) -> str:
    slug = await fleets.slug(db, fleet_id)
    if slug is None:
        raise FleetNotFound
    return slug


async def _renew_tokens(
    db: Db, keyring: Keyring, tokens: Tokens, invitation_id: UUID, settings: InvitationSettings
) -> str:
    invitation = await queries.find(db, invitation_id)
    assert invitation is not None
    assert invitation.fleet_id is not None
    made = tokens.for_fleet(invitation.fleet_id, await _slug(db, invitation.fleet_id), invitation_id)
    return await queries.keep_tokens(
        db, invitation.partner_id, invitation_id, _sealed(made, keyring, invitation_id), settings.connect_url
    )


def _sealed(made: FleetTokens, keyring: Keyring, invitation_id: UUID) -> dict[str, bytes]:
    return {
        "access": keyring.seal(made.access, purpose=wire.purpose("access", invitation_id)),
        "refresh": keyring.seal(made.refresh, purpose=wire.purpose("refresh", invitation_id)),
    }


def _described(invitation: Invitation, details: InvitationAccept | None) -> dict[str, str | None]:
    """What the partner filled in, with what the fleet has changed; null clears a field."""
    changed = details.model_dump(exclude_unset=True) if details is not None else {}
    described = {name: changed.get(name, getattr(invitation, name)) for name in FLEET_FIELDS}
    if described["fleet_regulatory_id"] and not described["fleet_regulatory_id_type"]:
        raise Invalid.at(
            "body.fleet_regulatory_id_type", "Field required when the regulatory id is given", error_type="missing_type"
        )
    return described


def _new_fleet(invitation_id: UUID, described: Mapping[str, str | None]) -> fleets.NewFleet:
    name = described["fleet_name"]
    mark = f"{invitation_id}-{secrets.token_hex(3)}"
    return fleets.NewFleet(
        name=name if name and name.strip() else f"Fleet {invitation_id}",
        slug=f"fleet-{mark}",
        website=described["fleet_website"] or f"https://unknown-fleet-{mark}.com/",
        invitation_id=invitation_id,
        regulatory_id=described["fleet_regulatory_id"],
        regulatory_id_type=described["fleet_regulatory_id_type"],
        email=described["fleet_email"],
        phone=described["fleet_phone"],
        country_code=described["fleet_country_code"],
    )
