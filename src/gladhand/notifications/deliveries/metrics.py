"""What Prometheus is told of deliveries."""

from gladhand.core.db import Db
from gladhand.core.metrics import at_scrape, counter, gauge, histogram
from gladhand.notifications.catalogue import WebhookStatusEnum

ATTEMPTS = counter("delivery_attempts", "Requests to receivers, by how they ended.", "outcome")
SECONDS = histogram(
    "delivery_seconds", "How long receivers took to answer.", buckets=(0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
)
DEAD = counter("deliveries_dead", "Deliveries that were given up after the last try.")
REPLAYED = counter("deliveries_replayed", "Dead letters that were put back in line.")
BREAKER = counter("webhook_breaker_changes", "Subscriptions that changed their state by themselves.", "change")

_AGE = gauge("delivery_queue_age_seconds", "How long the oldest delivery that could go out has waited.")
_WEBHOOKS = gauge("webhooks", "Subscriptions in each state.", "status")


@at_scrape
async def _refresh(db: Db) -> None:
    found = await db.execute(
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
    row = await found.fetchone()
    _AGE.set(row["age"] if row else 0)
    found = await db.execute("select status::text, count(*) as count from webhook group by status")
    counts = {row["status"]: row["count"] for row in await found.fetchall()}
    for status in WebhookStatusEnum:
        if status is not WebhookStatusEnum.deleted:
            _WEBHOOKS.labels(status).set(counts.get(status, 0))
