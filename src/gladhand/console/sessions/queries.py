"""All SQL of the console: its links and its sessions."""

from dataclasses import dataclass
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from gladhand.console.sessions.roles import ConsoleRole, ConsoleUser
from gladhand.core.db import Db

_IS_OPEN: LiteralString = "p.deleted_at is null and not p.is_suspended"


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
    """Use the link up. None if it is unknown, used, or too old, or its partner is deleted or suspended."""
    cursor = await db.execute(
        f"""
        update console_link l set used_at = clock_timestamp()
        where token_hash = %s and used_at is null and expires_at > clock_timestamp() and (
          partner_id is null
          or exists (select from published_partner p where p.id = l.partner_id and {_IS_OPEN}))
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
    """The person of a session that has not ended, and whose partner is neither deleted nor suspended.

    The time of the last page is stored once a minute at most, so that pages do not write.
    """
    cursor = await db.execute(
        f"""
        with found as (
          select s.token_hash, s.id, s.person, s.role::text as role, s.partner_id, p.slug,
            %(is_used)s and s.seen_at < clock_timestamp() - interval '1 minute' as is_unnoted
          from console_session s left join published_partner p on p.id = s.partner_id
          where s.token_hash = %(token_hash)s and s.ended_at is null and s.expires_at > clock_timestamp()
            and s.seen_at > clock_timestamp() - %(idle)s and (s.partner_id is null or ({_IS_OPEN}))
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
