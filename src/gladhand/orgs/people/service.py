"""What callers of the API may do with people: a partner with its own, an administrator with all.

No caller gives more than the caller may do. A role waits until the owner of the account accepts it by a link, which
goes to the mailbox: nobody opens an account with the address of somebody else, or learns whether there is one.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.callers import AdminCaller, Manager, PartnerCaller, managed_partner
from gladhand.auth.clients.queries import has_partner
from gladhand.auth.grants.queries import end_grants_of_role
from gladhand.auth.people import offers, queries, wire_queries
from gladhand.auth.people import service as people
from gladhand.auth.people.emails import normal_email
from gladhand.auth.people.problems import EmailTaken
from gladhand.auth.people.queries import Person
from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment, scopes_of
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
    WiderRole,
)
from gladhand.orgs.people.schemas import PersonInvite, PersonRoleUpdate

_LINK_LASTS = timedelta(hours=72)


async def invite(
    db: Db, caller: Manager, actor: Actor, body: PersonInvite, *, outbox: Outbox, connect_url: str
) -> tuple[UUID, Secret | None]:
    """Offer somebody a role, with a new account if there is none. Returns the id of the role, and the link if nobody
    mails it. A partner gets the same answer whatever account there is. Raises `Invalid` and the problems of this noun.
    """
    role = PersonRoleEnum(body.role)
    partner_id = await _partner_of(db, caller, role, body.partner_id)
    assignment = RoleAssignment(role, partner_id=partner_id, scopes=_scopes_within(caller, role, body.scopes))
    can_send = outbox.can_send()
    if not can_send and isinstance(caller, PartnerCaller):
        raise NoMailServer
    person = await _find_or_add(db, actor, normal_email(body.email), body.name)
    if person.disabled_at is not None and isinstance(caller, AdminCaller):
        raise AccountDisabled
    held = await wire_queries.list_roles_of(db, person.id)
    found = _find(held, role, partner_id)
    if found is not None and not (found.is_offered and found.scopes == scopes_of(role, assignment.scopes)):
        raise HasRole
    if not can_send and person.verified_at is None:
        _check_openable(caller, held)
    role_id = await offers.offer_role(db, actor, person.id, assignment) if found is None else found.id
    link = await offers.make_offer_link(db, connect_url, person.email, role_id, valid_for=_LINK_LASTS)
    if link is None or not can_send:
        return role_id, link
    await _mail(db, outbox, person.email, link, partner_id)
    return role_id, None


async def change_role(db: Db, caller: Manager, actor: Actor, role_id: UUID, body: PersonRoleUpdate) -> None:
    """Change a role or its scopes; tokens for it end. Raises `NotFound`, `OwnRole`, `NotChangeable`, `Invalid` and
    `HasRole`.
    """
    held = await _lock_of_somebody_else(db, caller, role_id)
    if held.fleet_id is not None:
        raise NotChangeable
    role = held.role if body.role is None else PersonRoleEnum(body.role)
    if (role is PersonRoleEnum.ADMIN) != (held.partner_id is None):
        raise Invalid.at("body.role", "Administrators act for no partner, all others for one.", given=role)
    if role is held.role and "scopes" not in body.model_fields_set:
        return
    if role is not held.role and _find(await wire_queries.list_roles_of(db, held.person_id), role, held.partner_id):
        raise HasRole
    scopes = _changed_scopes(caller, held, role, body)
    await wire_queries.update_held_role(db, held, role, scopes)
    await end_grants_of_role(db, held.id)
    details = {"role": role, "scopes": None if scopes is None else sorted(scopes)}
    await _note(db, actor, "person.role_changed", held, details)


async def end_role(db: Db, caller: Manager, actor: Actor, role_id: UUID) -> None:
    """Take a role away; its tokens end within a second. Raises `NotFound` and `OwnRole`."""
    held = await _lock_of_somebody_else(db, caller, role_id)
    await wire_queries.delete_held_role(db, held)
    await end_grants_of_role(db, held.id)
    await _note(db, actor, "person.role_taken", held, {"role": held.role})


async def _lock_of_somebody_else(db: Db, caller: Manager, role_id: UUID) -> HeldRole:
    held = await wire_queries.lock_held_role(db, managed_partner(caller), role_id)
    if caller.person_id == held.person_id:
        raise OwnRole
    return held


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


async def _find_or_add(db: Db, actor: Actor, email: str, name: str | None) -> Person:
    """The account with this address, locked."""
    found = await queries.find_person(db, email)
    if found is None:
        # Somebody may register it at this moment.
        with suppress(EmailTaken):
            await people.add_person(db, actor, email, name=name)
        found = await queries.find_person(db, email)
        assert found is not None, "the account exists"
    return await queries.get_locked_person(db, found.id)


def _find(held: Sequence[HeldRole], role: PersonRoleEnum, partner_id: UUID | None) -> HeldRole | None:
    owner_and_role = (role, partner_id, None)
    return next((each for each in held if (each.role, each.partner_id, each.fleet_id) == owner_and_role), None)


def _check_openable(caller: Manager, held: Sequence[HeldRole]) -> None:
    """The link opens the account with all that it has or is offered, and the caller gets it.

    Raises `UnprovedAccount` and `WiderRole`.
    """
    if not all(each.is_offered for each in held):
        raise UnprovedAccount
    if not all(each.scopes <= caller.scopes for each in held):
        raise WiderRole


async def _mail(db: Db, outbox: Outbox, email: str, link: Secret, partner_id: UUID | None) -> None:
    draft = MailDraft(
        "person_invited",
        email,
        language=current_language().code,
        values={"link": link.reveal(), "until": wire_time(now() + _LINK_LASTS)},
        partner_id=partner_id or INSTALLATION,
    )
    await outbox.queue(db, draft)


async def _partner_of(db: Db, caller: Manager, role: PersonRoleEnum, named: UUID | None) -> UUID | None:
    if role is PersonRoleEnum.ADMIN:
        if isinstance(caller, PartnerCaller):
            raise Invalid.at("body.role", "Only administrators give this role.", given=role)
        if named is not None:
            raise Invalid.at("body.partner_id", "An administrator acts for no partner.", given=named)
        return None
    if isinstance(caller, PartnerCaller):
        if named not in (None, caller.partner_id):
            raise Invalid.at("body.partner_id", "There is no such partner.", given=named)
        return caller.partner_id
    if named is None:
        raise Invalid.at("body.partner_id", "Name the partner that the person acts for.", error_type="missing")
    if not await has_partner(db, named):
        raise Invalid.at("body.partner_id", "There is no such partner.", given=named)
    return named


def _changed_scopes(
    caller: Manager, held: HeldRole, role: PersonRoleEnum, body: PersonRoleUpdate
) -> frozenset[str] | None:
    """The scopes after a change. A narrowed role stays narrowed until scopes are named, or null. Raises `Invalid`."""
    if held.narrowed_to is None or "scopes" in body.model_fields_set:
        return _scopes_within(caller, role, body.scopes)
    kept = scopes_of(role, held.narrowed_to)
    if not kept:
        message = "The new role has none of the scopes that the person has. Name its scopes."
        raise Invalid.at("body.scopes", message, error_type="missing")
    return kept


def _scopes_within(caller: Manager, role: PersonRoleEnum, named: Sequence[str] | None) -> frozenset[str] | None:
    """The scopes for the role: none beyond those of the caller. None: all of the role."""
    possible = scopes_of(role)
    for number, name in enumerate(named or ()):
        if name not in possible:
            message = f"This role does not have this scope.{did_you_mean(name, possible)}"
            raise Invalid.at(f"body.scopes.{number}", message, given=name)
        if name not in caller.scopes:
            raise Invalid.at(f"body.scopes.{number}", "Your own token does not have this scope.", given=name)
    chosen = possible & caller.scopes if named is None else frozenset(named)
    return None if chosen == possible else chosen
