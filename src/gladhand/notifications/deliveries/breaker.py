"""The circuit breaker: which subscriptions fail too much, and what follows from an answer for the subscription."""

from collections.abc import Sequence
from dataclasses import dataclass

from gladhand.core.db import Database
from gladhand.core.log import get_logger
from gladhand.notifications.deliveries.attempt import GONE
from gladhand.notifications.deliveries.metrics import BREAKER
from gladhand.notifications.deliveries.outcomes import Health, Settled
from gladhand.notifications.webhooks import service

log = get_logger()

_MANY, _LEAST_WEIGHTED_RATE = 50, 0.95
_SOME, _LEAST_RATE = 20, 0.8
_FAILURES_OF_FEW = 10


def trips(record: Health) -> bool:
    """Whether it fails too much. The thresholds are the contract's: the more is known, the finer they are."""
    if record.attempts >= _MANY:
        return record.ewma is not None and record.ewma < _LEAST_WEIGHTED_RATE
    if record.attempts >= _SOME:
        return record.successes / record.attempts < _LEAST_RATE
    return record.failures_in_row >= _FAILURES_OF_FEW


@dataclass(frozen=True)
class Breaker:
    """Turns subscriptions stale, or active again when a probe got through. `probe_waits`: empty for no probes."""

    database: Database
    probe_waits: Sequence[float]

    async def judge(self, lot: Sequence[Settled], records: Sequence[Health]) -> None:
        """Each change is a transaction of its own, with its event."""
        for record in records:
            if trips(record):
                async with self.database.transaction() as db:
                    probe = next(iter(self.probe_waits), None)
                    if await service.stale(db, record.partner_id, record.webhook_id, first_probe=probe):
                        BREAKER.labels("staled").inc()
                        log.warning("webhook.staled", webhook_id=str(record.webhook_id))
        gone = {each.claimed.lane for each in lot if each.status_code == GONE}
        for lane in [lane for lane in gone if not lane.is_callback]:
            async with self.database.transaction() as db:
                if await service.refused(db, lane.partner_id, lane.webhook_id):
                    BREAKER.labels("gone").inc()
                    log.warning("webhook.gone", webhook_id=str(lane.webhook_id))
        for lane in {each.claimed.lane for each in lot if each.error is None and each.claimed.lane.is_probe}:
            async with self.database.transaction() as db:
                if await service.recovered(db, lane.partner_id, lane.webhook_id):
                    BREAKER.labels("recovered").inc()
                    log.info("webhook.recovered", webhook_id=str(lane.webhook_id))
