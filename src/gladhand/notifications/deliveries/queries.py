"""Statements that claim deliveries, in lots and for all partners at once.

Deliveries wait in lanes, one for each subscription or callback url. Lanes are found by hopping from one to the next
over the index, and each is read from its own front. So the cost of a claim goes with the number of lanes and of
deliveries taken; a million that wait for a receiver that is down, or for a paused subscription, cost nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """What waits for one subscription or callback url, and how it is to be sent."""

    partner_id: UUID
    webhook_id: UUID
    url: str
    secret: bytes
    retired_secrets: Sequence[bytes]
    batch_size: int
    is_callback: bool
    is_deleted: bool
    is_due: bool
    is_probe: bool
    """It is stale; one delivery may find out whether it still has to be."""
    in_order: bool
    """What is due has waited for the subscription, and goes out one after the other."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours until its lease runs out. `tries` are the attempts that count against its end."""

    lane: Lane
    id: UUID
    event_id: UUID
    attempt: int
    tries: int
    sequence: int | None
    first_attempt_at: datetime
    event_name: str
    version: str
    data: str
    occurred_at: datetime


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
       case when callback_url is null and cardinality(retired_secrets) > 0 then array(
         select old.secret from unnest(retired_secrets, retired_until) as old (secret, until) where old.until > now()
       ) else '{}' end as retired_secrets,
       coalesce(webhook.batch_size, 1) as batch_size,
       callback_url is not null as is_callback,
       callback_url is null and coalesce(webhook.status = 'deleted', true) as is_deleted,
       front.created_at is not null and (
         callback_url is not null or webhook.status = 'active' or (webhook.status = 'stale' and probe_at <= now())
       ) as is_due,
       callback_url is null and coalesce(webhook.status = 'stale', false) as is_probe,
       callback_url is null and coalesce(front.created_at <= webhook.in_order_until, false) as in_order
from lane
join partner on partner.id = lane.partner_id
left join webhook on webhook.partner_id = lane.partner_id and webhook.id = lane.webhook_id
left join lateral (
  select due.created_at from delivery due
  where due.status = 'pending' and due.partner_id = lane.partner_id and due.webhook_id = lane.webhook_id
    and due.next_attempt_at <= now()
  order by due.next_attempt_at limit 1
) front on true
order by place
"""

# The lease is kept in `next_attempt_at`: a worker that dies with a lot in hand gives it back by doing nothing.
# The attempt is counted here already: what a receiver may have seen before is never numbered 1 again.
# Numbers of the subscription are given here and not when it is published: publishers would stand in line for its
# counter until the one before has committed. One worker at a time claims from a lane, in the order of publishing.
# Rows are found again by place, and events one by one: however long the lanes are, no plan reads a whole table.
_CLAIM = """
with lane as materialized (
  select * from unnest(%(partner_ids)s::uuid[], %(webhook_ids)s::uuid[], %(quotas)s::int[], %(callbacks)s::bool[],
                       %(in_orders)s::bool[])
    as lane (partner_id, webhook_id, quota, is_callback, in_order)
), counter as materialized (
  select partner_id, webhook_id, last from webhook_sequence
  where (partner_id, webhook_id) in (select partner_id, webhook_id from lane where not is_callback)
    and (held_until is null or held_until <= now())
  for update skip locked
), due as materialized (
  select due.*, lane.partner_id, lane.webhook_id, lane.in_order, counter.last
  from lane left join counter using (partner_id, webhook_id) cross join lateral (
    select ctid as place, id, sequence, next_attempt_at from delivery
    where status = 'pending' and delivery.partner_id = lane.partner_id and delivery.webhook_id = lane.webhook_id
      and next_attempt_at <= now()
    order by next_attempt_at
    limit lane.quota
    for update skip locked
  ) due
  where lane.is_callback or counter.webhook_id is not null
), numbered as materialized (
  select place, partner_id, webhook_id, in_order, coalesce(sequence, last + row_number() over (
    partition by partner_id, webhook_id, sequence is null order by next_attempt_at, id)) as sequence
  from due
), counted as (
  update webhook_sequence
  set last = newest.last, held_until = case when newest.in_order then clock_timestamp() + %(lease)s end
  from (select partner_id, webhook_id, max(sequence) as last, bool_or(in_order) as in_order
        from numbered group by partner_id, webhook_id) newest
  where webhook_sequence.partner_id = newest.partner_id and webhook_sequence.webhook_id = newest.webhook_id
    and (newest.last > webhook_sequence.last or newest.in_order)
), claimed as (
  update delivery
  set attempts = attempts + 1, next_attempt_at = clock_timestamp() + %(lease)s, updated_at = clock_timestamp(),
      first_attempt_at = coalesce(first_attempt_at, clock_timestamp()), sequence = numbered.sequence, is_held = true
  from numbered
  where delivery.ctid = any (array(select place from due)) and delivery.ctid = numbered.place
  returning delivery.partner_id, delivery.webhook_id, id, event_id, attempts as attempt, attempts - forgiven as tries,
            delivery.sequence, first_attempt_at, delivery.created_at
)
select claimed.*, event.*
from claimed cross join lateral (
  select event_name, version, data::text as data, occurred_at from event
  where event.partner_id = claimed.partner_id and event.id = claimed.event_id limit 1
) event
order by claimed.sequence, claimed.id
"""


async def lanes(db: Db, *, after: tuple[UUID, UUID], limit: int) -> list[Lane]:
    """The next lanes that something waits in, of all partners."""
    cursor = await db.execute(_LANES, {"partner_id": after[0], "webhook_id": after[1], "limit": limit})
    return [Lane(**row) for row in await cursor.fetchall()]


async def claim(db: Db, quotas: Sequence[tuple[Lane, int]], *, lease: timedelta) -> list[Claimed]:
    """The longest due deliveries of each lane, up to its quota; the lanes are those of all partners."""
    cursor = await db.execute(
        _CLAIM,
        {
            "partner_ids": [lane.partner_id for lane, _ in quotas],
            "webhook_ids": [lane.webhook_id for lane, _ in quotas],
            "quotas": [quota for _, quota in quotas],
            "callbacks": [lane.is_callback for lane, _ in quotas],
            "in_orders": [lane.in_order for lane, _ in quotas],
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
            tries=row["tries"],
            sequence=row["sequence"],
            first_attempt_at=row["first_attempt_at"],
            event_name=row["event_name"],
            version=row["version"],
            data=row["data"],
            occurred_at=row["occurred_at"],
        )
        for row in await cursor.fetchall()
    ]


async def release(db: Db, claimed: Sequence[Claimed]) -> None:
    """Give back what was claimed and not sent; it does not count as an attempt, and keeps its place."""
    await db.execute(
        """
        update delivery
        set attempts = attempts - 1, is_held = false,
            next_attempt_at = case when attempts - forgiven = 1 then created_at else clock_timestamp() end
        from unnest(%s::uuid[], %s::uuid[], %s::int[]) as mine (partner_id, id, attempt)
        where delivery.partner_id = mine.partner_id and delivery.id = mine.id and status = 'pending'
          and attempts = attempt
        """,
        ([each.lane.partner_id for each in claimed], [each.id for each in claimed], [each.attempt for each in claimed]),
    )


async def let_go(db: Db, lanes: Sequence[Lane]) -> None:
    """What was claimed in order is through: the lanes may be claimed from again."""
    await db.execute(
        """
        update webhook_sequence set held_until = null
        from unnest(%s::uuid[], %s::uuid[]) as lane (partner_id, webhook_id)
        where webhook_sequence.partner_id = lane.partner_id and webhook_sequence.webhook_id = lane.webhook_id
        """,
        ([lane.partner_id for lane in lanes], [lane.webhook_id for lane in lanes]),
    )


async def drop(db: Db, lane: Lane, *, limit: int) -> None:
    """Forget up to `limit` deliveries that wait for a deleted subscription."""
    await db.execute(
        """
        delete from delivery where ctid = any (array(
          select ctid from delivery where status = 'pending' and partner_id = %s and webhook_id = %s
          limit %s for update skip locked))
        """,
        (lane.partner_id, lane.webhook_id, limit),
    )
