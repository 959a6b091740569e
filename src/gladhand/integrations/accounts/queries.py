"""All SQL about provider accounts that does not concern a connection."""

from gladhand.core.db import Db


async def find_fingerprint_key(db: Db) -> bytes | None:
    """The encrypted key of all fingerprints."""
    row = await (await db.execute("select sealed from fingerprint_key")).fetchone()
    return None if row is None else bytes(row["sealed"])


async def insert_fingerprint_key(db: Db, sealed: bytes) -> None:
    """Store the key unless another process was first."""
    await db.execute("insert into fingerprint_key (sealed) values (%s) on conflict do nothing", (sealed,))
