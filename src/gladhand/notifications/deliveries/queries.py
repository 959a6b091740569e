"""Statements that claim deliveries under a lease, for all partners at once.

Deliveries wait in queues, one for each subscription or callback url. A claim finds the queues by hopping from one to
the next over the index, and reads each from its own front. So its cost grows with the number of queues and of
deliveries taken, and not with the millions that may wait for a receiver that is down or for a paused subscription.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.notifications.sealed_links import find_with_link


@dataclass(frozen=True, slots=True, eq=False)
class DeliveryQueue:
    """What waits for one subscription or callback url, and how it is sent."""

    partner_id: UUID
    webhook_id: UUID
    url: str
    secret: bytes
    retired_secrets: Sequence[bytes]
    batch_size: int
    content_encoding: str
    is_callback: bool
    is_deleted: bool
    is_due: bool
    is_probe: bool
    """The subscription is stale; one delivery may find out whether its receiver is back."""
    in_order: bool
    """What is due has waited for the subscription to become active, and is sent one after the other."""
    extensions: bool = False
    """Bodies have keys beyond the contract."""


@dataclass(frozen=True, slots=True)
class ClaimedDelivery:
    """A delivery that is ours until its lease runs out. `tries` are the attempts since its last replay.

    `lease_until` tells this claim from every other one of the delivery.
    """

    queue: DeliveryQueue
    id: UUID
    event_id: UUID
    attempt: int
    tries: int
    sequence: int | None
    first_attempt_at: datetime
    event_name: str
    version: str
    data: str | None
    """The records as JSON text. None if the key of a link among them is missing."""
    occurred_at: datetime
    lease_until: datetime
    queue_held_until: datetime | None = None
    """Set where the queue is in order: nobody else claims from it before."""
    is_test: bool = False
    trace_parent: str | None = None
    """The trace of what has made the event."""
    has_link: bool = False
    """Whether there is the magic link of an invitation in the records."""


# Queues of paused and stale subscriptions are not due, and none of a suspended partner: their deliveries wait.
_QUEUES = """
with recursive queue as (
  (select partner_id, webhook_id, callback_url, 1 as number from delivery
   where status = 'pending' and (partner_id, webhook_id) > (%(partner_id)s, %(webhook_id)s)
   order by partner_id, webhook_id limit 1)
  union all
  select further.partner_id, further.webhook_id, further.callback_url, number + 1
  from queue cross join lateral (
    select partner_id, webhook_id, callback_url from delivery
    where status = 'pending' and (partner_id, webhook_id) > (queue.partner_id, queue.webhook_id)
    order by partner_id, webhook_id limit 1
  ) further
  where number < %(limit)s
)
select queue.partner_id, queue.webhook_id, coalesce(callback_url, webhook.url) as url,
       case when callback_url is null then webhook.secret else partner.callback_secret end as secret,
       case when callback_url is null and cardinality(retired_secrets) > 0 then array(
         select old.secret from unnest(retired_secrets, retired_until) as old (secret, until) where old.until > now()
       ) else '{}' end as retired_secrets,
       coalesce(webhook.batch_size, 1) as batch_size,
       coalesce(webhook.content_encoding, 'gzip') as content_encoding,
       coalesce(webhook.extensions, false) as extensions,
       callback_url is not null as is_callback,
       partner.deleted_at is not null
         or (callback_url is null and coalesce(webhook.status = 'deleted', true)) as is_deleted,
       front.created_at is not null and not partner.is_suspended and (
         callback_url is not null or webhook.status = 'active' or (webhook.status = 'stale' and probe_at <= now())
       ) as is_due,
       callback_url is null and coalesce(webhook.status = 'stale', false) as is_probe,
       callback_url is null and coalesce(front.created_at <= webhook.in_order_until, false) as in_order
from queue
join published_partner partner on partner.id = queue.partner_id
left join webhook on webhook.partner_id = queue.partner_id and webhook.id = queue.webhook_id
left join lateral (
  select due.created_at from delivery due
  where due.status = 'pending' and due.partner_id = queue.partner_id and due.webhook_id = queue.webhook_id
    and due.next_attempt_at <= now()
  order by due.next_attempt_at limit 1
) front on true
order by number
"""

# The lease is kept in `next_attempt_at`: a worker that dies with a claim gives it back by doing nothing.
# The claim counts the attempt: what a receiver may have seen before is never numbered 1 again.
# The claim also gives the numbers of the subscription. If publishing gave them, publishers would wait for its counter
# until the one before has committed. One worker at a time claims from a queue, in the order of publishing.
# Keys pass through `unnest` and events are read one by one, so that no plan reads a whole table.
_CLAIM = """
with queue as materialized (
  select * from unnest(%(partner_ids)s::uuid[], %(webhook_ids)s::uuid[], %(quotas)s::int[], %(callbacks)s::bool[],
                       %(in_orders)s::bool[])
    as queue (partner_id, webhook_id, quota, is_callback, in_order)
), counter as materialized (
  select partner_id, webhook_id, last from webhook_sequence
  where (partner_id, webhook_id) in (select partner_id, webhook_id from queue where not is_callback)
    and (held_until is null or held_until <= now())
  for update skip locked
), due as materialized (
  select due.*, queue.partner_id, queue.webhook_id, queue.in_order, counter.last
  from queue left join counter using (partner_id, webhook_id) cross join lateral (
    select id, sequence, next_attempt_at from delivery
    where status = 'pending' and delivery.partner_id = queue.partner_id and delivery.webhook_id = queue.webhook_id
      and next_attempt_at <= now()
    order by next_attempt_at
    limit queue.quota
    for update skip locked
  ) due
  where queue.is_callback or counter.webhook_id is not null
), numbered as materialized (
  select id, partner_id, webhook_id, in_order, coalesce(sequence, last + row_number() over (
    partition by partner_id, webhook_id, sequence is null order by next_attempt_at, id)) as sequence
  from due
), counted as (
  update webhook_sequence
  set last = newest.last, held_until = case when newest.in_order then clock_timestamp() + %(lease)s end
  from (select partner_id, webhook_id, max(sequence) as last, bool_or(in_order) as in_order
        from numbered group by partner_id, webhook_id) newest
  where webhook_sequence.partner_id = newest.partner_id and webhook_sequence.webhook_id = newest.webhook_id
    and (newest.last > webhook_sequence.last or newest.in_order)
  returning webhook_sequence.partner_id, webhook_sequence.webhook_id, held_until as queue_held_until
), claimed as (
  update delivery
  set attempts = attempts + 1, next_attempt_at = clock_timestamp() + %(lease)s, updated_at = clock_timestamp(),
      first_attempt_at = coalesce(first_attempt_at, clock_timestamp()), sequence = mine.sequence, is_held = true
  from unnest(array(select partner_id from numbered), array(select id from numbered),
              array(select sequence from numbered)) as mine (partner_id, id, sequence)
  where delivery.partner_id = mine.partner_id and delivery.id = mine.id
  returning delivery.partner_id, delivery.webhook_id, delivery.id, event_id, attempts as attempt,
            attempts - forgiven as tries, delivery.sequence, first_attempt_at, next_attempt_at as lease_until
)
select claimed.*, queue_held_until, event.*
from claimed left join counted using (partner_id, webhook_id) cross join lateral (
  select event_name, version, data::text as data, sealed_link, is_test, occurred_at, trace_parent from event
  where event.partner_id = claimed.partner_id and event.id = claimed.event_id limit 1
) event
order by claimed.sequence, claimed.id
"""

_NOWHERE = UUID(int=0)


async def list_queues(db: Db, *, after: DeliveryQueue | None, limit: int) -> list[DeliveryQueue]:
    """The next queues with pending deliveries, of all partners."""
    parameters = {
        "partner_id": after.partner_id if after else _NOWHERE,
        "webhook_id": after.webhook_id if after else _NOWHERE,
        "limit": limit,
    }
    rows = await db.execute(_QUEUES, parameters)
    return [DeliveryQueue(**row) for row in await rows.fetchall()]


async def claim_deliveries(
    db: Db, quotas: Sequence[tuple[DeliveryQueue, int]], keyring: Keyring, *, lease: timedelta
) -> list[ClaimedDelivery]:
    """The deliveries of each queue that are due longest, up to its quota; the queues are those of all partners."""
    rows = await db.execute(
        _CLAIM,
        {
            "partner_ids": [queue.partner_id for queue, _ in quotas],
            "webhook_ids": [queue.webhook_id for queue, _ in quotas],
            "quotas": [quota for _, quota in quotas],
            "callbacks": [queue.is_callback for queue, _ in quotas],
            "in_orders": [queue.in_order for queue, _ in quotas],
            "lease": lease,
        },
    )
    queues = {(queue.partner_id, queue.webhook_id): queue for queue, _ in quotas}
    return [
        ClaimedDelivery(
            queue=queues[row["partner_id"], row["webhook_id"]],
            id=row["id"],
            event_id=row["event_id"],
            attempt=row["attempt"],
            tries=row["tries"],
            sequence=row["sequence"],
            first_attempt_at=row["first_attempt_at"],
            event_name=row["event_name"],
            version=row["version"],
            data=find_with_link(row["data"], row["sealed_link"], keyring, row["partner_id"]),
            occurred_at=row["occurred_at"],
            lease_until=row["lease_until"],
            queue_held_until=row["queue_held_until"],
            is_test=row["is_test"],
            trace_parent=row["trace_parent"],
            has_link=row["sealed_link"] is not None,
        )
        for row in await rows.fetchall()
    ]


async def delete_pending(db: Db, queue: DeliveryQueue, *, limit: int) -> None:
    """Delete up to `limit` deliveries that wait for a deleted subscription."""
    await db.execute(
        """
        delete from delivery where partner_id = %(partner_id)s and id = any (array(
          select id from delivery
          where status = 'pending' and partner_id = %(partner_id)s and webhook_id = %(webhook_id)s
          limit %(limit)s for update skip locked))
        """,
        {"partner_id": queue.partner_id, "webhook_id": queue.webhook_id, "limit": limit},
    )
