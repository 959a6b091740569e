"""SQL of the links that work once."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from gladhand.core.db import Db


async def insert_link(db: Db, email: str, purpose: str, token_hash: bytes, valid_for: timedelta) -> bool:
    """Store a link for the account with this address, if there is one that is not disabled. Former links of the same
    purpose end.
    """
    cursor = await db.execute(
        """
        with owner as (
          select id from person where email = %(email)s and disabled_at is null
        ), ended as (
          update person_link set used_at = clock_timestamp()
          where person_id in (select id from owner) and purpose = %(purpose)s and used_at is null
        )
        insert into person_link (token_hash, person_id, purpose, expires_at)
        select %(token_hash)s, id, %(purpose)s, clock_timestamp() + %(valid_for)s from owner
        """,
        {"email": email, "purpose": purpose, "token_hash": token_hash, "valid_for": valid_for},
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


async def use_link(db: Db, token_hash: bytes, purpose: str) -> UUID | None:
    """Use a link up. Only one of several that try gets the person."""
    return await _person(
        db,
        """
        update person_link l set used_at = clock_timestamp() from person p
        where l.token_hash = %s and l.purpose = %s and l.used_at is null and l.expires_at > clock_timestamp()
          and p.id = l.person_id and p.disabled_at is null
        returning l.person_id
        """,
        (token_hash, purpose),
    )


async def _person(db: Db, statement: LiteralString, parameters: tuple[bytes, str]) -> UUID | None:
    cursor = await db.execute(statement, parameters)
    row = await cursor.fetchone()
    return None if row is None else row["person_id"]
