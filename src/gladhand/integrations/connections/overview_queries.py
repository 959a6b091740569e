"""Statements for the operator's overview: connections of all fleets."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """One connection in a table. Of its credentials it has nothing."""

    id: UUID
    fleet_id: UUID
    fleet: str
    source_name: str
    status: str
    account_name: str | None
    created_at: datetime
    updated_at: datetime


async def list_all_connections(
    db: Db, *, partner_id: UUID | None, status: str | None, source_name: str | None, limit: int
) -> list[ConnectionLine]:
    """The newest connections, of all fleets or of those that share with one partner."""
    rows = await db.execute(
        """
        select c.id, c.fleet_id, f.name as fleet, c.source_name, c.status::text as status, c.account_name, c.created_at,
          c.updated_at
        from connection c join published_fleet f on f.id = c.fleet_id
        where (%(status)s::text is null or c.status::text = %(status)s)
          and (%(source_name)s::text is null or c.source_name = %(source_name)s)
          and (%(partner_id)s::uuid is null or exists (
            select from live_agreement a where a.partner_id = %(partner_id)s and a.fleet_id = c.fleet_id))
        order by c.created_at desc, c.id desc limit %(limit)s
        """,
        {"partner_id": partner_id, "status": status, "source_name": source_name, "limit": limit},
    )
    return [ConnectionLine(**row) for row in await rows.fetchall()]
