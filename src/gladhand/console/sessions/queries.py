"""All SQL of the console: its links and its sessions."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from gladhand.console.sessions.roles import ConsoleRole, ConsoleUser
from gladhand.core.db import Db


@dataclass(frozen=True)
class ClaimedLink:
    """A link that has just been used."""

    id: UUID
    role: ConsoleRole
    partner_id: UUID | None


async def insert_link(
    db: Db, token_hash: bytes, role: ConsoleRole, *, partner_id: UUID | None, lasts: timedelta
) -> UUID:
    """Store a link; its id."""
    cursor = await db.execute(
        """
        insert into console_link (token_hash, role, partner_id, expires_at)
        values (%s, %s, %s, clock_timestamp() + %s) returning id
        """,
        (token_hash, role, partner_id, lasts),
    )
    row = await cursor.fetchone()
    assert row is not None
    link_id: UUID = row["id"]
    return link_id


async def claim_link(db: Db, token_hash: bytes) -> ClaimedLink | None:
    """Use the link up. None if it is unknown, used, or too old."""
    cursor = await db.execute(
        """
        update console_link set used_at = clock_timestamp()
        where token_hash = %s and used_at is null and expires_at > clock_timestamp()
        returning id, role::text as role, partner_id
        """,
        (token_hash,),
    )
    row = await cursor.fetchone()
    return None if row is None else ClaimedLink(row["id"], ConsoleRole(row["role"]), row["partner_id"])


async def insert_session(
    db: Db, token_hash: bytes, person: str, role: ConsoleRole, *, partner_id: UUID | None, lasts: timedelta
) -> UUID:
    """Store a session; its id."""
    cursor = await db.execute(
        """
        insert into console_session (token_hash, person, role, partner_id, expires_at)
        values (%s, %s, %s, %s, clock_timestamp() + %s) returning id
        """,
        (token_hash, person, role, partner_id, lasts),
    )
    row = await cursor.fetchone()
    assert row is not None
    session_id: UUID = row["id"]
    return session_id


async def find_person(db: Db, token_hash: bytes, *, idle: timedelta, is_used: bool) -> ConsoleUser | None:
    """The person of a session that has not ended, and whose partner still exists.

    The time of the last page is stored once a minute at most, so that pages do not write.
    """
    cursor = await db.execute(
        """
        with found as (
          select s.token_hash, s.id, s.person, s.role::text as role, s.partner_id, p.slug,
            %(is_used)s and s.seen_at < clock_timestamp() - interval '1 minute' as is_unnoted
          from console_session s left join published_partner p on p.id = s.partner_id
          where s.token_hash = %(token_hash)s and s.ended_at is null and s.expires_at > clock_timestamp()
            and s.seen_at > clock_timestamp() - %(idle)s and (s.partner_id is null or p.deleted_at is null)
        ), noted as (
          update console_session set seen_at = clock_timestamp()
          where token_hash in (select token_hash from found where is_unnoted)
        )
        select id, person, role, partner_id, slug from found
        """,
        {"token_hash": token_hash, "idle": idle, "is_used": is_used},
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    return ConsoleUser(row["id"], row["person"], ConsoleRole(row["role"]), row["partner_id"], row["slug"])


async def end_session(db: Db, session_id: UUID) -> None:
    await db.execute(
        "update console_session set ended_at = clock_timestamp() where id = %s and ended_at is null", (session_id,)
    )
