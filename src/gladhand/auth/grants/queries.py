"""All SQL of grants. A grant's id is the `sid` of its tokens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from psycopg import sql
from psycopg.rows import class_row

from gladhand.core.db import Db

# Longer than any access token lives that a refresh token could still have got.
_SLACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class NewGrant:
    """What an application asks for, and the role for which the person has signed in."""

    person_id: UUID
    role_id: UUID
    client_id: str
    scope: str | None
    redirect_uri: str
    code_challenge: str
    nonce: str | None


@dataclass(frozen=True, slots=True)
class Grant:
    id: UUID
    person_id: UUID
    role_id: UUID
    client_id: str
    scope: str | None
    redirect_uri: str
    code_challenge: str
    nonce: str | None
    code_used_at: datetime | None
    created_at: datetime
    expires_at: datetime
    email: str
    name: str | None
    is_verified: bool


async def insert_grant(db: Db, new: NewGrant, code_hash: bytes, *, code_for: timedelta, valid_for: timedelta) -> None:
    await db.execute(
        """
        insert into person_grant (person_id, role_id, client_id, scope, redirect_uri, code_challenge, nonce, code_hash,
          code_expires_at, expires_at)
        values (%s, %s, %s, %s, %s, %s, %s, %s, clock_timestamp() + %s, clock_timestamp() + %s)
        """,
        (
            new.person_id,
            new.role_id,
            new.client_id,
            new.scope,
            new.redirect_uri,
            new.code_challenge,
            new.nonce,
            code_hash,
            code_for,
            valid_for,
        ),
    )


_GRANT: LiteralString = """
  select g.id, g.person_id, g.role_id, g.client_id, g.scope, g.redirect_uri, g.code_challenge, g.nonce, g.code_used_at,
    g.created_at, g.expires_at, p.email, p.name, p.verified_at is not null as is_verified
  from person_grant g join person p on p.id = g.person_id join public_client c on c.client_id = g.client_id
  where g.ended_at is null and g.expires_at > clock_timestamp() and p.disabled_at is null and c.revoked_at is null"""


async def lock_grant_of_code(db: Db, code_hash: bytes) -> Grant | None:
    """The grant of a code until the transaction ends. None if the code is unknown, or too old and was never used: one
    that was used may come again at any time, and somebody else has it then."""
    async with db.cursor(row_factory=class_row(Grant)) as cursor:
        await cursor.execute(
            f"""{_GRANT} and g.code_hash = %s
              and (g.code_used_at is not null or g.code_expires_at > clock_timestamp()) for update of g""",
            (code_hash,),
        )
        return await cursor.fetchone()


async def find_grant(db: Db, grant_id: UUID) -> Grant | None:
    """A grant that has not ended."""
    async with db.cursor(row_factory=class_row(Grant)) as cursor:
        await cursor.execute(f"{_GRANT} and g.id = %s and g.code_used_at is not null", (grant_id,))
        return await cursor.fetchone()


async def update_code_used(db: Db, grant_id: UUID) -> None:
    await db.execute("update person_grant set code_used_at = clock_timestamp() where id = %s", (grant_id,))


_ENDING = sql.SQL(
    """
    with ended as (
      update person_grant g set ended_at = clock_timestamp() where {} and g.ended_at is null
      returning id, expires_at
    )
    insert into revoked_token (jti, expires_at) select id::text, expires_at + %s from ended on conflict do nothing
    """
)


async def end_grant(db: Db, grant_id: UUID) -> None:
    """End a grant and its tokens; servers know it within a second."""
    await db.execute(_ENDING.format(sql.SQL("g.id = %s")), (grant_id, _SLACK))


async def end_grants(db: Db, person_id: UUID) -> None:
    """End all grants of a person."""
    await db.execute(_ENDING.format(sql.SQL("g.person_id = %s")), (person_id, _SLACK))


async def end_grants_of_role(db: Db, role_id: UUID) -> None:
    await db.execute(_ENDING.format(sql.SQL("g.role_id = %s")), (role_id, _SLACK))


@dataclass(frozen=True, slots=True)
class PublicClient:
    client_id: str
    name: str
    redirect_uris: list[str]
    created_at: datetime
    revoked_at: datetime | None


async def find_public_client(db: Db, client_id: str) -> PublicClient | None:
    """A client that is not revoked."""
    async with db.cursor(row_factory=class_row(PublicClient)) as cursor:
        await cursor.execute(
            """
            select client_id, name, redirect_uris, created_at, revoked_at from public_client
            where client_id = %s and revoked_at is null
            """,
            (client_id,),
        )
        return await cursor.fetchone()


async def list_public_clients(db: Db) -> list[PublicClient]:
    """All of them, the revoked ones too, in the order of their creation."""
    async with db.cursor(row_factory=class_row(PublicClient)) as cursor:
        await cursor.execute(
            """
            select client_id, name, redirect_uris, created_at, revoked_at from public_client
            order by created_at, client_id
            """
        )
        return await cursor.fetchall()


async def insert_public_client(db: Db, client_id: str, name: str, redirect_uris: list[str]) -> None:
    await db.execute(
        "insert into public_client (client_id, name, redirect_uris) values (%s, %s, %s)",
        (client_id, name, redirect_uris),
    )


async def revoke_public_client(db: Db, client_id: str) -> bool:
    """Revoke a client with all its grants. False if no active client has this id."""
    cursor = await db.execute(
        "update public_client set revoked_at = clock_timestamp() where client_id = %s and revoked_at is null",
        (client_id,),
    )
    await db.execute(_ENDING.format(sql.SQL("g.client_id = %s")), (client_id, _SLACK))
    return cursor.rowcount == 1
