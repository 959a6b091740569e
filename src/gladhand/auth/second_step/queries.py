"""All SQL of the second step."""

from collections.abc import Sequence
from uuid import UUID

from gladhand.core.db import Db


async def update_secret(db: Db, person_id: UUID, sealed: bytes) -> None:
    """Store a key that is not confirmed yet."""
    await db.execute(
        "update person set totp_secret = %s, totp_last_step = 0 where id = %s and totp_confirmed_at is null",
        (sealed, person_id),
    )


async def update_step(db: Db, person_id: UUID, step: int, *, is_confirmed: bool) -> bool:
    """Use up the code of this step and the earlier ones. False if it was used, or `is_confirmed` is not so."""
    cursor = await db.execute(
        """
        update person set totp_last_step = %(step)s, totp_confirmed_at = coalesce(totp_confirmed_at, clock_timestamp())
        where id = %(id)s and totp_last_step < %(step)s and (totp_confirmed_at is not null) = %(is_confirmed)s
        """,
        {"id": person_id, "step": step, "is_confirmed": is_confirmed},
    )
    return cursor.rowcount == 1


async def delete_second_step(db: Db, person_id: UUID) -> bool:
    """False if there is none."""
    cursor = await db.execute(
        """
        update person set totp_secret = null, totp_confirmed_at = null, totp_last_step = 0
        where id = %s and totp_confirmed_at is not null
        """,
        (person_id,),
    )
    await db.execute("delete from person_recovery_code where person_id = %s", (person_id,))
    return cursor.rowcount == 1


async def insert_recovery_codes(db: Db, person_id: UUID, hashes: Sequence[bytes]) -> None:
    """Store new codes in the place of all former ones."""
    await db.execute("delete from person_recovery_code where person_id = %s", (person_id,))
    await db.execute(
        "insert into person_recovery_code (person_id, code_hash) select %s, unnest(%s::bytea[])",
        (person_id, list(hashes)),
    )


async def claim_recovery_code(db: Db, person_id: UUID, code_hash: bytes) -> bool:
    cursor = await db.execute(
        """
        update person_recovery_code set used_at = clock_timestamp()
        where person_id = %s and code_hash = %s and used_at is null
        """,
        (person_id, code_hash),
    )
    return cursor.rowcount == 1
