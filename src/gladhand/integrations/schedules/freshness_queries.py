"""SQL of freshness: when the records of each connection were last read."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg import sql

from gladhand.auth.callers import FleetCaller, PartnerCaller
from gladhand.core.db import Db
from gladhand.integrations.schedules.queries import STATUS


async def list_freshness(
    db: Db,
    caller: PartnerCaller | FleetCaller,
    *,
    fleet_ids: Sequence[UUID] | None,
    fleet_refs: Sequence[str] | None,
) -> list[str]:
    """One row for each resource of each connection that the caller may read, as JSON."""
    is_partner = isinstance(caller, PartnerCaller)
    query = sql.SQL(
        """
        select row_to_json((select t from (
          select s.resource, {level} as share_level, s.fleet_id, {fleet_ref} as fleet_ref, s.connection_id,
            c.description as connection_description, s.id as schedule_id, s.source_name, c.tsp_id, t.slug as tsp_slug,
            wire_time(s.last_success_at) as last_successful_execution_at,
            case when s.status = 'active' then wire_time(s.next_execution_at) end as next_execution_at,
            {status} as schedule_status
        ) t))::text as record
        {source}
        join connection c on c.fleet_id = s.fleet_id and c.id = s.connection_id
        join published_tsp t on t.id = c.tsp_id
        where {visible} and c.status <> 'deleted' and s.status <> 'deleted'
          and (%(fleet_ids)s::uuid[] is null or s.fleet_id = any(%(fleet_ids)s)) and {by_ref}
        order by s.fleet_id, s.connection_id, s.resource
        """
    ).format(
        status=sql.SQL(STATUS),
        level=sql.SQL("shared_level(a.scopes, s.resource)" if is_partner else "null::text"),
        fleet_ref=sql.SQL("a.fleet_ref" if is_partner else "null::text"),
        source=sql.SQL(
            "from live_agreement a join schedule s on s.fleet_id = a.fleet_id" if is_partner else "from schedule s"
        ),
        visible=sql.SQL(
            "a.partner_id = %(owner)s and shared_level(a.scopes, s.resource) is not null"
            if is_partner
            else "s.fleet_id = %(owner)s"
        ),
        # Only partners have references of fleets.
        by_ref=sql.SQL(
            "(%(fleet_refs)s::text[] is null or a.fleet_ref = any(%(fleet_refs)s))"
            if is_partner
            else "%(fleet_refs)s::text[] is null"
        ),
    )
    rows = await db.execute(
        query,
        {
            "owner": caller.partner_id if isinstance(caller, PartnerCaller) else caller.fleet_id,
            "fleet_ids": None if fleet_ids is None else list(fleet_ids),
            "fleet_refs": None if fleet_refs is None else list(fleet_refs),
        },
    )
    return [row["record"] for row in await rows.fetchall()]


async def list_last_reads(db: Db, fleet_id: UUID) -> dict[UUID, datetime]:
    """When each connection of the fleet was last read; without those that were never read."""
    rows = await db.execute(
        """
        select connection_id, max(last_success_at) as at from schedule
        where fleet_id = %s and last_success_at is not null group by connection_id
        """,
        (fleet_id,),
    )
    return {row["connection_id"]: row["at"] for row in await rows.fetchall()}
