"""All SQL of passkeys. Every change of a passkey holds the lock of its person."""

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg.rows import class_row

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class Passkey:
    person_id: UUID
    id: UUID
    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str
    created_at: datetime
    used_at: datetime | None
    suspended_at: datetime | None


_PASSKEY: LiteralString = (
    "person_id, id, credential_id, public_key, sign_count, name, created_at, used_at, suspended_at"
)


async def list_passkeys(db: Db, person_id: UUID) -> list[Passkey]:
    """The passkeys of a person, oldest first; those that are suspended, too."""
    async with db.cursor(row_factory=class_row(Passkey)) as cursor:
        await cursor.execute(
            f"select {_PASSKEY} from person_passkey where person_id = %s order by created_at, id", (person_id,)
        )
        return await cursor.fetchall()


async def find_passkey(db: Db, credential_id: bytes) -> Passkey | None:
    """The passkey of any person."""
    async with db.cursor(row_factory=class_row(Passkey)) as cursor:
        await cursor.execute(f"select {_PASSKEY} from person_passkey where credential_id = %s", (credential_id,))
        return await cursor.fetchone()


async def insert_passkey(
    db: Db, person_id: UUID, credential_id: bytes, public_key: bytes, *, sign_count: int, name: str
) -> bool:
    """False if the passkey is stored already, for anybody."""
    cursor = await db.execute(
        """
        insert into person_passkey (person_id, credential_id, public_key, sign_count, name)
        values (%s, %s, %s, %s, %s) on conflict (credential_id) do nothing
        """,
        (person_id, credential_id, public_key, sign_count, name),
    )
    return cursor.rowcount == 1


async def update_used(db: Db, passkey: Passkey, sign_count: int) -> None:
    await db.execute(
        "update person_passkey set sign_count = %s, used_at = clock_timestamp() where person_id = %s and id = %s",
        (sign_count, passkey.person_id, passkey.id),
    )


async def update_suspended(db: Db, passkey: Passkey) -> None:
    await db.execute(
        "update person_passkey set suspended_at = clock_timestamp() where person_id = %s and id = %s",
        (passkey.person_id, passkey.id),
    )


async def delete_passkey(db: Db, passkey: Passkey) -> None:
    await db.execute("delete from person_passkey where person_id = %s and id = %s", (passkey.person_id, passkey.id))


async def delete_passkeys(db: Db, person_id: UUID) -> int:
    """Delete all passkeys of a person. Returns how many there were."""
    return (await db.execute("delete from person_passkey where person_id = %s", (person_id,))).rowcount


async def insert_used_challenge(db: Db, challenge_hash: bytes, expires_at: datetime) -> bool:
    """False if the challenge was answered before."""
    cursor = await db.execute(
        "insert into used_passkey_challenge (challenge_hash, expires_at) values (%s, %s) on conflict do nothing",
        (challenge_hash, expires_at),
    )
    return cursor.rowcount == 1
