"""SQL of identities: whom an OpenID provider means by a subject."""

from uuid import UUID

from gladhand.core.db import Db


async def find_person_id(db: Db, issuer: str, subject: str) -> UUID | None:
    """Whose account the provider's subject opens."""
    cursor = await db.execute(
        "select person_id from person_identity where issuer = %s and subject = %s", (issuer, subject)
    )
    row = await cursor.fetchone()
    return None if row is None else row["person_id"]


async def insert_identity(db: Db, person_id: UUID, issuer: str, subject: str) -> None:
    await db.execute(
        "insert into person_identity (issuer, subject, person_id) values (%s, %s, %s) on conflict do nothing",
        (issuer, subject, person_id),
    )
