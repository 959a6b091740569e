"""Makes one-time links and opens and ends sessions. Each of it is in the audit trail."""

from datetime import timedelta
from uuid import UUID

from gladhand.auth.audit.actors import OPERATOR, Actor, ActorKindEnum
from gladhand.auth.audit.queries import insert_change
from gladhand.console.sessions import queries
from gladhand.console.sessions.roles import ConsoleRole, ConsoleUser
from gladhand.core.crypto import Secret, hash_secret, new_secret
from gladhand.core.db import Db

#: How long a one-time link waits to be opened.
LINK_LASTS = timedelta(minutes=15)
#: A session ends this long after the last page, and at the latest this long after its beginning.
IDLE, LASTS = timedelta(hours=2), timedelta(hours=12)


async def create_link(db: Db, role: ConsoleRole, *, partner_id: UUID | None, lasts: timedelta = LINK_LASTS) -> Secret:
    """Make a link that opens one session. The token is in no table."""
    token = Secret(new_secret())
    link_id = await queries.insert_link(db, hash_secret(token.reveal()), role, partner_id=partner_id, lasts=lasts)
    await insert_change(
        db, OPERATOR, "console.link_created", partner_id=partner_id, subject_id=link_id, details={"role": role}
    )
    return token


async def open_link(db: Db, token: str, address: str | None) -> Secret | None:
    """Use a link up and open its session. None if the link opens nothing any more."""
    link = await queries.claim_link(db, hash_secret(token))
    if link is None:
        return None
    return await open_session(db, f"link {link.id}", link.role, partner_id=link.partner_id, address=address)


async def open_session(
    db: Db, person: str, role: ConsoleRole, *, partner_id: UUID | None, address: str | None
) -> Secret:
    """Open a session for somebody whose identity is certain. `person` names them in the audit trail."""
    token = Secret(new_secret())
    session_id = await queries.insert_session(
        db, hash_secret(token.reveal()), person, role, partner_id=partner_id, lasts=LASTS
    )
    kind = ActorKindEnum.ADMIN if role is ConsoleRole.OPERATOR else ActorKindEnum.PARTNER
    await insert_change(
        db,
        Actor(kind, f"console {person}", address),
        "console.signed_in",
        partner_id=partner_id,
        subject_id=session_id,
        details={"role": role},
    )
    return token


async def find_person(db: Db, token: str, *, is_used: bool) -> ConsoleUser | None:
    """The person whose session this is, unless it has ended. A page that refreshes itself does not use it."""
    return await queries.find_person(db, hash_secret(token), idle=IDLE, is_used=is_used)


async def end_session(db: Db, person: ConsoleUser, actor: Actor) -> None:
    await queries.end_session(db, person.session_id)
    await insert_change(db, actor, "console.signed_out", partner_id=person.partner_id, subject_id=person.session_id)
