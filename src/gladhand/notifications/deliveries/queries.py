"""Statements about deliveries: claimed in lots and settled in lots, for all partners at once.

Deliveries wait in lanes, one for each subscription or callback url. Lanes are found by hopping from one to the next
over the index, and each is read from its own front. So the cost of a claim goes with the number of lanes and of
deliveries taken; a million that wait for a receiver that is down, or for a paused subscription, cost nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from gladhand.core.db import Connection


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """What waits for one subscription or callback url, and how it is to be sent."""

    partner_id: UUID
    webhook_id: UUID
    url: str
    secret: bytes
    is_callback: bool
    is_deleted: bool
    is_due: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours until its lease runs out."""

    lane: Lane
    id: UUID
    event_id: UUID
    attempt: int
    event_name: str
    version: str
    data: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """How an attempt ended: delivered when there is no error; `wait` is set when there will be another attempt."""

    claimed: Claimed
    request_id: UUID
    status_code: int | None
    error: str | None
    milliseconds: int
    wait: float | None


#: Where a look at the lanes begins.
FIRST = (UUID(int=0), UUID(int=0))

# Lanes of paused and stale subscriptions are not due, whatever lies in them: it waits until they are active again.
_LANES = """
with recursive lane as (
  (select partner_id, webhook_id, callback_url, 1 as place from delivery
   where status = 'pending' and (partner_id, webhook_id) > (%(partner_id)s, %(webhook_id)s)
   order by partner_id, webhook_id limit 1)
  union all
  select further.partner_id, further.webhook_id, further.callback_url, place + 1
  from lane cross join lateral (
    select partner_id, webhook_id, callback_url from delivery
    where status = 'pending' and (partner_id, webhook_id) > (lane.partner_id, lane.webhook_id)
    order by partner_id, webhook_id limit 1
  ) further
  where place < %(limit)s
)
select lane.partner_id, lane.webhook_id, coalesce(callback_url, webhook.url) as url,
       case when callback_url is null then webhook.secret else partner.callback_secret end as secret,
       callback_url is not null as is_callback,
       callback_url is null and coalesce(webhook.status = 'deleted', true) as is_deleted,
       (callback_url is not null or webhook.status = 'active') and exists (
         select from delivery due
         where due.status = 'pending' and due.partner_id = lane.partner_id and due.webhook_id = lane.webhook_id
           and due.next_attempt_at <= now()) as is_due
from lane
join partner on partner.id = lane.partner_id
left join webhook on webhook.partner_id = lane.partner_id and webhook.id = lane.webhook_id
order by place
"""

# The lease is kept in `next_attempt_at`: a worker that dies with a lot in hand gives it back by doing nothing.
# The attempt is counted here already: what a receiver may have seen before is never numbered 1 again.
# Rows are found again by place, and events one by one: however long the lanes are, no plan reads a whole table.
_CLAIM = """
with lane as (
  select * from unnest(%(partner_ids)s::uuid[], %(webhook_ids)s::uuid[], %(quotas)s::int[])
    as lane (partner_id, webhook_id, quota)
), due as materialized (
  select due.place from lane cross join lateral (
    select ctid as place from delivery
    where status = 'pending' and delivery.partner_id = lane.partner_id and delivery.webhook_id = lane.webhook_id
      and next_attempt_at <= now()
    order by next_attempt_at
    limit lane.quota
    for update skip locked
  ) due
), claimed as (
  update delivery
  set attempts = attempts + 1, next_attempt_at = clock_timestamp() + %(lease)s, updated_at = clock_timestamp()
  where ctid = any (array(select place from due))
  returning partner_id, webhook_id, id, event_id, attempts as attempt
)
select claimed.*, event.*
from claimed cross join lateral (
  select event_name, version, data::text as data, occurred_at from event
  where event.partner_id = claimed.partner_id and event.id = claimed.event_id limit 1
) event
order by claimed.id
"""

# Written twice when an answer of the database is lost, so it says the same the second time: an attempt has its id from
# its request. A failure does not speak for a delivery that another worker has claimed since; a success always does.
_SETTLE = """
with result as materialized (
  select * from json_to_recordset(%s::json) as result (
    partner_id uuid, id uuid, request_id uuid, webhook_id uuid, event_id uuid, event_name text, attempt int,
    code int, error text, milliseconds int, wait float8)
), logged as (
  insert into delivery_attempt (partner_id, id, delivery_id, webhook_id, event_id, event_name, attempt, status,
                                status_code, error_message, response_time_ms)
  select partner_id, request_id, id, webhook_id, event_id, event_name, attempt,
         case when error is null then 'success' else 'failed' end::attempt_status, code, error, milliseconds
  from result
  on conflict do nothing
)
update delivery
set status = case when error is null then 'delivered'
                  when wait is null then 'dead'
                  else 'pending' end::delivery_status,
    next_attempt_at = clock_timestamp() + coalesce(wait, 0) * interval '1 second',
    updated_at = clock_timestamp()
from result
where delivery.partner_id = result.partner_id and delivery.id = result.id and delivery.status = 'pending'
  and (error is null or attempts = attempt)
"""


async def lanes(connection: Connection, *, after: tuple[UUID, UUID], limit: int) -> list[Lane]:
    """The next lanes that something waits in, of all partners."""
    cursor = await connection.execute(_LANES, {"partner_id": after[0], "webhook_id": after[1], "limit": limit})
    return [Lane(**row) for row in await cursor.fetchall()]


async def claim(connection: Connection, quotas: Sequence[tuple[Lane, int]], *, lease: timedelta) -> list[Claimed]:
    """The longest due deliveries of each lane, up to its quota; the lanes are those of all partners."""
    cursor = await connection.execute(
        _CLAIM,
        {
            "partner_ids": [lane.partner_id for lane, _ in quotas],
            "webhook_ids": [lane.webhook_id for lane, _ in quotas],
            "quotas": [quota for _, quota in quotas],
            "lease": lease,
        },
    )
    lanes = {(lane.partner_id, lane.webhook_id): lane for lane, _ in quotas}
    return [
        Claimed(
            lane=lanes[row["partner_id"], row["webhook_id"]],
            id=row["id"],
            event_id=row["event_id"],
            attempt=row["attempt"],
            event_name=row["event_name"],
            version=row["version"],
            data=row["data"],
            occurred_at=row["occurred_at"],
        )
        for row in await cursor.fetchall()
    ]


async def settle(connection: Connection, results: Sequence[Settled]) -> None:
    """Log the attempts and move their deliveries on."""
    await connection.execute(_SETTLE, (json.dumps([_settled(each) for each in results]),))


def _settled(result: Settled) -> dict[str, str | int | float | None]:
    claimed = result.claimed
    return {
        "partner_id": str(claimed.lane.partner_id),
        "id": str(claimed.id),
        "request_id": str(result.request_id),
        "webhook_id": str(claimed.lane.webhook_id),
        "event_id": str(claimed.event_id),
        "event_name": claimed.event_name,
        "attempt": claimed.attempt,
        "code": result.status_code,
        "error": result.error,
        "milliseconds": result.milliseconds,
        "wait": result.wait,
    }


async def release(connection: Connection, claimed: Sequence[Claimed]) -> None:
    """Give back what was claimed and not sent; it does not count as an attempt."""
    await connection.execute(
        """
        update delivery set attempts = attempts - 1, next_attempt_at = clock_timestamp()
        from unnest(%s::uuid[], %s::uuid[], %s::int[]) as mine (partner_id, id, attempt)
        where delivery.partner_id = mine.partner_id and delivery.id = mine.id and status = 'pending'
          and attempts = attempt
        """,
        ([each.lane.partner_id for each in claimed], [each.id for each in claimed], [each.attempt for each in claimed]),
    )


async def drop(connection: Connection, lane: Lane, *, limit: int) -> None:
    """Forget up to `limit` deliveries that wait for a deleted subscription."""
    await connection.execute(
        """
        delete from delivery where ctid = any (array(
          select ctid from delivery where status = 'pending' and partner_id = %s and webhook_id = %s
          limit %s for update skip locked))
        """,
        (lane.partner_id, lane.webhook_id, limit),
    )
