"""Writes down how attempts ended, many in one statement."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from gladhand.core.db import AWAY, Database
from gladhand.core.dispatch.wakeup import pause
from gladhand.core.log import get_logger
from gladhand.notifications.deliveries import metrics, outcomes
from gladhand.notifications.deliveries.breaker import Breaker
from gladhand.notifications.deliveries.outcomes import Settled

log = get_logger()

# So long results gather before they are written; the next ones gather while these are being written.
_GATHER_SECONDS = 0.01
_LARGEST_LOT = 1000


class Settling:
    """Results wait here until they are in the database, however long that is away."""

    def __init__(self, database: Database, breaker: Breaker) -> None:
        self._database = database
        self._breaker = breaker
        self._results: list[Settled] = []
        self._has_results = asyncio.Event()
        self._is_empty = asyncio.Event()
        self._is_empty.set()

    def add(self, results: Sequence[Settled]) -> None:
        self._results += results
        self._is_empty.clear()
        self._has_results.set()

    async def run(self) -> None:
        """Settle until cancelled."""
        failures = 0
        while True:
            await self._has_results.wait()
            await asyncio.sleep(_GATHER_SECONDS)
            lot = self._results[:_LARGEST_LOT]
            try:
                async with self._database.connection() as db:
                    failing = await outcomes.settle(db, lot)
                await self._breaker.judge(lot, failing)
            except AWAY as error:
                # What a receiver has answered is not forgotten because the database is away.
                log.warning("deliveries.database_away", reason=type(error).__name__, unsettled=len(self._results))
                await asyncio.sleep(pause(failures))
                failures += 1
                continue
            failures = 0
            del self._results[: len(lot)]
            if not self._results:
                self._has_results.clear()
                self._is_empty.set()
            _tell(lot)

    async def finish(self, seconds: float) -> None:
        """Wait until all is written. If the database stays away, the leases run out and it is delivered once more."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_empty.wait(), seconds)
        if self._results:
            log.warning("deliveries.unsettled", count=len(self._results))


def _tell(results: Sequence[Settled]) -> None:
    for each in results:
        if each.is_request:
            metrics.ATTEMPTS.labels(each.outcome).inc()
            if each.status_code is not None:
                metrics.SECONDS.observe(each.milliseconds / 1000)
    failed = [each for each in results if each.error is not None]
    metrics.DEAD.inc(sum(each.wait is None for each in failed))
    for each in failed:
        log.info(
            "delivery.failed",
            delivery_id=str(each.claimed.id),
            webhook_id=str(each.claimed.lane.webhook_id),
            event_name=each.claimed.event_name,
            attempt=each.claimed.attempt,
            reason=each.error,
            again_in=each.wait and round(each.wait, 1),
        )
    log.info("deliveries.settled", delivered=len(results) - len(failed), failed=len(failed))
