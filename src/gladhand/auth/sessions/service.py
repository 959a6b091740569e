"""Signs a browser in and out. The browser holds a random cookie, of which the database has the hash."""

from datetime import timedelta
from uuid import UUID

from gladhand.auth.people import queries as people
from gladhand.auth.sessions import queries
from gladhand.auth.sessions.queries import SignedInPerson
from gladhand.core.crypto import Secret, hash_secret, new_secret
from gladhand.core.db import Db

#: A browser is signed out after this time, and earlier if nobody uses it.
VALID_FOR = timedelta(days=14)
IDLE_FOR = timedelta(days=2)
#: The time to enter the code of the second step.
SECOND_STEP_FOR = timedelta(minutes=10)


async def sign_in(
    db: Db, person_id: UUID, *, former: str, address: str | None, awaits_second_step: bool = False
) -> Secret:
    """The cookie of a new session. The browser's former one ends, so that nobody can prepare it."""
    await sign_out(db, former)
    cookie = Secret(new_secret())
    await queries.insert_session(
        db,
        hash_secret(cookie.reveal()),
        person_id,
        address=address,
        valid_for=SECOND_STEP_FOR if awaits_second_step else VALID_FOR,
        awaits_second_step=awaits_second_step,
    )
    if not awaits_second_step:
        await people.update_signed_in(db, person_id)
    return cookie


async def find_signed_in(db: Db, cookie: str, *, awaits_second_step: bool = False) -> SignedInPerson | None:
    """Who is signed in with this cookie; or, with `awaits_second_step`, who has entered the password only."""
    if not cookie:
        return None
    return await queries.find_session(db, hash_secret(cookie), idle_for=IDLE_FOR, awaits_second_step=awaits_second_step)


async def sign_out(db: Db, cookie: str) -> None:
    if cookie:
        await queries.end_session(db, hash_secret(cookie))
