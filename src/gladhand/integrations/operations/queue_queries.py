"""Statements that claim operations under a lease, give them back, and suspend them.

Operations wait in queues, one for each connection. A claim finds the queues by hopping from one to the next over the
index. However many operations wait in one of them, or are finished, the cost of a claim grows with the number of
queues and of operations claimed. Operations that are blocked by an earlier write to the same record are in no queue;
finishing that write puts them there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from gladhand.core.db import Db
from gladhand.integrations.gateway import StoredConnection
from gladhand.records.ingest_queries import RecordOrigin

#: Notices on this channel say that there is something to claim. A lost notice costs a second, not an operation.
CHANNEL: LiteralString = "gladhand_operation"

#: States of a connection that a fleet can still repair. Its operations wait.
WAITING_STATES = ("failed", "paused", "stale")

_MOST_COUNTED = 100

_NOWHERE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class OperationQueue:
    """What waits for one connection. Several connections may lead to one account."""

    connection_id: UUID
    fleet_id: UUID
    source_name: str
    account: str
    status: str
    due: int
    """How many could be claimed, counted up to a limit."""


@dataclass(frozen=True, slots=True)
class QueueQuota:
    """How many operations to claim for a queue's account, and how many of the account all workers may run together."""

    queue: OperationQueue
    count: int
    of_account: int


@dataclass(frozen=True, slots=True)
class ClaimedOperation:
    """An operation that is ours until its lease runs out, and where it leads."""

    id: UUID
    partner_id: UUID
    connection_id: UUID
    fleet_id: UUID
    fleet_ref: str | None
    tsp_id: UUID
    tsp_slug: str
    source_name: str
    account: str
    resource: str
    resource_id: UUID | None
    source_id: str | None
    operation_type: str
    is_sync: bool
    payload: str
    ignored: list[dict[str, str | None]]
    """The results of fields that the API does not have; no others are known while an operation is pending."""
    attempts: int
    credentials: bytes
    connection_status: str
    level: str | None
    was_sent: bool
    lag_seconds: float
    """How long it has been due."""
    lease_until: datetime
    trace_parent: str | None = None
    """The trace of the request that has asked for it."""

    @property
    def stored(self) -> StoredConnection:
        """The connection as the gateway opens it."""
        return StoredConnection(self.fleet_id, self.connection_id, self.source_name, self.account, self.credentials)

    @property
    def origin(self) -> RecordOrigin:
        """The origin of a record that the operation has written."""
        return RecordOrigin(
            self.fleet_id,
            self.connection_id,
            self.tsp_id,
            self.tsp_slug,
            self.source_name,
            trace_parent=self.trace_parent,
        )


_QUEUES = """
with recursive queue as (
  (select connection_id, 1 as number from resource_operation
   where status = 'pending' and not is_suspended and not is_blocked and connection_id > %(after)s
   order by connection_id limit 1)
  union all
  select further.connection_id, number + 1
  from queue cross join lateral (
    select connection_id from resource_operation
    where status = 'pending' and not is_suspended and not is_blocked and connection_id > queue.connection_id
    order by connection_id limit 1
  ) further
  where number < %(limit)s
)
select c.id as connection_id, c.fleet_id, c.source_name, c.account_fingerprint as account, c.status::text as status,
  (select count(*) from (
    select from resource_operation due
    where due.status = 'pending' and not due.is_suspended and not due.is_blocked
      and due.connection_id = queue.connection_id
      and due.next_attempt_at <= now() and (due.lease_until is null or due.lease_until <= now())
    limit %(most)s) due)::int as due
from queue join connection c on c.id = queue.connection_id
order by number
"""

FACTS: LiteralString = """
  o.id, o.partner_id, o.connection_id, o.fleet_id, o.fleet_ref, c.tsp_id, t.slug as tsp_slug, o.source_name,
  c.account_fingerprint as account, o.resource, o.resource_id, o.source_id, o.operation_type::text as operation_type,
  o.is_sync, o.trace_parent, o.payload::text as payload, o.field_results as ignored, o.attempts, c.credentials,
  c.status::text as connection_status, shared_level(a.scopes, o.resource)::text as level,
  extract(epoch from clock_timestamp() - o.next_attempt_at)::float8 as lag_seconds
"""
AROUND: LiteralString = """
  join connection c on c.fleet_id = o.fleet_id and c.id = o.connection_id
  join published_tsp t on t.id = c.tsp_id
  left join live_agreement a on a.partner_id = o.partner_id and a.fleet_id = o.fleet_id
"""

_CLAIM = f"""
select {FACTS}, k.was_sent, k.lease_until
from claim_operations(%(queues)s::uuid[], %(counts)s::int[], %(accounts)s::text[], %(limits)s::int[], %(lease)s) k
join resource_operation o on o.partner_id = k.partner_id and o.id = k.id
{AROUND}
order by o.position
"""


async def list_queues(db: Db, *, after: OperationQueue | None, limit: int) -> list[OperationQueue]:
    """The next queues with pending operations, of all partners."""
    parameters = {"after": after.connection_id if after else _NOWHERE, "limit": limit, "most": _MOST_COUNTED}
    rows = await db.execute(_QUEUES, parameters)
    return [OperationQueue(**row) for row in await rows.fetchall()]


async def claim_operations(db: Db, quotas: Sequence[QueueQuota], lease: timedelta) -> list[ClaimedOperation]:
    """The operations of each account that are due longest, up to its quota; the queues are those of all partners."""
    parameters = {
        "queues": [quota.queue.connection_id for quota in quotas],
        "counts": [quota.count for quota in quotas],
        "accounts": [quota.queue.account for quota in quotas],
        "limits": [quota.of_account for quota in quotas],
        "lease": lease,
    }
    rows = await db.execute(_CLAIM, parameters)
    return [ClaimedOperation(**row) for row in await rows.fetchall()]


async def release_operations(db: Db, claimed: Sequence[ClaimedOperation]) -> None:
    """Give back what was claimed and not attempted."""
    await db.execute(
        """
        update resource_operation o set lease_until = null, sent_at = case when mine.was_sent then o.sent_at end
        from unnest(%s::uuid[], %s::uuid[], %s::timestamptz[], %s::bool[])
          as mine (partner_id, id, lease_until, was_sent)
        where o.partner_id = mine.partner_id and o.id = mine.id and o.status::text = 'pending'
          and o.lease_until = mine.lease_until
        """,
        (
            [operation.partner_id for operation in claimed],
            [operation.id for operation in claimed],
            [operation.lease_until for operation in claimed],
            [operation.was_sent for operation in claimed],
        ),
    )


async def suspend_operations(db: Db, queue: OperationQueue, *, limit: int) -> None:
    """Let the operations of a queue wait until their connection is active again.

    The lock on the connection makes sure that one that was repaired just now is seen. Synchronous operations do not
    wait; they are claimed, and fail.
    """
    await db.execute(
        """
        with c as (
          select id from connection
          where fleet_id = %(fleet_id)s and id = %(connection_id)s and status::text = any(%(states)s)
          for share
        )
        update resource_operation o set is_suspended = true
        where o.id = any (array(
          select o.id from c join resource_operation o on o.connection_id = c.id
          where o.status = 'pending' and not o.is_suspended and not o.is_blocked and not o.is_sync
            and (o.lease_until is null or o.lease_until <= clock_timestamp())
          limit %(limit)s for update of o skip locked))
        """,
        {
            "fleet_id": queue.fleet_id,
            "connection_id": queue.connection_id,
            "states": list(WAITING_STATES),
            "limit": limit,
        },
    )


_CLAIM_UNCOVERED = f"""
with changed as materialized (
  select distinct fleet_id from published_agreement_change where at >= %(since)s and at <= now()
), o as materialized (
  select o.* from changed join connection c using (fleet_id) join resource_operation o on o.connection_id = c.id
  left join live_agreement a on a.partner_id = o.partner_id and a.fleet_id = o.fleet_id
  where o.status = 'pending' and not o.is_blocked and not o.is_sync
    and (o.lease_until is null or o.lease_until <= clock_timestamp())
    and shared_level(a.scopes, o.resource) is distinct from 'read_write'
  limit %(limit)s for update of o skip locked
), claimed as (
  update resource_operation r set lease_until = clock_timestamp() + %(lease)s
  from o where r.partner_id = o.partner_id and r.id = o.id returning r.id, r.lease_until
)
select {FACTS}, o.sent_at is not null as was_sent, claimed.lease_until
from o join claimed using (id) {AROUND} order by o.position
"""


async def claim_uncovered(db: Db, since: datetime, lease: timedelta, *, limit: int) -> list[ClaimedOperation]:
    """Claim pending operations that no agreement allows any more, of fleets whose agreements have changed since then.
    Those that wait for their connection are claimed, too.
    """
    rows = await db.execute(_CLAIM_UNCOVERED, {"since": since, "lease": lease, "limit": limit})
    return [ClaimedOperation(**row) for row in await rows.fetchall()]
