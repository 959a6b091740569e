"""All SQL about sessions of connections."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class RenewalClaim:
    """The right to renew a session until a time, and the session to be renewed."""

    kept: bytes | None
    version: int
    until: datetime


async def find_session(db: Db, fleet_id: UUID, connection_id: UUID) -> bytes | None:
    rows = await db.execute(
        "select sealed from connection_session where fleet_id = %s and connection_id = %s", (fleet_id, connection_id)
    )
    row = await rows.fetchone()
    return row["sealed"] if row else None


async def claim_renewal(db: Db, fleet_id: UUID, connection_id: UUID, seconds: float) -> RenewalClaim | None:
    """The lease on the renewal; None while another process holds it."""
    rows = await db.execute(
        """
        insert into connection_session as s (fleet_id, connection_id, renewing_until)
        values (%s, %s, clock_timestamp() + make_interval(secs => %s))
        on conflict (fleet_id, connection_id) do update set renewing_until = excluded.renewing_until
        where s.renewing_until is null or s.renewing_until <= clock_timestamp()
        returning s.sealed as kept, s.version, s.renewing_until as until
        """,
        (fleet_id, connection_id, seconds),
    )
    row = await rows.fetchone()
    return RenewalClaim(**row) if row else None


async def release_renewal(db: Db, fleet_id: UUID, connection_id: UUID, claim: RenewalClaim) -> None:
    await db.execute(
        """
        update connection_session set renewing_until = null
        where fleet_id = %s and connection_id = %s and renewing_until = %s
        """,
        (fleet_id, connection_id, claim.until),
    )


async def update_session(
    db: Db, fleet_id: UUID, connection_id: UUID, claim: RenewalClaim, sealed: bytes | None
) -> bool:
    """Store the renewed session and end the lease. False if the stored session has changed meanwhile.

    An expired lease is no obstacle: the provider has accepted this renewal, so it refuses later ones.
    """
    rows = await db.execute(
        """
        update connection_session
        set sealed = %s, version = version + 1, renewing_until = null, updated_at = clock_timestamp()
        where fleet_id = %s and connection_id = %s and version = %s
        """,
        (sealed, fleet_id, connection_id, claim.version),
    )
    return rows.rowcount == 1


async def upsert_session(db: Db, fleet_id: UUID, connection_id: UUID, sealed: bytes | None) -> None:
    """Store the session of a new sign-in of the fleet, in place of any stored or running one."""
    await db.execute(
        """
        insert into connection_session as s (fleet_id, connection_id, sealed) values (%s, %s, %s)
        on conflict (fleet_id, connection_id) do update
        set sealed = excluded.sealed, version = s.version + 1, renewing_until = null, updated_at = clock_timestamp()
        """,
        (fleet_id, connection_id, sealed),
    )


async def delete_session(db: Db, fleet_id: UUID, connection_id: UUID) -> None:
    await db.execute(
        "delete from connection_session where fleet_id = %s and connection_id = %s", (fleet_id, connection_id)
    )
