"""Roles that wait for the owner of an account to accept them by a link of the mailbox.

Nobody becomes a person of a partner by the partner's word alone: until the owner has accepted, the role opens nothing,
and the partner learns nothing about the account.
"""

from datetime import timedelta
from uuid import UUID

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.people import offer_queries, queries
from gladhand.auth.people import service as people
from gladhand.auth.people.links import LinkPurposeEnum, make_link
from gladhand.auth.people.offer_queries import RoleOffer
from gladhand.auth.people.problems import LinkUnusable
from gladhand.auth.people.roles import RoleAssignment
from gladhand.core.crypto import Secret, hash_secret
from gladhand.core.db import Db


async def offer_role(db: Db, actor: Actor, person_id: UUID, assignment: RoleAssignment) -> UUID:
    """Offer a role to a locked person who has not got it. Returns its id."""
    role_id = await offer_queries.insert_offered_role(db, person_id, assignment)
    await people.note_role(db, actor, "person.role_offered", person_id, assignment)
    return role_id


async def make_offer_link(
    db: Db, connect_url: str, email: str, role_id: UUID, *, valid_for: timedelta
) -> Secret | None:
    """A link to accept the role with. None if the account is disabled."""
    return await make_link(db, connect_url, email, LinkPurposeEnum.ROLE, valid_for=valid_for, role_id=role_id)


async def get_role_offer(db: Db, token: str) -> RoleOffer:
    """What a link offers. Raises `LinkUnusable`."""
    offer = await offer_queries.find_offer(db, hash_secret(token), LinkPurposeEnum.ROLE)
    if offer is None:
        raise LinkUnusable
    return offer


async def accept_offer(db: Db, token: str, *, signed_in: UUID | None, address: str | None) -> Secret | None:
    """Accept the role of a link. Whoever has proved the address must be signed in.

    An account whose address nobody has proved loses what a stranger may have set up in it. The answer then is the
    path of the page on which the owner of the mailbox sets a password. Raises `LinkUnusable`, also for somebody else.
    """
    person = await queries.get_locked_person(db, (await get_role_offer(db, token)).person_id)
    # Once more under the lock: somebody may have used the link, or ended the role.
    offer = await get_role_offer(db, token)
    if offer.is_proved and signed_in != person.id:
        raise LinkUnusable
    actor = Actor.of_person(person.id, address)
    link = None
    if await people.reset_unverified(db, actor, person.id):
        link = await make_link(db, "", person.email, LinkPurposeEnum.RESET)
    await offer_queries.accept_role(db, offer.role_id)
    details = {"role": offer.role}
    await insert_change(
        db, actor, "person.role_accepted", partner_id=offer.partner_id, subject_id=person.id, details=details
    )
    return link
