"""Statements that claim a synchronous operation for the request that waits for it."""

from datetime import timedelta
from uuid import UUID

from gladhand.core.db import Db
from gladhand.integrations.operations.queue_queries import AROUND, FACTS, ClaimedOperation

_CLAIM_HELD = f"""
with o as materialized (
  select * from resource_operation
  where id = %(id)s and status::text = 'pending' and (%(while_blocked)s or not is_blocked)
  for update
), claimed as (
  update resource_operation r set lease_until = clock_timestamp() + %(lease)s, sent_at = clock_timestamp()
  from o where r.partner_id = o.partner_id and r.id = o.id
  returning r.lease_until
)
select {FACTS}, o.sent_at is not null as was_sent, claimed.lease_until from o cross join claimed {AROUND}
"""
_FIND_HELD = f"""
select {FACTS}, false as was_sent, o.lease_until from resource_operation o {AROUND}
where o.id = %s and o.status::text = 'pending' and o.sent_at is not null and not o.is_blocked and o.attempts = 0
"""


async def find_held(db: Db, operation_id: UUID) -> ClaimedOperation | None:
    """A synchronous operation that its request holds since it was accepted; None while an earlier write blocks it."""
    row = await (await db.execute(_FIND_HELD, (operation_id,))).fetchone()
    return ClaimedOperation(**row) if row else None


async def claim_held(
    db: Db, operation_id: UUID, lease: timedelta, *, while_blocked: bool = False
) -> ClaimedOperation | None:
    """Claim a synchronous operation for the request that holds it.

    None when it is no longer pending, and while an earlier write blocks it, unless it is claimed `while_blocked` to be
    ended.
    """
    rows = await db.execute(_CLAIM_HELD, {"id": operation_id, "lease": lease, "while_blocked": while_blocked})
    row = await rows.fetchone()
    return ClaimedOperation(**row) if row else None
