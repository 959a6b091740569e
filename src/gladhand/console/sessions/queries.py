"""All SQL of the one-time links of the console."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.core.db import Db


@dataclass(frozen=True)
class ClaimedLink:
    """A link that has just been used."""

    id: UUID
    role: PersonRoleEnum
    partner_id: UUID | None


async def insert_link(
    db: Db, token_hash: bytes, role: PersonRoleEnum, *, partner_id: UUID | None, lasts: timedelta
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
        """
        update console_link l set used_at = clock_timestamp()
        where token_hash = %s and used_at is null and expires_at > clock_timestamp() and (
          partner_id is null or exists (
            select from published_partner p where p.id = l.partner_id and p.deleted_at is null and not p.is_suspended))
        returning id, role::text as role, partner_id
        """,
        (token_hash,),
    )
    row = await cursor.fetchone()
    return None if row is None else ClaimedLink(row["id"], PersonRoleEnum(row["role"]), row["partner_id"])
