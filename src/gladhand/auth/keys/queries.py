"""Statements about signing keys. They belong to the server, not to an owner."""

from dataclasses import dataclass
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from gladhand.core.db import Db


@dataclass(frozen=True)
class KeyRow:
    kid: str
    private_key: bytes
    signs: bool


async def lock_keys(db: Db) -> None:
    """Lock the making of keys until the transaction ends."""
    await db.execute("select pg_advisory_xact_lock(hashtextextended('gladhand.signing_key', 0))")


async def list_usable_keys(db: Db, *, retired_for_seconds: int) -> list[KeyRow]:
    """The keys that valid tokens may be signed with, newest first: current keys, then recently retired ones."""
    async with db.cursor(row_factory=class_row(KeyRow)) as cursor:
        await cursor.execute(
            """
            select kid, private_key, retired_at is null as signs
            from signing_key
            where retired_at is null or retired_at > now() - make_interval(secs => %s)
            order by retired_at is null desc, created_at desc, kid
            """,
            (retired_for_seconds,),
        )
        return await cursor.fetchall()


async def insert_key(db: Db, kid: str, private_key: bytes, public_jwk: dict[str, Any]) -> None:
    await db.execute(
        "insert into signing_key (kid, private_key, public_jwk) values (%s, %s, %s)",
        (kid, private_key, Jsonb(public_jwk)),
    )


async def update_others_retired(db: Db, kid: str) -> None:
    await db.execute("update signing_key set retired_at = now() where retired_at is null and kid <> %s", (kid,))
