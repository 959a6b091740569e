"""Finishes attempts: writes their results in batches, lets the circuit breaker judge them, counts and logs them."""

from collections.abc import Sequence

from gladhand.core import tracing
from gladhand.core.db import Database
from gladhand.core.log import get_logger
from gladhand.notifications.deliveries import log_events, metrics, result_queries
from gladhand.notifications.deliveries.attempt import AttemptedDelivery
from gladhand.notifications.deliveries.breaker import Breaker
from gladhand.notifications.webhooks import state_queries

log = get_logger()


async def finish(database: Database, breaker: Breaker, attempted: Sequence[AttemptedDelivery]) -> None:
    """Write the results of these attempts. A second time changes nothing: the ids of log entries are the same."""
    refusing = {result.claimed.queue for result in attempted if result.refuses_gzip}
    async with database.connection() as db:
        for queue in [queue for queue in refusing if not queue.is_callback]:
            await state_queries.update_to_plain(db, queue.partner_id, queue.webhook_id)
            log.info(log_events.PLAIN, webhook_id=str(queue.webhook_id))
        failing = await result_queries.finish_deliveries(db, attempted)
    await breaker.judge(attempted, failing)
    _report(attempted)


def _report(attempted: Sequence[AttemptedDelivery]) -> None:
    for result in attempted:
        if result.is_request:
            metrics.ATTEMPTS.labels(result.outcome).inc()
            if result.status_code is not None:
                metrics.SECONDS.observe(result.milliseconds / 1000)
    failed = [result for result in attempted if result.error is not None]
    metrics.DEAD.inc(sum(result.wait is None for result in failed))
    for result in failed:
        log.info(
            log_events.FAILED,
            delivery_id=str(result.claimed.id),
            webhook_id=str(result.claimed.queue.webhook_id),
            event_name=result.claimed.event_name,
            attempt=result.claimed.attempt,
            reason=result.error,
            again_in=result.wait and round(result.wait, 1),
            **tracing.ids_of(result.claimed.trace_parent),
        )
    log.info(log_events.FINISHED, delivered=len(attempted) - len(failed), failed=len(failed))
