"""Signs a browser in and out. The browser holds a random cookie, of which the database has the hash.

People sign in with a password; a one-time link of the console opens a session that has no person. Each sign-in and
sign-out is in the audit trail.
"""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from gladhand.auth.audit.actors import Actor, ActorKindEnum
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.people import queries as people
from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.auth.sessions import queries
from gladhand.auth.sessions.queries import ConsoleSession, SignedInPerson
from gladhand.core.crypto import Secret, hash_secret, new_secret
from gladhand.core.db import Db

#: A browser is signed out after this time, and earlier if nobody uses it.
VALID_FOR = timedelta(days=14)
IDLE_FOR = timedelta(days=2)
#: The console closes earlier: this long after the sign-in, and this long after its last page.
CONSOLE_FOR = timedelta(hours=12)
CONSOLE_IDLE = timedelta(hours=2)
#: The time to enter the code of the second step.
SECOND_STEP_FOR = timedelta(minutes=10)


class SignInWay(StrEnum):
    """What a person has signed in with."""

    PASSWORD = "password"  # noqa: S105 -- the word, not one
    PASSKEY = "passkey"
    OPENID = "openid"


async def sign_in(
    db: Db,
    person_id: UUID,
    *,
    former: str,
    address: str | None,
    awaits_second_step: bool = False,
    second_step: bool = False,
    way: SignInWay = SignInWay.PASSWORD,
) -> Secret:
    """The cookie of a new session. The browser's former one ends, so that nobody can prepare it.

    `second_step` says that the person has entered a code, too.
    """
    await sign_out(db, former, address)
    cookie = Secret(new_secret())
    session_id = await queries.insert_session(
        db,
        hash_secret(cookie.reveal()),
        person_id,
        address=address,
        valid_for=SECOND_STEP_FOR if awaits_second_step else VALID_FOR,
        awaits_second_step=awaits_second_step,
    )
    if not awaits_second_step:
        await people.update_signed_in(db, person_id)
    await insert_change(
        db,
        Actor.of_person(person_id, address),
        "person.password_entered" if awaits_second_step else "person.signed_in",
        subject_id=person_id,
        details={"session_id": session_id}
        | ({} if awaits_second_step else {"second_step": second_step})
        | ({} if way is SignInWay.PASSWORD else {"way": way}),
    )
    return cookie


async def sign_in_by_link(
    db: Db, link_id: UUID, role: PersonRoleEnum, *, partner_id: UUID | None, former: str, address: str | None
) -> Secret:
    """The cookie of a new session of the console, which has the role of the link. The browser's former session ends."""
    await sign_out(db, former, address)
    cookie = Secret(new_secret())
    session_id = await queries.insert_link_session(
        db,
        hash_secret(cookie.reveal()),
        link_id,
        role,
        partner_id=partner_id,
        address=address,
        valid_for=CONSOLE_FOR,
    )
    await insert_change(
        db,
        _link_actor(link_id, role, address),
        "console.signed_in",
        partner_id=partner_id,
        subject_id=session_id,
        details={"role": role},
    )
    return cookie


async def find_signed_in(db: Db, cookie: str, *, awaits_second_step: bool = False) -> SignedInPerson | None:
    """Who is signed in with this cookie; or, with `awaits_second_step`, who has entered the password only."""
    if not cookie:
        return None
    return await queries.find_session(
        db,
        hash_secret(cookie),
        idle_for=IDLE_FOR,
        console_for=CONSOLE_FOR,
        console_idle=CONSOLE_IDLE,
        awaits_second_step=awaits_second_step,
    )


async def find_for_console(db: Db, cookie: str, *, is_used: bool) -> ConsoleSession | None:
    """The session with this cookie, if it is recent enough for the console. A page that refreshes itself does not use
    it."""
    if not cookie:
        return None
    return await queries.find_console_session(
        db, hash_secret(cookie), console_for=CONSOLE_FOR, console_idle=CONSOLE_IDLE, is_used=is_used
    )


async def sign_out(db: Db, cookie: str, address: str | None) -> None:
    """End the session with this cookie, if there is one."""
    ended = await queries.end_session(db, hash_secret(cookie)) if cookie else None
    if ended is None or ended.awaited_second_step:
        return
    if ended.person_id is not None:
        actor, action = Actor.of_person(ended.person_id, address), "person.signed_out"
    else:
        assert ended.link_id is not None
        assert ended.role is not None
        actor, action = _link_actor(ended.link_id, ended.role, address), "console.signed_out"
    await insert_change(
        db,
        actor,
        action,
        partner_id=ended.partner_id,
        subject_id=ended.person_id or ended.id,
        details={"session_id": ended.id},
    )


def link_client_id(link_id: UUID) -> str:
    """The name of the session's holder in logs, limits and the audit trail."""
    return f"console link {link_id}"


def _link_actor(link_id: UUID, role: PersonRoleEnum, address: str | None) -> Actor:
    kind = ActorKindEnum.ADMIN if role is PersonRoleEnum.ADMIN else ActorKindEnum.PARTNER
    return Actor(kind, link_client_id(link_id), address)
