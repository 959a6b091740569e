"""All SQL about counted attempts. Each subject has a time at which all of its attempts are forgotten."""

from datetime import timedelta

from gladhand.core.db import Db


async def count_attempt(db: Db, subject: str, pause: timedelta) -> timedelta:
    """Count one attempt. Returns the time after which all counted attempts are forgotten, one per pause."""
    cursor = await db.execute(
        """
        insert into attempt_count as c (subject, forgotten_at) values (%(subject)s, clock_timestamp() + %(pause)s)
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


async def release_attempt(db: Db, subject: str, pause: timedelta) -> None:
    await db.execute("update attempt_count set forgotten_at = forgotten_at - %s where subject = %s", (pause, subject))
