"""Turns the second step on and off, and checks its codes. Functions work in the caller's transaction."""

import hmac
import secrets
from uuid import UUID

from pyotp import TOTP, random_base32

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.people import queries as people
from gladhand.auth.people.notices import AccountChangeEnum, AccountNotices
from gladhand.auth.people.queries import Person
from gladhand.auth.second_step import queries
from gladhand.core import clock
from gladhand.core.crypto import Keyring, Secret, hash_secret
from gladhand.core.db import Db
from gladhand.core.sealed_columns import TOTP_SECRET
from gladhand.core.unreadable import find_unsealed

_ISSUER = "gladhand"
_RECOVERY_CODES = 8
_RECOVERY_BYTES = 8
# Clocks of phones differ: the code before and the one after count, too.
_STEPS = (-1, 0, 1)


class WrongCode(Exception):
    """The code is not right, or was used before."""


async def begin(db: Db, keyring: Keyring, person: Person) -> Secret:
    """A new key as an address that apps open (`otpauth:`). It counts from its first code on."""
    key = random_base32()
    await queries.update_secret(db, person.id, keyring.seal(key, purpose=TOTP_SECRET.purpose_beside(person.id)))
    return Secret(TOTP(key).provisioning_uri(name=person.email, issuer_name=_ISSUER))


async def confirm(
    db: Db, keyring: Keyring, person_id: UUID, code: str, *, address: str | None, notices: AccountNotices
) -> list[Secret]:
    """Turn the second step on with the first code of the app. Returns the recovery codes. Raises `WrongCode`."""
    person = await people.get_locked_person(db, person_id)
    step = _step_of(keyring, person, code)
    if person.has_second_step or step is None or not await queries.update_step(db, person.id, step, is_confirmed=False):
        raise WrongCode
    codes = [secrets.token_hex(_RECOVERY_BYTES) for _ in range(_RECOVERY_CODES)]
    await queries.insert_recovery_codes(db, person.id, [hash_secret(each) for each in codes])
    await insert_change(db, Actor.of_person(person_id, address), "person.second_step_on", subject_id=person_id)
    await notices.notify(db, person_id, AccountChangeEnum.SECOND_STEP_ON)
    return [Secret(each) for each in codes]


async def check(db: Db, keyring: Keyring, person_id: UUID, code: str) -> None:
    """Use a code of the app, or a recovery code. Raises `WrongCode`."""
    person = await people.get_locked_person(db, person_id)
    step = _step_of(keyring, person, code)
    if step is not None and await queries.update_step(db, person.id, step, is_confirmed=True):
        return
    if not await queries.claim_recovery_code(db, person.id, hash_secret(_plain(code).lower())):
        raise WrongCode


async def disable(db: Db, actor: Actor, person_id: UUID, *, notices: AccountNotices | None = None) -> bool:
    """False if it is off. The person is told, unless the message of a larger change says it."""
    is_changed = await queries.delete_second_step(db, person_id)
    if is_changed:
        await insert_change(db, actor, "person.second_step_off", subject_id=person_id)
    if is_changed and notices is not None:
        await notices.notify(db, person_id, AccountChangeEnum.SECOND_STEP_OFF)
    return is_changed


def _step_of(keyring: Keyring, person: Person, code: str) -> int | None:
    """The half minute of the code; None if it is not one of the app's."""
    if person.totp_secret is None:
        return None
    secret = find_unsealed(
        keyring, person.totp_secret, purpose=TOTP_SECRET.purpose_beside(person.id), person_id=person.id
    )
    if secret is None:
        # Recovery codes still work.
        return None
    totp = TOTP(secret)
    now = int(clock.now().timestamp()) // totp.interval
    given = _plain(code).encode()
    found = [step for shift in _STEPS if hmac.compare_digest(totp.generate_otp(step := now + shift).encode(), given)]
    return max(found, default=None)


def _plain(code: str) -> str:
    """People copy codes with blanks and hyphens."""
    return "".join(character for character in code if character.isalnum())
