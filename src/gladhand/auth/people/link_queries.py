"""SQL of the links that work once."""

from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

from gladhand.core.db import Db


async def insert_link(
    db: Db, email: str, *, purpose: str, token_hash: bytes, valid_for: timedelta, role_id: UUID | None
) -> bool:
    """Store a link for the account with this address, if there is one that is not disabled. Former links stay, so that
    nobody ends the link of somebody else by asking for one more.
    """
    cursor = await db.execute(
        """
        insert into person_link (token_hash, person_id, purpose, expires_at, role_id)
        select %(token_hash)s, id, %(purpose)s, clock_timestamp() + %(valid_for)s, %(role_id)s
        from person where email = %(email)s and disabled_at is null
        """,
        {
            "email": email,
            "purpose": purpose,
            "token_hash": token_hash,
            "valid_for": valid_for,
            "role_id": role_id,
        },
    )
    return cursor.rowcount == 1


async def find_link(db: Db, token_hash: bytes, purpose: str) -> UUID | None:
    """The person of a link that can be used."""
    return await _person(
        db,
        """
        select person_id from person_link
        where token_hash = %s and purpose = %s and used_at is null and expires_at > clock_timestamp()
        """,
        (token_hash, purpose),
    )


async def claim_person_link(db: Db, token_hash: bytes, purpose: str) -> UUID | None:
    """Use a link up, and end the person's others of the same purpose. Only one of several that try gets the person."""
    return await _person(
        db,
        """
        with owner as (
          select p.id from person_link l join person p on p.id = l.person_id
          where l.token_hash = %(hash)s and l.purpose = %(purpose)s and l.used_at is null
            and l.expires_at > clock_timestamp() and p.disabled_at is null
          for update of p
        ), used as (
          update person_link l set used_at = clock_timestamp() from owner
          where l.person_id = owner.id and l.purpose = %(purpose)s and l.used_at is null
          returning l.person_id, l.token_hash
        )
        select person_id from used where token_hash = %(hash)s
        """,
        {"hash": token_hash, "purpose": purpose},
    )


async def end_links(db: Db, person_id: UUID) -> None:
    """End all links of a person."""
    await db.execute(
        "update person_link set used_at = clock_timestamp() where person_id = %s and used_at is null", (person_id,)
    )


async def _person(db: Db, statement: LiteralString, parameters: Any) -> UUID | None:
    cursor = await db.execute(statement, parameters)
    row = await cursor.fetchone()
    return None if row is None else row["person_id"]
