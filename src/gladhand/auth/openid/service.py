"""Finds whose account an OpenID provider's answer opens."""

from uuid import UUID

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.openid import queries
from gladhand.auth.openid.problems import EmailNotProved, NoAccount
from gladhand.auth.openid.provider import Identity
from gladhand.auth.people import queries as people
from gladhand.auth.people.emails import is_email, normal_email
from gladhand.auth.people.queries import Person
from gladhand.auth.people.service import reset_unverified
from gladhand.core.db import Db


async def find_account(db: Db, identity: Identity, *, address: str | None) -> UUID:
    """The person whom the provider has signed in. The first time, the proved address decides; later the subject.

    Raises `NoAccount` and `EmailNotProved`.
    """
    person_id = await queries.find_person_id(db, identity.issuer, identity.subject)
    if person_id is None:
        person = await _person_with(db, identity)
        await _add(db, identity, person, address)
    else:
        person = await people.get_locked_person(db, person_id)
    if person.disabled_at is not None:
        raise NoAccount(person.email)
    return person.id


async def _person_with(db: Db, identity: Identity) -> Person:
    email = normal_email(identity.email or "")
    if not is_email(email) or not identity.is_email_proved:
        raise EmailNotProved
    found = await people.find_person(db, email)
    if found is None:
        raise NoAccount(email)
    return await people.get_locked_person(db, found.id)


async def _add(db: Db, identity: Identity, person: Person, address: str | None) -> None:
    if person.disabled_at is not None:
        return
    actor = Actor.of_person(person.id, address)
    # Somebody else may have registered the address. The provider has proved whose it is.
    if await reset_unverified(db, actor, person.id):
        await people.update_verified(db, person.id)
    await queries.insert_identity(db, person.id, identity.issuer, identity.subject)
    await insert_change(db, actor, "person.identity_added", subject_id=person.id, details={"issuer": identity.issuer})
