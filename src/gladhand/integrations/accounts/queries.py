"""All SQL about provider accounts that does not concern a connection."""

from datetime import timedelta

from gladhand.core.db import Db


async def find_fingerprint_key(db: Db) -> bytes | None:
    """The encrypted key of all fingerprints."""
    row = await (await db.execute("select sealed from fingerprint_key")).fetchone()
    return None if row is None else bytes(row["sealed"])


async def insert_fingerprint_key(db: Db, sealed: bytes) -> None:
    """Store the key unless another process was first."""
    await db.execute("insert into fingerprint_key (sealed) values (%s) on conflict do nothing", (sealed,))


async def count_sign_in(db: Db, subject: str, pause: timedelta) -> timedelta:
    """Count one sign-in. Returns the time after which all counted ones are forgotten, one per pause."""
    cursor = await db.execute(
        """
        insert into sign_in_count as c (subject, forgotten_at) values (%(subject)s, clock_timestamp() + %(pause)s)
        on conflict (subject) do update
        set forgotten_at = greatest(c.forgotten_at + %(pause)s, excluded.forgotten_at)
        returning forgotten_at - clock_timestamp() as busy
        """,
        {"subject": subject, "pause": pause},
    )
    row = await cursor.fetchone()
    assert row is not None
    busy: timedelta = row["busy"]
    return busy


async def uncount_sign_in(db: Db, subject: str, pause: timedelta) -> None:
    await db.execute("update sign_in_count set forgotten_at = forgotten_at - %s where subject = %s", (pause, subject))
