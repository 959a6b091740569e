"""Statements for the operator's overview: subscriptions of all partners, or one with its last attempts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg.rows import class_row

from gladhand.core.db import Db
from gladhand.core.quarters import QuarterFigures

#: The most rows that are counted. Counting more takes long and says nothing new.
MOST_COUNTED = 100_000

# Of a `webhook`: an active one that has taken nothing in the last hour although something was sent.
_IS_SILENT: LiteralString = """webhook.status = 'active' and exists (
      select from webhook_quarter q
      where q.partner_id = webhook.partner_id and q.webhook_id = webhook.id and q.begins > now() - interval '75 minutes'
      having sum(q.attempts) > 0 and sum(q.successes) = 0)"""
_HAS_GIVEN_UP: LiteralString = """exists (
      select from delivery d
      where d.status = 'dead' and d.partner_id = webhook.partner_id and d.webhook_id = webhook.id)"""
_ALL: LiteralString = f"""
select w.id, w.slug, w.event_name, w.status, w.masked_url,
  (select count(*) from (
     select 1 from delivery where delivery.status = 'pending' and delivery.partner_id = w.partner_id
       and webhook_id = w.id limit %(most)s) line) as waiting,
  (select count(*) from (
     select 1 from delivery where delivery.status = 'dead' and delivery.partner_id = w.partner_id
       and webhook_id = w.id limit %(most)s) letter) as dead,
  day.attempts, day.successes
from (
  select * from (
    select webhook.id, webhook.partner_id, slug, event_name, webhook.status::text as status, masked_url,
      webhook.created_at, webhook.status = 'stale' or {_HAS_GIVEN_UP} or {_IS_SILENT} as is_in_trouble
    from webhook join published_partner partner on partner.id = webhook.partner_id
    where webhook.status <> 'deleted' and (%(slug)s::text is null or slug = %(slug)s)
      and (%(status)s::text is null or webhook.status::text = %(status)s)
      and (%(ids)s::uuid[] is null or webhook.id = any(%(ids)s))
  ) any_webhook where is_in_trouble or not %(only_in_trouble)s
  order by is_in_trouble desc, slug, event_name, created_at limit %(limit)s
) w cross join lateral (
  select coalesce(sum(attempts), 0)::bigint as attempts, coalesce(sum(successes), 0)::bigint as successes
  from webhook_quarter
  where webhook_quarter.partner_id = w.partner_id and webhook_id = w.id and begins > now() - interval '24 hours'
) day
order by w.is_in_trouble desc, w.slug, w.event_name, w.created_at
"""


async def list_all_webhooks(
    db: Db,
    *,
    slug: str | None,
    status: str | None = None,
    ids: Sequence[UUID] | None = None,
    only_in_trouble: bool = False,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """Subscriptions of all partners or of one, with what waits and what has arrived; the first ones, if there is a
    limit. Those come first that are in trouble: stopped, silent for an hour, or with events that were given up."""
    values = {"slug": slug, "status": status, "ids": ids, "only_in_trouble": only_in_trouble, "limit": limit}
    rows = await db.execute(_ALL, {"most": MOST_COUNTED, **values})
    return await rows.fetchall()


async def count_webhooks_of_partner(db: Db, partner_id: UUID) -> int:
    rows = await db.execute(
        "select count(*) as count from webhook where partner_id = %s and status <> 'deleted'", (partner_id,)
    )
    row = await rows.fetchone()
    assert row is not None
    return int(row["count"])


async def find_any_webhook(db: Db, webhook_id: UUID) -> dict[str, Any] | None:
    rows = await db.execute(
        """
        select webhook.id, webhook.partner_id, slug as partner, event_name as event, webhook.status::text as status,
          masked_url as url, fleet_ids, fleet_refs, batch_size, webhook.created_at, webhook.updated_at, judged_from,
          probe_at as next_probe, probes,
          cardinality(retired_secrets) as retired_secrets, attempts, successes, failures_in_row,
          round(ewma::numeric, 4) as weighted_rate, last as last_sequence
        from webhook join published_partner partner on partner.id = webhook.partner_id
        left join webhook_health as health on health.partner_id = webhook.partner_id and health.webhook_id = webhook.id
        left join webhook_sequence as numbers
          on numbers.partner_id = webhook.partner_id and numbers.webhook_id = webhook.id
        where webhook.id = %s
        """,
        (webhook_id,),
    )
    return await rows.fetchone()


async def list_last_attempts(db: Db, webhook_id: UUID, *, limit: int) -> list[dict[str, Any]]:
    """The last attempts of a subscription, newest first."""
    rows = await db.execute(
        """
        select created_at, event_id, attempt, status::text as status, status_code, response_time_ms, error_message
        from delivery_attempt
        where partner_id = (select partner_id from webhook where id = %s) and webhook_id = %s
        order by created_at desc limit %s
        """,
        (webhook_id, webhook_id, limit),
    )
    return await rows.fetchall()


async def get_queue_age(db: Db) -> float:
    """The seconds that the oldest due delivery of all partners has waited."""
    rows = await db.execute(
        """
        select coalesce(extract(epoch from now() - min(front.next_attempt_at)), 0)::float8 as age
        from webhook cross join lateral (
          select next_attempt_at from delivery
          where delivery.status = 'pending' and delivery.partner_id = webhook.partner_id and webhook_id = webhook.id
          order by next_attempt_at limit 1
        ) front
        where webhook.status = 'active' and front.next_attempt_at <= now()
        """
    )
    row = await rows.fetchone()
    return float(row["age"]) if row else 0.0


async def count_webhooks(db: Db) -> dict[str, int]:
    """How many subscriptions of all partners are in each state."""
    rows = await db.execute("select status::text, count(*) as count from webhook group by status")
    return {row["status"]: row["count"] for row in await rows.fetchall()}


@dataclass(frozen=True, slots=True)
class UndeliveredCounts:
    """How many subscriptions of all partners do not get their events."""

    silent: int
    """Active ones that have taken nothing in the last hour although something was sent."""
    given_up: int
    """Those for which the server has given up events."""


async def count_undelivered(db: Db) -> UndeliveredCounts:
    rows = await db.execute(
        f"""
        select count(*) filter (where {_IS_SILENT})::int as silent,
          count(*) filter (where {_HAS_GIVEN_UP})::int as given_up
        from webhook where webhook.status <> 'deleted'
        """
    )
    row = await rows.fetchone()
    assert row is not None
    return UndeliveredCounts(**row)


async def list_quarters(
    db: Db, partner_id: UUID, *, webhook_id: UUID | None, within: timedelta
) -> list[QuarterFigures]:
    """The attempts of one subscription, or of all, the oldest first. Quarters without one are left out."""
    async with db.cursor(row_factory=class_row(QuarterFigures)) as cursor:
        await cursor.execute(
            """
            select begins, sum(attempts)::bigint as total, sum(attempts - successes)::bigint as failed
            from webhook_quarter
            where partner_id = %(partner_id)s and (%(webhook_id)s::uuid is null or webhook_id = %(webhook_id)s)
              and begins > now() - %(within)s and attempts > 0
            group by begins order by begins
            """,
            {"partner_id": partner_id, "webhook_id": webhook_id, "within": within},
        )
        return await cursor.fetchall()
