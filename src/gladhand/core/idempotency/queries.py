"""All SQL of idempotency keys. A key belongs to the client that has sent it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class KeyState:
    """The state of a key: the request that it came with, and how far that request has come."""

    fingerprint: bytes
    status: int | None
    """Of the answer; none as long as there is no answer."""
    answer: bytes | None
    subject: UUID | None
    """What an accepted request works on."""
    is_reserved: bool


async def find_key(db: Db, client: str, key: str) -> KeyState | None:
    cursor = await db.execute(
        """
        select fingerprint, status, answer, subject, coalesce(reserved_until > clock_timestamp(), false) as is_reserved
        from idempotency_key where client = %s and key = %s
        """,
        (client, key),
    )
    row = await cursor.fetchone()
    return KeyState(**row) if row else None


async def lock_key(db: Db, client: str, key: str) -> bool:
    """Lock the key until the transaction ends. False if another transaction has locked it."""
    cursor = await db.execute(
        "select pg_try_advisory_xact_lock(hashtextextended('idempotency_key' || %s || ' ' || %s, 0)) as mine",
        (client, key),
    )
    row = await cursor.fetchone()
    return bool(row and row["mine"])


async def upsert_key(
    db: Db,
    client: str,
    key: str,
    fingerprint: bytes,
    *,
    status: int | None = None,
    answer: bytes | None = None,
    subject: UUID | None = None,
    reserved_for: timedelta | None = None,
) -> None:
    """Store how far the request has got. What it works on stays known, and an answer is never replaced."""
    await db.execute(
        """
        insert into idempotency_key as k (client, key, fingerprint, status, answer, subject, reserved_until)
        values (%s, %s, %s, %s, %s, %s, clock_timestamp() + %s)
        on conflict (client, key) do update set status = excluded.status, answer = excluded.answer,
          subject = coalesce(excluded.subject, k.subject), reserved_until = excluded.reserved_until
        where k.status is null
        """,
        (client, key, fingerprint, status, answer, subject, reserved_for),
    )


async def claim_key(db: Db, client: str, key: str, fingerprint: bytes, until: timedelta) -> bool:
    """Reserve the key for this request. False if another request has reserved it."""
    cursor = await db.execute(
        """
        insert into idempotency_key as k (client, key, fingerprint, reserved_until)
        values (%s, %s, %s, clock_timestamp() + %s)
        on conflict (client, key) do update set reserved_until = excluded.reserved_until
        where k.status is null and k.subject is null and k.reserved_until <= clock_timestamp()
        """,
        (client, key, fingerprint, until),
    )
    return cursor.rowcount == 1


async def release_key(db: Db, client: str, key: str) -> None:
    """Forget a key whose request has done nothing."""
    await db.execute(
        "delete from idempotency_key where client = %s and key = %s and status is null and subject is null",
        (client, key),
    )


async def release_accepted_key(db: Db, client: str, key: str) -> None:
    """Forget a key whose request was accepted, and has ended without doing anything."""
    await db.execute("delete from idempotency_key where client = %s and key = %s and status is null", (client, key))
