"""The circuit breaker: which subscriptions fail too often, and what an answer means for its subscription."""

from collections.abc import Sequence
from dataclasses import dataclass

from gladhand.core.db import Database
from gladhand.core.log import get_logger
from gladhand.notifications.deliveries import log_events
from gladhand.notifications.deliveries.attempt import GONE, AttemptedDelivery
from gladhand.notifications.deliveries.metrics import BREAKER
from gladhand.notifications.deliveries.result_queries import WebhookHealth
from gladhand.notifications.webhooks import service

log = get_logger()

_MANY, _LEAST_WEIGHTED_RATE = 50, 0.95
_SOME, _LEAST_RATE = 20, 0.8
_FAILURES_OF_FEW = 10


def trips(health: WebhookHealth) -> bool:
    """Whether a subscription fails too often. The contract's thresholds are finer where there are more attempts."""
    if health.attempts >= _MANY:
        return health.ewma is not None and health.ewma < _LEAST_WEIGHTED_RATE
    if health.attempts >= _SOME:
        return health.successes / health.attempts < _LEAST_RATE
    return health.failures_in_row >= _FAILURES_OF_FEW


@dataclass(frozen=True)
class Breaker:
    """Turns subscriptions stale, or active again when a probe got through. `probe_waits`: empty for no probes."""

    database: Database
    probe_waits: Sequence[float]

    async def judge(self, attempted: Sequence[AttemptedDelivery], failing: Sequence[WebhookHealth]) -> None:
        """Change the subscriptions that these results decide about, each in a transaction with its event."""
        for health in failing:
            if trips(health):
                async with self.database.transaction() as db:
                    probe = next(iter(self.probe_waits), None)
                    if await service.make_stale(db, health.partner_id, health.webhook_id, first_probe=probe):
                        BREAKER.labels("staled").inc()
                        log.warning(log_events.STALED, webhook_id=str(health.webhook_id))
        gone = {result.claimed.queue for result in attempted if result.status_code == GONE}
        for queue in [queue for queue in gone if not queue.is_callback]:
            async with self.database.transaction() as db:
                if await service.pause_gone(db, queue.partner_id, queue.webhook_id):
                    BREAKER.labels("gone").inc()
                    log.warning(log_events.GONE, webhook_id=str(queue.webhook_id))
        for queue in {result.claimed.queue for result in attempted if result.error is None}:
            if queue.is_probe:
                async with self.database.transaction() as db:
                    if await service.recover(db, queue.partner_id, queue.webhook_id):
                        BREAKER.labels("recovered").inc()
                        log.info(log_events.RECOVERED, webhook_id=str(queue.webhook_id))
