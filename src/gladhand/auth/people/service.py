"""Changes of accounts and roles. Functions work in the caller's transaction; checks of passwords have none open."""

from uuid import UUID

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.grants import queries as grants
from gladhand.auth.passkeys import service as passkeys
from gladhand.auth.people import queries
from gladhand.auth.people.attempts import PersonAttempts
from gladhand.auth.people.emails import normal_email
from gladhand.auth.people.links import LinkPurposeEnum, use_link
from gladhand.auth.people.notices import AccountChangeEnum, AccountNotices
from gladhand.auth.people.passwords import Passwords, check_rules
from gladhand.auth.people.problems import EmailTaken, WrongPassword
from gladhand.auth.people.queries import Person
from gladhand.auth.people.roles import RoleAssignment
from gladhand.auth.second_step import service as second_step
from gladhand.auth.sessions import queries as sessions
from gladhand.core.crypto import Secret
from gladhand.core.db import Database, Db


async def check_password(
    database: Database,
    attempts: PersonAttempts,
    passwords: Passwords,
    email: str,
    password: Secret,
    *,
    address: str | None,
) -> Person:
    """The person with this address and password. An unknown address takes as long as a wrong password.

    Raises `WrongPassword` and `TooManyAttempts`.
    """
    email = normal_email(email)
    counted = await attempts.count(email, address)
    async with database.connection() as db:
        person = await queries.find_person(db, email)
    is_right = await passwords.matches(password, person.password_hash if person else None)
    if person is None or not is_right or person.disabled_at is not None:
        raise WrongPassword
    await attempts.take_back(counted)
    assert person.password_hash is not None
    if passwords.needs_rehash(person.password_hash):
        made = await passwords.hash(password)
        async with database.transaction() as db:
            await queries.update_password(db, person.id, made)
    return person


async def register(
    database: Database,
    attempts: PersonAttempts,
    passwords: Passwords,
    email: str,
    password: Secret,
    *,
    address: str | None,
) -> Person:
    """A new account. Raises `BadPassword`, `EmailTaken` and `TooManyAttempts`."""
    email = normal_email(email)
    check_rules(password, email)
    # Counted like a sign-in, so that nobody finds out about many addresses.
    counted = await attempts.count(email, address)
    made = await passwords.hash(password)
    async with database.transaction() as db:
        person_id = await queries.insert_person(db, email, name=None, password_hash=made)
        if person_id is not None:
            actor = Actor.of_person(person_id, address)
            await insert_change(db, actor, "person.registered", subject_id=person_id)
            person = await queries.get_locked_person(db, person_id)
    if person_id is None:
        raise EmailTaken
    await attempts.take_back(counted)
    return person


async def add_person(db: Db, actor: Actor, email: str, *, name: str | None = None) -> UUID:
    """An account without a password, which its owner sets by a link. Raises `EmailTaken`."""
    person_id = await queries.insert_person(db, normal_email(email), name=name, password_hash=None)
    if person_id is None:
        raise EmailTaken
    await insert_change(db, actor, "person.added", subject_id=person_id)
    return person_id


async def set_password(db: Db, token: Secret, made_hash: str, *, address: str | None, notices: AccountNotices) -> UUID:
    """Set a new password by a link, which is used up. Everything that was signed in ends. Raises `LinkUnusable`."""
    person_id = await use_link(db, token.reveal(), LinkPurposeEnum.RESET)
    actor = Actor.of_person(person_id, address)
    person = await queries.get_locked_person(db, person_id)
    if person.verified_at is None:
        # Whoever has set them up was not the owner of the address.
        await second_step.disable(db, actor, person_id)
        await passkeys.remove_all(db, actor, person_id)
    await queries.update_password(db, person_id, made_hash, is_verified=True)
    await end_everything(db, person_id)
    await insert_change(db, actor, "person.password_set", subject_id=person_id)
    await notices.notify(db, person_id, AccountChangeEnum.PASSWORD_CHANGED)
    return person_id


async def give_role(db: Db, actor: Actor, person_id: UUID, assignment: RoleAssignment) -> bool:
    """False if the person has the role already. Changes of the roles of an account follow each other."""
    await queries.get_locked_person(db, person_id)
    role_id = await queries.insert_role(db, person_id, assignment)
    if role_id is not None:
        await note_role(db, actor, "person.role_given", person_id, assignment)
    return role_id is not None


async def reset_unverified(db: Db, actor: Actor, person_id: UUID) -> bool:
    """Take the password, the second step and the passkeys from an account whose address nobody has proved, and end all
    that is signed in: anybody could have registered it. False if the address is proved.
    """
    person = await queries.get_locked_person(db, person_id)
    if person.verified_at is not None:
        return False
    await queries.delete_password(db, person_id)
    await second_step.disable(db, actor, person_id)
    await passkeys.remove_all(db, actor, person_id)
    await end_everything(db, person_id)
    return True


async def take_role(db: Db, actor: Actor, person_id: UUID, assignment: RoleAssignment) -> bool:
    """Take a role away; its tokens end within a second. False if the person does not have it."""
    removed = await queries.delete_roles(db, person_id, assignment)
    for role_id in removed:
        await grants.end_grants_of_role(db, role_id)
    if removed:
        await note_role(db, actor, "person.role_taken", person_id, assignment)
    return bool(removed)


async def set_disabled(db: Db, actor: Actor, person_id: UUID, *, is_disabled: bool) -> bool:
    """Disable an account, with all that is signed in, or enable it again. False if it is so already."""
    is_changed = await queries.update_disabled(db, person_id, is_disabled=is_disabled)
    if is_changed:
        await end_everything(db, person_id)
        await insert_change(db, actor, "person.disabled" if is_disabled else "person.enabled", subject_id=person_id)
    return is_changed


async def end_everything(db: Db, person_id: UUID) -> None:
    """End the browsers and the tokens of a person; servers know it within a second."""
    await sessions.end_sessions(db, person_id)
    await grants.end_grants(db, person_id)


async def note_role(db: Db, actor: Actor, action: str, person_id: UUID, assignment: RoleAssignment) -> None:
    """Note in the audit trail what happens to a role."""
    await insert_change(
        db,
        actor,
        action,
        partner_id=assignment.partner_id,
        fleet_id=assignment.fleet_id,
        subject_id=person_id,
        details={
            "role": assignment.role,
            **({"invited_by": assignment.invited_by} if assignment.invited_by else {}),
            **({"is_proved": True} if assignment.is_proved else {}),
            **({"scopes": sorted(assignment.scopes)} if assignment.scopes is not None else {}),
        },
    )
