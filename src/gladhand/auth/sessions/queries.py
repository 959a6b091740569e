"""All SQL of signed-in browsers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from psycopg.rows import class_row

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """Who is signed in in a browser."""

    id: UUID
    """Of the session."""
    person_id: UUID
    email: str
    name: str | None
    has_second_step: bool
    opens_console: bool
    """Whether the sign-in is recent enough for the console."""


@dataclass(frozen=True, slots=True)
class ConsoleSession:
    """A session that is recent enough for the console: of a person, or of a one-time link with its role."""

    id: UUID
    person_id: UUID | None
    email: str | None
    link_id: UUID | None
    role: PersonRoleEnum | None
    partner_id: UUID | None
    partner_slug: str | None
    partner_name: str | None

    def __post_init__(self) -> None:
        if self.role is not None:
            object.__setattr__(self, "role", PersonRoleEnum(self.role))


# The pages of people do not count as use of the console.
_OPENS_CONSOLE: LiteralString = """(
  s.created_at > clock_timestamp() - %(console_for)s
  and coalesce(s.console_seen_at, s.created_at) > clock_timestamp() - %(console_idle)s)"""


async def insert_session(
    db: Db,
    cookie_hash: bytes,
    person_id: UUID,
    *,
    address: str | None,
    valid_for: timedelta,
    awaits_second_step: bool,
) -> UUID:
    """Store a session; its id."""
    cursor = await db.execute(
        """
        insert into person_session (cookie_hash, person_id, address, awaits_second_step, expires_at)
        values (%s, %s, %s, %s, clock_timestamp() + %s) returning id
        """,
        (cookie_hash, person_id, address, awaits_second_step, valid_for),
    )
    row = await cursor.fetchone()
    assert row is not None
    session_id: UUID = row["id"]
    return session_id


async def insert_link_session(
    db: Db,
    cookie_hash: bytes,
    link_id: UUID,
    role: PersonRoleEnum,
    *,
    partner_id: UUID | None,
    address: str | None,
    valid_for: timedelta,
) -> UUID:
    """Store a session that a one-time link opens; its id."""
    cursor = await db.execute(
        """
        insert into person_session (cookie_hash, link_id, role, partner_id, address, expires_at)
        values (%s, %s, %s, %s, %s, clock_timestamp() + %s) returning id
        """,
        (cookie_hash, link_id, role, partner_id, address, valid_for),
    )
    row = await cursor.fetchone()
    assert row is not None
    session_id: UUID = row["id"]
    return session_id


async def find_session(
    db: Db,
    cookie_hash: bytes,
    *,
    idle_for: timedelta,
    console_for: timedelta,
    console_idle: timedelta,
    awaits_second_step: bool = False,
) -> SignedInPerson | None:
    """Who is signed in with this cookie; or, with `awaits_second_step`, who has entered the password only."""
    async with db.cursor(row_factory=class_row(SignedInPerson)) as cursor:
        await cursor.execute(
            f"""
            with seen as (
              update person_session set seen_at = clock_timestamp()
              where cookie_hash = %(cookie)s and seen_at < clock_timestamp() - interval '1 minute'
                and seen_at > clock_timestamp() - %(idle)s and ended_at is null
            )
            select s.id, s.person_id, p.email, p.name, p.totp_confirmed_at is not null as has_second_step,
              {_OPENS_CONSOLE} as opens_console
            from person_session s join person p on p.id = s.person_id
            where s.cookie_hash = %(cookie)s and s.ended_at is null and s.expires_at > clock_timestamp()
              and s.seen_at > clock_timestamp() - %(idle)s and s.awaits_second_step = %(awaits)s
              and p.disabled_at is null
            """,
            {
                "cookie": cookie_hash,
                "idle": idle_for,
                "awaits": awaits_second_step,
                "console_for": console_for,
                "console_idle": console_idle,
            },
        )
        return await cursor.fetchone()


async def is_fresh(db: Db, session_id: UUID, *, within: timedelta) -> bool:
    """Whether the person has signed in within this time."""
    cursor = await db.execute(
        "select 1 from person_session where id = %s and created_at > clock_timestamp() - %s", (session_id, within)
    )
    return await cursor.fetchone() is not None


async def find_console_session(
    db: Db, cookie_hash: bytes, *, console_for: timedelta, console_idle: timedelta, is_used: bool
) -> ConsoleSession | None:
    """The session with this cookie, if it is recent enough for the console. One of a link whose partner is deleted or
    suspended is none.

    The time of the last page is stored once a minute at most, so that pages do not write.
    """
    async with db.cursor(row_factory=class_row(ConsoleSession)) as cursor:
        await cursor.execute(
            f"""
            with found as (
              select s.id, s.person_id, p.email, s.link_id, s.role::text as role, s.partner_id,
                partner.slug as partner_slug, partner.name as partner_name,
                coalesce(s.console_seen_at, s.created_at) < clock_timestamp() - interval '1 minute' as is_unnoted
              from person_session s left join person p on p.id = s.person_id
                left join published_partner partner on partner.id = s.partner_id
              where s.cookie_hash = %(cookie)s and s.ended_at is null and s.expires_at > clock_timestamp()
                and not s.awaits_second_step and p.disabled_at is null and partner.deleted_at is null
                and partner.is_suspended is not true and {_OPENS_CONSOLE}
            ), noted as (
              update person_session set console_seen_at = clock_timestamp(), seen_at = clock_timestamp()
              where %(is_used)s and id in (select id from found where is_unnoted)
            )
            select id, person_id, email, link_id, role, partner_id, partner_slug, partner_name from found
            """,
            {"cookie": cookie_hash, "console_for": console_for, "console_idle": console_idle, "is_used": is_used},
        )
        return await cursor.fetchone()


@dataclass(frozen=True, slots=True)
class EndedSession:
    id: UUID
    person_id: UUID | None
    link_id: UUID | None
    role: PersonRoleEnum | None
    partner_id: UUID | None
    awaited_second_step: bool

    def __post_init__(self) -> None:
        if self.role is not None:
            object.__setattr__(self, "role", PersonRoleEnum(self.role))


async def end_session(db: Db, cookie_hash: bytes) -> EndedSession | None:
    """End the session with this cookie. None if there is none that could still be used."""
    async with db.cursor(row_factory=class_row(EndedSession)) as cursor:
        await cursor.execute(
            """
            update person_session set ended_at = clock_timestamp()
            where cookie_hash = %s and ended_at is null and expires_at > clock_timestamp()
            returning id, person_id, link_id, role::text as role, partner_id,
              awaits_second_step as awaited_second_step
            """,
            (cookie_hash,),
        )
        return await cursor.fetchone()


async def end_sessions(db: Db, person_id: UUID) -> None:
    """End all browsers of a person."""
    await db.execute(
        "update person_session set ended_at = clock_timestamp() where person_id = %s and ended_at is null", (person_id,)
    )
