"""Metrics of deliveries."""

from gladhand.core.db import Db
from gladhand.core.figures.queues import QueueFigures
from gladhand.core.metrics import DURATIONS, counter, gauge, histogram
from gladhand.notifications.deliveries import overview_queries
from gladhand.notifications.webhooks.enums import WebhookStatusEnum

ATTEMPTS = counter("delivery_attempts", "Requests to receivers, by outcome.", "outcome")
SECONDS = histogram("delivery_seconds", "How long receivers took to answer.", buckets=DURATIONS)
FIGURES = QueueFigures(
    "deliveries",
    attempts=ATTEMPTS,
    well="delivered",
    failed=("refused", "no_answer"),
    waited=None,
    took=SECONDS,
    oldest=overview_queries.get_queue_age,
)
DEAD = counter("deliveries_dead", "Deliveries that were given up after the last attempt.")
REPLAYED = counter("deliveries_replayed", "Dead letters that were made pending again.")
BREAKER = counter("webhook_breaker_changes", "Subscriptions that the circuit breaker changed.", "change")

_AGE = gauge("delivery_queue_age_seconds", "For how long the oldest due delivery has waited.")
_WEBHOOKS = gauge("webhooks", "Subscriptions in each state.", "status")


async def set_queue_and_webhooks(db: Db) -> None:
    _AGE.set(await overview_queries.get_queue_age(db))
    counts = await overview_queries.count_webhooks(db)
    for status in WebhookStatusEnum:
        if status is not WebhookStatusEnum.deleted:
            _WEBHOOKS.labels(status).set(counts.get(status, 0))
