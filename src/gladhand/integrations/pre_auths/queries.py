"""All SQL of credentials that were entered before a sign-in at the provider."""

from datetime import timedelta
from uuid import UUID

from gladhand.core.db import Db


async def insert_pre_auth(db: Db, fleet_id: UUID, tsp_id: UUID, sealed: bytes, *, lasts: timedelta) -> UUID:
    rows = await db.execute(
        """
        insert into connection_pre_auth (fleet_id, tsp_id, sealed, expires_at) values (%s, %s, %s, now() + %s)
        returning id
        """,
        (fleet_id, tsp_id, sealed, lasts),
    )
    row = await rows.fetchone()
    assert row is not None
    pre_auth_id: UUID = row["id"]
    return pre_auth_id


async def find_pre_auth(db: Db, fleet_id: UUID, tsp_id: UUID, pre_auth_id: UUID) -> bytes | None:
    """What was entered; None if it is used, too old, or of another fleet or provider."""
    rows = await db.execute(
        """
        select sealed from connection_pre_auth
        where fleet_id = %s and id = %s and tsp_id = %s and expires_at > now()
        """,
        (fleet_id, pre_auth_id, tsp_id),
    )
    row = await rows.fetchone()
    return row["sealed"] if row is not None else None


async def delete_pre_auth(db: Db, fleet_id: UUID, pre_auth_id: UUID) -> bool:
    """Mark it as used. Returns whether it was still unused: of two requests that use it at once, one fails."""
    rows = await db.execute("delete from connection_pre_auth where fleet_id = %s and id = %s", (fleet_id, pre_auth_id))
    return rows.rowcount == 1
