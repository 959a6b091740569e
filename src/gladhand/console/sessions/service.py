"""Makes and opens one-time links, and says who is signed in. Sessions are those of people (`auth.sessions`)."""

from datetime import timedelta
from uuid import UUID

from gladhand.auth.audit.actors import OPERATOR
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.people.queries import list_roles
from gladhand.auth.people.roles import PersonRoleEnum, Role
from gladhand.auth.sessions import service as sessions
from gladhand.console.sessions import queries
from gladhand.console.sessions.roles import ConsoleUser
from gladhand.core.crypto import Secret, hash_secret, new_secret
from gladhand.core.db import Db

#: How long a one-time link waits to be opened.
LINK_LASTS = timedelta(minutes=15)


async def create_link(
    db: Db, role: PersonRoleEnum, *, partner_id: UUID | None = None, lasts: timedelta = LINK_LASTS
) -> Secret:
    """Make a link that opens one session. The token is in no table."""
    token = Secret(new_secret())
    link_id = await queries.insert_link(db, hash_secret(token.reveal()), role, partner_id=partner_id, lasts=lasts)
    await insert_change(
        db, OPERATOR, "console.link_created", partner_id=partner_id, subject_id=link_id, details={"role": role}
    )
    return token


async def open_link(db: Db, token: str, *, former: str, address: str | None) -> Secret | None:
    """Use a link up and open its session; its cookie. None if the link opens nothing any more."""
    link = await queries.claim_link(db, hash_secret(token))
    if link is None:
        return None
    return await sessions.sign_in_by_link(
        db, link.id, link.role, partner_id=link.partner_id, former=former, address=address
    )


async def find_user(db: Db, cookie: str, *, is_used: bool) -> ConsoleUser | None:
    """Who is signed in, with the roles that they hold at this moment. None without a session that is recent enough."""
    session = await sessions.find_for_console(db, cookie, is_used=is_used)
    if session is None:
        return None
    if session.person_id is None:
        assert session.link_id is not None
        assert session.role is not None
        role = Role(session.link_id, session.role, session.partner_id, None, session.partner_slug, session.partner_name)
        return ConsoleUser(session.id, sessions.link_client_id(session.link_id), [role])
    held = await list_roles(db, session.person_id)
    roles = [role for role in held if role.opens_console]
    return ConsoleUser(session.id, str(session.person_id), roles, session.person_id, session.email)
