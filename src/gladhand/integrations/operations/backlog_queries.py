"""Statements about all pending operations: how many there are, and which ones nothing blocks any more."""

from dataclasses import dataclass

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class PendingCount:
    """How many operations are pending at one provider in one state."""

    source_name: str
    state: str
    count: int
    oldest_seconds: float | None


async def count_pending(db: Db) -> list[PendingCount]:
    """What is pending, of all partners."""
    rows = await db.execute(
        """
        select source_name,
          case when is_suspended then 'suspended' when is_blocked then 'blocked' else 'ready' end as state,
          count(*) as count,
          extract(epoch from clock_timestamp() - min(next_attempt_at) filter (
            where not is_suspended and not is_blocked and next_attempt_at <= clock_timestamp()))::float8
            as oldest_seconds
        from resource_operation where status = 'pending' group by 1, 2
        """
    )
    return [PendingCount(**row) for row in await rows.fetchall()]


async def get_oldest_seconds(db: Db) -> float:
    """For how long the oldest due operation of all partners has been due."""
    rows = await db.execute(
        """
        select coalesce(extract(epoch from clock_timestamp() - min(next_attempt_at)), 0)::float8 as age
        from resource_operation
        where status = 'pending' and not is_suspended and not is_blocked
          and next_attempt_at <= (select clock_timestamp())
        """
    )
    row = await rows.fetchone()
    return float(row["age"]) if row else 0.0


async def update_blocked(db: Db) -> int:
    """Free operations that no earlier write blocks any more. Finishing does that; this is for what it missed."""
    rows = await db.execute(
        """
        update resource_operation o set is_blocked = false
        from (
          select distinct on (b.connection_id, b.record_key) b.connection_id, b.record_key
          from resource_operation b where b.status = 'pending' and b.is_blocked
        ) key, lateral (
          select n.partner_id, n.id, n.is_blocked from resource_operation n
          where n.connection_id = key.connection_id and n.record_key = key.record_key and n.status = 'pending'
          order by n.position limit 1
        ) first
        where first.is_blocked and o.partner_id = first.partner_id and o.id = first.id and o.status::text = 'pending'
        """
    )
    return rows.rowcount
