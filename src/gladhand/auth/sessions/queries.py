"""All SQL of signed-in browsers."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from psycopg.rows import class_row

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """Who is signed in in a browser."""

    id: UUID
    person_id: UUID
    email: str
    name: str | None
    has_second_step: bool


async def insert_session(
    db: Db,
    cookie_hash: bytes,
    person_id: UUID,
    *,
    address: str | None,
    valid_for: timedelta,
    awaits_second_step: bool,
) -> None:
    await db.execute(
        """
        insert into person_session (cookie_hash, person_id, address, awaits_second_step, expires_at)
        values (%s, %s, %s, %s, clock_timestamp() + %s)
        """,
        (cookie_hash, person_id, address, awaits_second_step, valid_for),
    )


async def find_session(
    db: Db, cookie_hash: bytes, *, idle_for: timedelta, awaits_second_step: bool = False
) -> SignedInPerson | None:
    """Who is signed in with this cookie; or, with `awaits_second_step`, who has entered the password only."""
    async with db.cursor(row_factory=class_row(SignedInPerson)) as cursor:
        await cursor.execute(
            """
            with seen as (
              update person_session set seen_at = clock_timestamp()
              where cookie_hash = %(cookie)s and seen_at < clock_timestamp() - interval '1 minute'
                and seen_at > clock_timestamp() - %(idle)s and ended_at is null
            )
            select s.id, s.person_id, p.email, p.name, p.totp_confirmed_at is not null as has_second_step
            from person_session s join person p on p.id = s.person_id
            where s.cookie_hash = %(cookie)s and s.ended_at is null and s.expires_at > clock_timestamp()
              and s.seen_at > clock_timestamp() - %(idle)s and s.awaits_second_step = %(awaits)s
              and p.disabled_at is null
            """,
            {"cookie": cookie_hash, "idle": idle_for, "awaits": awaits_second_step},
        )
        return await cursor.fetchone()


async def end_session(db: Db, cookie_hash: bytes) -> None:
    await db.execute(
        "update person_session set ended_at = clock_timestamp() where cookie_hash = %s and ended_at is null",
        (cookie_hash,),
    )


async def end_sessions(db: Db, person_id: UUID) -> None:
    """End all browsers of a person."""
    await db.execute(
        "update person_session set ended_at = clock_timestamp() where person_id = %s and ended_at is null", (person_id,)
    )
