"""Adds, uses and removes passkeys. A passkey counts as both steps of signing in: the device checks who holds it."""

from collections.abc import Sequence
from uuid import UUID

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.passkeys import answers, queries
from gladhand.auth.passkeys.answers import CreationAnswer, SignInAnswer
from gladhand.auth.passkeys.challenges import ChallengeOwner
from gladhand.auth.passkeys.problems import LastWayIn, PasskeyCopied, PasskeyKnown, PasskeyRefused, TooManyPasskeys
from gladhand.auth.passkeys.queries import Passkey
from gladhand.auth.passkeys.relying_party import RelyingParty
from gladhand.auth.people import queries as people
from gladhand.auth.people.notices import AccountChangeEnum, AccountNotices
from gladhand.auth.sessions.queries import SignedInPerson
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_COPIED = LogEvent(
    "person.passkey_copied",
    "The count of a passkey went back, so it may have been copied; it signs nobody in any more.",
)

MOST_PASSKEYS = 20


def sign_in_options(party: RelyingParty, keyring: Keyring, owner: ChallengeOwner) -> str:
    """What the sign-in page asks of the browser, as JSON."""
    return answers.sign_in_options(party, owner.challenge(keyring))


async def creation_options(
    db: Db, party: RelyingParty, keyring: Keyring, owner: ChallengeOwner, person: SignedInPerson
) -> str:
    """What the page for a new passkey asks of the browser, as JSON. Raises `TooManyPasskeys`."""
    known = await queries.list_passkeys(db, person.person_id)
    _require_room(known)
    return answers.creation_options(party, owner.challenge(keyring), person.person_id, person.email, known=known)


async def add_passkey(
    db: Db,
    party: RelyingParty,
    keyring: Keyring,
    owner: ChallengeOwner,
    person_id: UUID,
    *,
    text: str,
    name: str,
    address: str | None,
    notices: AccountNotices,
) -> None:
    """Store the passkey of a browser's answer. Raises `PasskeyRefused`, `PasskeyKnown` and `TooManyPasskeys`."""
    answer = CreationAnswer.parse(text)
    owner.check(keyring, answer.challenge)
    made = answer.verify(party)
    await people.get_locked_person(db, person_id)
    _require_room(await queries.list_passkeys(db, person_id))
    await owner.use(db, keyring, answer.challenge)
    if not await queries.insert_passkey(
        db, person_id, made.credential_id, made.credential_public_key, sign_count=made.sign_count, name=name
    ):
        raise PasskeyKnown
    await insert_change(db, Actor.of_person(person_id, address), "person.passkey_added", subject_id=person_id)
    await notices.notify(db, person_id, AccountChangeEnum.PASSKEY_ADDED)


async def check_passkey(
    database: Database,
    party: RelyingParty,
    keyring: Keyring,
    owner: ChallengeOwner,
    text: str,
    *,
    address: str | None,
    notices: AccountNotices,
) -> UUID:
    """The person whose passkey has signed. Raises `PasskeyRefused`."""
    answer = SignInAnswer.parse(text)
    owner.check(keyring, answer.challenge)
    async with database.connection() as db:
        found = await queries.find_passkey(db, answer.credential_id)
    if found is None or answer.person_handle != found.person_id.bytes:
        raise PasskeyRefused
    count = answer.verify(party, found).new_sign_count
    actor = Actor.of_person(found.person_id, address)
    async with database.transaction() as db:
        person = await people.get_locked_person(db, found.person_id)
        passkey = await queries.find_passkey(db, answer.credential_id)
        if person.disabled_at is not None or passkey is None or passkey.suspended_at is not None:
            raise PasskeyRefused
        await owner.use(db, keyring, answer.challenge)
        is_copied = bool(count or passkey.sign_count) and count <= passkey.sign_count
        if is_copied:
            await queries.update_suspended(db, passkey)
            await insert_change(db, actor, "person.passkey_suspended", subject_id=person.id)
            await notices.notify(db, person.id, AccountChangeEnum.PASSKEY_BLOCKED)
        else:
            await queries.update_used(db, passkey, count)
    if is_copied:
        log.warning(_COPIED, person_id=str(person.id), passkey_id=str(passkey.id))
        raise PasskeyCopied
    return person.id


async def remove_passkey(
    db: Db, person_id: UUID, passkey_id: UUID, *, address: str | None, notices: AccountNotices
) -> bool:
    """False if the person has no such passkey. Raises `LastWayIn`."""
    person = await people.get_locked_person(db, person_id)
    held = await queries.list_passkeys(db, person_id)
    passkey = next((each for each in held if each.id == passkey_id), None)
    if passkey is None:
        return False
    others = [each for each in held if each.id != passkey_id and each.suspended_at is None]
    if person.password_hash is None and not others:
        raise LastWayIn
    await queries.delete_passkey(db, passkey)
    await insert_change(db, Actor.of_person(person_id, address), "person.passkey_removed", subject_id=person_id)
    await notices.notify(db, person_id, AccountChangeEnum.PASSKEY_REMOVED)
    return True


async def remove_all(db: Db, actor: Actor, person_id: UUID) -> int:
    """Remove all passkeys of a person. Returns how many there were."""
    count = await queries.delete_passkeys(db, person_id)
    if count:
        await insert_change(db, actor, "person.passkeys_removed", subject_id=person_id, details={"count": count})
    return count


def _require_room(held: Sequence[Passkey]) -> None:
    if len(held) >= MOST_PASSKEYS:
        raise TooManyPasskeys
