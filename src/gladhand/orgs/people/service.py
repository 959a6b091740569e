"""What callers of the API may do with people: a partner with its own, an administrator with all.

No caller gives more than the caller may do. A link that opens an account goes to the mailbox, so that nobody opens an
account with the address of somebody else.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.callers import AdminCaller, PartnerCaller
from gladhand.auth.clients.queries import has_partner
from gladhand.auth.grants.queries import end_grants_of_role
from gladhand.auth.people import queries, wire_queries
from gladhand.auth.people import service as people
from gladhand.auth.people.emails import normal_email
from gladhand.auth.people.links import LinkPurposeEnum, make_link
from gladhand.auth.people.problems import EmailTaken
from gladhand.auth.people.queries import Person
from gladhand.auth.people.roles import PersonRoleEnum, WantedRole, scopes_of
from gladhand.auth.people.wire_queries import HeldRole
from gladhand.core.clock import now, wire_time
from gladhand.core.crypto import Secret
from gladhand.core.db import Db
from gladhand.core.ids import INSTALLATION
from gladhand.core.languages import current_language
from gladhand.core.mail.outbox import MailDraft, Outbox
from gladhand.core.near_names import did_you_mean
from gladhand.core.problems import Invalid
from gladhand.orgs.people.problems import (
    AccountDisabled,
    HasRole,
    NoMailServer,
    NotChangeable,
    OwnRole,
    UnprovedAccount,
)
from gladhand.orgs.people.schemas import PersonInvite, PersonRoleUpdate

Manager: TypeAlias = PartnerCaller | AdminCaller

_LINK_LASTS = timedelta(hours=72)


def owner(who: Manager) -> UUID | None:
    """Whose people the caller manages. None: everybody's."""
    return who.partner_id if isinstance(who, PartnerCaller) else None


async def invite(
    db: Db, who: Manager, actor: Actor, body: PersonInvite, *, outbox: Outbox, connect_url: str
) -> tuple[UUID, Secret | None]:
    """Give somebody a role, with a new account if there is none. Returns the id of the role, and the link if nobody
    mails it. Raises `Invalid` and the problems of this noun.
    """
    role = PersonRoleEnum(body.role)
    partner_id = await _partner_of(db, who, role, body.partner_id)
    wanted = WantedRole(role, partner_id=partner_id, scopes=_scopes_within(who, role, body.scopes))
    email = normal_email(body.email)
    person = await _find_locked(db, email)
    is_new = person is None or person.verified_at is None
    person_id = (
        await _add(db, actor, email, body.name) if person is None else await _opened(db, actor, person, partner_id)
    )
    is_given = await people.give_role(db, actor, person_id, wanted)
    if not is_given and not is_new:
        raise HasRole
    link = await _send_link(db, who, email, partner_id, outbox=outbox, connect_url=connect_url) if is_new else None
    role_id = await wire_queries.find_held_role_id(db, person_id, role, partner_id)
    assert role_id is not None, "the role was given, or held before"
    return role_id, link


async def change_role(db: Db, who: Manager, actor: Actor, role_id: UUID, body: PersonRoleUpdate) -> None:
    """Change a role or its scopes; tokens for it end. Raises `NotFound`, `Invalid`, `NotChangeable` and `HasRole`."""
    held = await wire_queries.lock_held_role(db, owner(who), role_id)
    if held.fleet_id is not None:
        raise NotChangeable
    role = held.role if body.role is None else PersonRoleEnum(body.role)
    if (role is PersonRoleEnum.ADMIN) != (held.partner_id is None):
        raise Invalid.at("body.role", "Administrators act for no partner, all others for one.", given=role)
    if role is held.role and "scopes" not in body.model_fields_set:
        return
    scopes = _scopes_within(who, role, body.scopes)
    # Two changes of one person come one after the other.
    await queries.get_locked_person(db, held.person_id)
    if role is not held.role and await wire_queries.find_held_role_id(db, held.person_id, role, held.partner_id):
        raise HasRole
    await wire_queries.update_held_role(db, held, role, scopes)
    await end_grants_of_role(db, held.id)
    details = {"role": role, "scopes": None if scopes is None else sorted(scopes)}
    await _note(db, actor, "person.role_changed", held, details)


async def end_role(db: Db, who: Manager, actor: Actor, role_id: UUID) -> None:
    """Take a role away; its tokens end within a second. Raises `NotFound` and `OwnRole`."""
    held = await wire_queries.lock_held_role(db, owner(who), role_id)
    if who.person_id == held.person_id:
        raise OwnRole
    await wire_queries.remove_held_role(db, held)
    await end_grants_of_role(db, held.id)
    await _note(db, actor, "person.role_taken", held, {"role": held.role})


async def _note(db: Db, actor: Actor, action: str, held: HeldRole, details: Mapping[str, Any]) -> None:
    await insert_change(
        db,
        actor,
        action,
        partner_id=held.partner_id,
        fleet_id=held.fleet_id,
        subject_id=held.person_id,
        details=details,
    )


async def _find_locked(db: Db, email: str) -> Person | None:
    found = await queries.find_person(db, email)
    return None if found is None else await queries.get_locked_person(db, found.id)


async def _add(db: Db, actor: Actor, email: str, name: str | None) -> UUID:
    try:
        return await people.add_person(db, actor, email, name=name)
    except EmailTaken:
        # Somebody has registered it at this moment.
        raise UnprovedAccount from None


async def _opened(db: Db, actor: Actor, person: Person, partner_id: UUID | None) -> UUID:
    """The account, without what a stranger may have set up in it. Raises `AccountDisabled` and `UnprovedAccount`."""
    if person.disabled_at is not None:
        raise AccountDisabled
    if person.verified_at is None:
        others = [
            role
            for role in await queries.list_roles(db, person.id)
            if role.fleet_id is not None or role.partner_id != partner_id
        ]
        if others:
            raise UnprovedAccount
        await people.reset_unverified(db, actor, person.id)
    return person.id


async def _send_link(
    db: Db, who: Manager, email: str, partner_id: UUID | None, *, outbox: Outbox, connect_url: str
) -> Secret | None:
    """Mail the link. Returns it if nobody mails it. Raises `NoMailServer`."""
    can_send = outbox.can_send()
    if not can_send and isinstance(who, PartnerCaller):
        raise NoMailServer
    link = await make_link(db, connect_url, email, LinkPurposeEnum.RESET, valid_for=_LINK_LASTS)
    assert link is not None, "the account exists"
    if not can_send:
        return link
    values = {"link": link.reveal(), "until": wire_time(now() + _LINK_LASTS)}
    await outbox.queue(
        db,
        MailDraft(
            "person_invited",
            email,
            language=current_language().code,
            values=values,
            partner_id=partner_id or INSTALLATION,
        ),
    )
    return None


async def _partner_of(db: Db, who: Manager, role: PersonRoleEnum, named: UUID | None) -> UUID | None:
    if role is PersonRoleEnum.ADMIN:
        if isinstance(who, PartnerCaller):
            raise Invalid.at("body.role", "Only administrators give this role.", given=role)
        if named is not None:
            raise Invalid.at("body.partner_id", "An administrator acts for no partner.", given=named)
        return None
    if isinstance(who, PartnerCaller):
        if named not in (None, who.partner_id):
            raise Invalid.at("body.partner_id", "There is no such partner.", given=named)
        return who.partner_id
    if named is None:
        raise Invalid.at("body.partner_id", "Name the partner that the person acts for.", error_type="missing")
    if not await has_partner(db, named):
        raise Invalid.at("body.partner_id", "There is no such partner.", given=named)
    return named


def _scopes_within(who: Manager, role: PersonRoleEnum, named: Sequence[str] | None) -> frozenset[str] | None:
    """The scopes for the role: none beyond those of the caller. None: all of the role."""
    possible = scopes_of(role)
    for number, name in enumerate(named or ()):
        if name not in possible:
            message = f"This role does not have this scope.{did_you_mean(name, possible)}"
            raise Invalid.at(f"body.scopes.{number}", message, given=name)
        if name not in who.scopes:
            raise Invalid.at(f"body.scopes.{number}", "Your own token does not have this scope.", given=name)
    chosen = possible & who.scopes if named is None else frozenset(named)
    return None if chosen == possible else chosen
