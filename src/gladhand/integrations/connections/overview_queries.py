"""Statements for the operator's overview: connections of all fleets."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Keyset
from gladhand.integrations.connections.queries import Connection
from gladhand.integrations.gateway import StoredConnection

#: A page says of more that there are more.
MOST_COUNTED = 10_000
#: Newest first.
ORDER = Keyset(Keyset.by_creation("c").columns, descending=True)


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """One connection in a table, without its credentials."""

    id: UUID
    fleet_id: UUID
    fleet: str
    partner: str | None
    source_name: str
    status: str
    account_name: str | None
    created_at: datetime
    updated_at: datetime


async def list_all_connections(
    db: Db, *, partner_id: UUID | None, status: str | None, source_name: str | None, cursor: Cursor, size: int
) -> list[ConnectionLine]:
    """Connections of all fleets or of those that share with one partner, in the cursor's direction, one more than
    `size`."""
    rows = await db.execute(
        sql.SQL(
            """
            select c.id, c.fleet_id, f.name as fleet, (
                select p.slug from live_agreement a join published_partner p on p.id = a.partner_id
                where a.fleet_id = c.fleet_id and (%(partner_id)s::uuid is null or a.partner_id = %(partner_id)s)
                order by a.created_at limit 1
              ) as partner, c.source_name, c.status::text as status, c.account_name, c.created_at, c.updated_at
            from connection c join published_fleet f on f.id = c.fleet_id
            where (%(status)s::text is null or c.status::text = %(status)s)
              and (%(source_name)s::text is null or c.source_name = %(source_name)s)
              and (%(partner_id)s::uuid is null or exists (
                select from live_agreement a where a.partner_id = %(partner_id)s and a.fleet_id = c.fleet_id))
              and {after}
            order by {order} limit %(limit)s
            """
        ).format(after=ORDER.after(cursor), order=ORDER.order(cursor)),
        {"partner_id": partner_id, "status": status, "source_name": source_name, **ORDER.parameters(cursor, size)},
    )
    return [ConnectionLine(**row) for row in await rows.fetchall()]


async def list_broken_connections(db: Db, partner_id: UUID, limit: int) -> list[ConnectionLine]:
    """The newest connections that need a new sign-in, of the fleets that share with the partner."""
    rows = await db.execute(
        """
        select c.id, c.fleet_id, f.name as fleet, null as partner, c.source_name, c.status::text as status,
          c.account_name, c.created_at, c.updated_at
        from connection c join published_fleet f on f.id = c.fleet_id
        where c.status in ('stale', 'failed') and exists (
          select from live_agreement a where a.partner_id = %s and a.fleet_id = c.fleet_id)
        order by c.created_at desc, c.id desc limit %s
        """,
        (partner_id, limit),
    )
    return [ConnectionLine(**row) for row in await rows.fetchall()]


async def count_connections_of_partner(db: Db, partner_id: UUID) -> dict[str, int]:
    """How many connections are in each state, of the fleets that share with the partner: of `MOST_COUNTED` at most."""
    rows = await db.execute(
        """
        select status::text as status, count(*)::int as count from (
          select c.status from live_agreement a join connection c on c.fleet_id = a.fleet_id
          where a.partner_id = %(partner_id)s and c.status <> 'deleted' limit %(most)s
        ) counted group by status
        """,
        {"partner_id": partner_id, "most": MOST_COUNTED},
    )
    return {row["status"]: row["count"] for row in await rows.fetchall()}


async def list_connections_of_all_fleets(
    db: Db, *, connection_id: UUID | None, source_name: str | None, limit: int
) -> list[Connection]:
    """The newest connections of all fleets that are not deleted, or a single one."""
    rows = await db.execute(
        """
        select id, fleet_id, tsp_id, source_name, status::text as status from connection
        where status <> 'deleted' and (%(id)s::uuid is null or id = %(id)s)
          and (%(source_name)s::text is null or source_name = %(source_name)s)
        order by created_at desc, id desc limit %(limit)s
        """,
        {"id": connection_id, "source_name": source_name, "limit": limit},
    )
    return [Connection(**row) for row in await rows.fetchall()]


@dataclass(frozen=True, slots=True)
class OriginConnection:
    """A connection of any fleet with what its records say of their origin."""

    stored: StoredConnection
    tsp_id: UUID
    tsp_slug: str


async def list_origins_of_all_fleets(
    db: Db, *, source_name: str | None, connection_id: UUID | None
) -> list[OriginConnection]:
    """The connections to a provider, or a single one, in the order of their fleets."""
    rows = await db.execute(
        """
        select c.fleet_id, c.id, c.source_name, c.account_fingerprint as account, c.credentials, c.tsp_id,
          t.slug as tsp_slug
        from connection c join published_tsp t on t.id = c.tsp_id
        where c.status <> 'deleted' and (%(source_name)s::text is null or c.source_name = %(source_name)s)
          and (%(id)s::uuid is null or c.id = %(id)s)
        order by c.fleet_id, c.id
        """,
        {"source_name": source_name, "id": connection_id},
    )
    return [
        OriginConnection(StoredConnection(**row), tsp_id=tsp_id, tsp_slug=tsp_slug)
        for row in await rows.fetchall()
        for tsp_id, tsp_slug in [(row.pop("tsp_id"), row.pop("tsp_slug"))]
    ]
