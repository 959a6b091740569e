"""Statements about deliveries: taken in lots and settled in lots, for all partners at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg.rows import class_row

from gladhand.core.db import Connection


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours until its lease runs out, with all that sending it needs."""

    partner_id: UUID
    id: UUID
    event_id: UUID
    webhook_id: UUID | None
    attempt: int
    event_name: str
    version: str
    data: str
    occurred_at: datetime
    url: str
    secret: bytes

    @property
    def target(self) -> str:
        """What must not be flooded: the subscription, or the callback url."""
        return self.url if self.webhook_id is None else str(self.webhook_id)


@dataclass(frozen=True, slots=True)
class Settled:
    """How an attempt ended: delivered when there is no error; `again_at` is set when there will be another attempt."""

    claimed: Claimed
    status_code: int | None
    error: str | None
    milliseconds: int
    again_at: datetime | None


# The lease is kept in `next_attempt_at`: a worker that dies with a lot in hand gives it back by doing nothing.
# The attempt is counted here already: what a receiver may have seen before is never numbered 1 again.
_CLAIM = """
with due as (
  select partner_id, id from delivery
  where status = 'pending' and next_attempt_at <= clock_timestamp()
    and coalesce(webhook_id::text, callback_url) <> all (%(busy)s)
    and (webhook_id is null or exists (
      select from webhook
      where webhook.partner_id = delivery.partner_id and webhook.id = webhook_id and webhook.status = 'active'))
  order by next_attempt_at
  limit %(limit)s
  for update skip locked
), claimed as (
  update delivery
  set attempts = attempts + 1, next_attempt_at = clock_timestamp() + %(lease)s, updated_at = clock_timestamp()
  from due where delivery.partner_id = due.partner_id and delivery.id = due.id
  returning delivery.partner_id, delivery.id, event_id, webhook_id, callback_url, attempts as attempt
)
select claimed.partner_id, claimed.id, event_id, webhook_id, attempt,
       event.event_name, version, data::text as data, occurred_at,
       coalesce(callback_url, webhook.url) as url, coalesce(webhook.secret, partner.callback_secret) as secret
from claimed
join event on event.partner_id = claimed.partner_id and event.id = event_id
join partner on partner.id = claimed.partner_id
left join webhook on webhook.partner_id = claimed.partner_id and webhook.id = webhook_id
order by occurred_at, event_id
"""

_SETTLE = """
with result as (
  select * from unnest(%(partner_ids)s::uuid[], %(ids)s::uuid[], %(event_ids)s::uuid[], %(webhook_ids)s::uuid[],
                       %(event_names)s::text[], %(attempts)s::int[], %(codes)s::int[], %(errors)s::text[],
                       %(milliseconds)s::int[], %(again)s::timestamptz[])
    as result (partner_id, id, event_id, webhook_id, event_name, attempt, code, error, milliseconds, again_at)
), logged as (
  insert into delivery_attempt (partner_id, delivery_id, webhook_id, event_id, event_name, attempt, status,
                                status_code, error_message, response_time_ms)
  select partner_id, id, webhook_id, event_id, event_name, attempt,
         case when error is null then 'success' else 'failed' end::attempt_status, code, error, milliseconds
  from result
)
update delivery
set status = case when error is null then 'delivered'
                  when again_at is null then 'dead' else 'pending' end::delivery_status,
    next_attempt_at = coalesce(again_at, next_attempt_at),
    updated_at = clock_timestamp()
from result
where delivery.partner_id = result.partner_id and delivery.id = result.id and delivery.status = 'pending'
"""


async def claim(connection: Connection, *, limit: int, busy: Collection[str], lease: timedelta) -> list[Claimed]:
    """Up to `limit` due deliveries of all partners, the longest due first, except to targets that are busy."""
    async with connection.cursor(row_factory=class_row(Claimed)) as cursor:
        await cursor.execute(_CLAIM, {"limit": limit, "busy": list(busy), "lease": lease})
        return await cursor.fetchall()


async def settle(connection: Connection, results: Sequence[Settled]) -> None:
    """Log the attempts and move their deliveries on."""
    claimed = [each.claimed for each in results]
    await connection.execute(
        _SETTLE,
        {
            "partner_ids": [each.partner_id for each in claimed],
            "ids": [each.id for each in claimed],
            "event_ids": [each.event_id for each in claimed],
            "webhook_ids": [each.webhook_id for each in claimed],
            "event_names": [each.event_name for each in claimed],
            "attempts": [each.attempt for each in claimed],
            "codes": [each.status_code for each in results],
            "errors": [each.error for each in results],
            "milliseconds": [each.milliseconds for each in results],
            "again": [each.again_at for each in results],
        },
    )


async def release(connection: Connection, claimed: Sequence[Claimed], delays: Sequence[timedelta]) -> None:
    """Give back what was taken and not sent, to be taken again after its delay; it does not count as an attempt."""
    await connection.execute(
        """
        update delivery set attempts = attempts - 1, next_attempt_at = clock_timestamp() + delay
        from unnest(%s::uuid[], %s::uuid[], %s::interval[]) as mine (partner_id, id, delay)
        where delivery.partner_id = mine.partner_id and delivery.id = mine.id and status = 'pending'
        """,
        ([each.partner_id for each in claimed], [each.id for each in claimed], list(delays)),
    )
