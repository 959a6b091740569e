"""The SQL that works operations off: claimed in lots under a lease, parked, found again.

Operations wait in lanes, one for each connection, and lanes are found by hopping from one to the next over the index:
however many wait in one of them, or are finished, the cost of a claim goes with the number of lanes and of operations
taken. Those behind an earlier write to the same record are in no lane; whoever settles that write puts them there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from gladhand.core.db import Db
from gladhand.integrations.gateway import StoredConnection

#: Told when there is something to claim; workers listen here. A lost notice costs a second, not an operation.
CHANNEL: LiteralString = "gladhand_operation"

#: States of a connection that a fleet can still mend: its operations wait.
WAITING_STATES = ("failed", "paused", "stale")

_MOST_COUNTED = 100

#: Where a look at the lanes begins.
FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Lane:
    """What waits for one connection; `account` is what several connections may lead to."""

    connection_id: UUID
    fleet_id: UUID
    source_name: str
    account: str
    status: str
    due: int
    """How many could be claimed, up to a number."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many to claim of a lane's account, and how many of its operations all workers may have in hand together."""

    lane: Lane
    count: int
    of_account: int


@dataclass(frozen=True, slots=True)
class Taken:
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
    attempts: int
    credentials: bytes
    connection_status: str
    level: str | None
    was_sent: bool
    lag_seconds: float
    """How long it has been due."""
    lease_until: datetime

    @property
    def stored(self) -> StoredConnection:
        """The connection as the gateway opens it."""
        return StoredConnection(self.fleet_id, self.connection_id, self.source_name, self.account, self.credentials)


_LANES = """
with recursive lane as (
  (select connection_id, 1 as place from resource_operation
   where status = 'pending' and not parked and not is_behind and connection_id > %(after)s
   order by connection_id limit 1)
  union all
  select further.connection_id, place + 1
  from lane cross join lateral (
    select connection_id from resource_operation
    where status = 'pending' and not parked and not is_behind and connection_id > lane.connection_id
    order by connection_id limit 1
  ) further
  where place < %(limit)s
)
select c.id as connection_id, c.fleet_id, c.source_name, c.account_fingerprint as account, c.status::text as status,
  (select count(*) from (
    select from resource_operation due
    where due.status = 'pending' and not due.parked and not due.is_behind and due.connection_id = lane.connection_id
      and due.next_attempt_at <= now() and (due.lease_until is null or due.lease_until <= now())
    limit %(most)s) due)::int as due
from lane join connection c on c.id = lane.connection_id
order by place
"""

_FACTS: LiteralString = """
  o.id, o.partner_id, o.connection_id, o.fleet_id, o.fleet_ref, c.tsp_id, t.slug as tsp_slug, o.source_name,
  c.account_fingerprint as account, o.resource, o.resource_id, o.source_id, o.operation_type::text as operation_type,
  o.is_sync, o.payload::text as payload, o.attempts, c.credentials, c.status::text as connection_status,
  shared_level(a.scopes, o.resource)::text as level,
  extract(epoch from clock_timestamp() - o.next_attempt_at)::float8 as lag_seconds
"""
_AROUND: LiteralString = """
  join connection c on c.fleet_id = o.fleet_id and c.id = o.connection_id
  join tsp t on t.id = c.tsp_id
  left join live_agreement a on a.partner_id = o.partner_id and a.fleet_id = o.fleet_id
"""

_CLAIM = f"""
select {_FACTS}, k.was_sent, k.lease_until
from claim_operations(%(lanes)s::uuid[], %(counts)s::int[], %(accounts)s::text[], %(limits)s::int[], %(lease)s) k
join resource_operation o on o.partner_id = k.partner_id and o.id = k.id
{_AROUND}
order by o.position
"""

_TAKE = f"""
with o as materialized (
  select * from resource_operation
  where id = %(id)s and status::text = 'pending' and (%(out_of_turn)s or not is_behind)
  for update
), taken as (
  update resource_operation r set lease_until = clock_timestamp() + %(lease)s, sent_at = clock_timestamp()
  from o where r.partner_id = o.partner_id and r.id = o.id
  returning r.lease_until
)
select {_FACTS}, o.sent_at is not null as was_sent, taken.lease_until from o cross join taken {_AROUND}
"""


async def lanes(db: Db, *, after: UUID, limit: int) -> list[Lane]:
    """The next lanes that something waits in, of all partners."""
    rows = await db.execute(_LANES, {"after": after, "limit": limit, "most": _MOST_COUNTED})
    return [Lane(**row) for row in await rows.fetchall()]


async def claim(db: Db, quotas: Sequence[Quota], lease: timedelta) -> list[Taken]:
    """The longest due operations of each account, up to its quota; the lanes are those of all partners."""
    values = {
        "lanes": [each.lane.connection_id for each in quotas],
        "counts": [each.count for each in quotas],
        "accounts": [each.lane.account for each in quotas],
        "limits": [each.of_account for each in quotas],
        "lease": lease,
    }
    rows = await db.execute(_CLAIM, values)
    return [Taken(**row) for row in await rows.fetchall()]


_HELD = f"""
select {_FACTS}, false as was_sent, o.lease_until from resource_operation o {_AROUND}
where o.id = %s and o.status::text = 'pending' and o.sent_at is not null and not o.is_behind and o.attempts = 0
"""


async def held(db: Db, operation_id: UUID) -> Taken | None:
    """A synchronous operation that its request holds and has not tried yet; None if it is not its turn yet."""
    row = await (await db.execute(_HELD, (operation_id,))).fetchone()
    return Taken(**row) if row else None


async def take(db: Db, operation_id: UUID, lease: timedelta, *, out_of_turn: bool = False) -> Taken | None:
    """Take a synchronous operation for the request that has held it from its beginning.

    None while an earlier write to its record is pending (unless it is only to be ended, `out_of_turn`), and when it is
    pending no longer.
    """
    rows = await db.execute(_TAKE, {"id": operation_id, "lease": lease, "out_of_turn": out_of_turn})
    row = await rows.fetchone()
    return Taken(**row) if row else None


async def park(db: Db, lane: Lane, *, limit: int) -> int:
    """Let what is in a lane wait for its connection. The lock makes sure that one mended just now is not overlooked.

    Synchronous writes do not wait; they are claimed, and fail.
    """
    rows = await db.execute(
        """
        with c as (
          select id from connection
          where fleet_id = %(fleet_id)s and id = %(connection_id)s and status::text = any(%(states)s)
          for share
        )
        update resource_operation o set parked = true
        where o.ctid = any (array(
          select o.ctid from c join resource_operation o on o.connection_id = c.id
          where o.status = 'pending' and not o.parked and not o.is_behind and not o.is_sync
            and (o.lease_until is null or o.lease_until <= clock_timestamp())
          limit %(limit)s for update of o skip locked))
        """,
        {
            "fleet_id": lane.fleet_id,
            "connection_id": lane.connection_id,
            "states": list(WAITING_STATES),
            "limit": limit,
        },
    )
    return rows.rowcount


@dataclass(frozen=True, slots=True)
class Pending:
    """What is pending at one provider in one state."""

    source_name: str
    state: str
    count: int
    oldest_seconds: float | None


async def pending(db: Db) -> list[Pending]:
    """What is pending, of all partners."""
    rows = await db.execute(
        """
        select source_name, case when parked then 'parked' when is_behind then 'behind' else 'ready' end as state,
          count(*) as count,
          extract(epoch from clock_timestamp() - min(next_attempt_at) filter (
            where not parked and not is_behind and next_attempt_at <= clock_timestamp()))::float8 as oldest_seconds
        from resource_operation where status = 'pending' group by 1, 2
        """
    )
    return [Pending(**row) for row in await rows.fetchall()]


async def free_overlooked(db: Db) -> int:
    """Put those back in their lanes who are behind nobody any more. Settling does that; this is for what it missed."""
    rows = await db.execute(
        """
        update resource_operation o set is_behind = false
        from (
          select distinct on (b.connection_id, b.record_key) b.connection_id, b.record_key
          from resource_operation b where b.status = 'pending' and b.is_behind
        ) key, lateral (
          select n.partner_id, n.id, n.is_behind from resource_operation n
          where n.connection_id = key.connection_id and n.record_key = key.record_key and n.status = 'pending'
          order by n.position limit 1
        ) first
        where first.is_behind and o.partner_id = first.partner_id and o.id = first.id and o.status::text = 'pending'
        """
    )
    return rows.rowcount
