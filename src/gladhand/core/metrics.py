"""Metrics for Prometheus: `SENT = counter("deliveries_sent", "What it is.", "outcome")`; `SENT.labels("ok").inc()`.

The `Work` of a package names functions that set gauges from the database.

Labels have few, known values: a `source_name`, an outcome. They never name partners, fleets or accounts. Each process
counts for itself; values from the database are the same in all processes.
"""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.openmetrics import exposition as openmetrics

from gladhand.core.crypto import Secret
from gladhand.core.db import AWAY, Database, Db, is_of_statement, log_away
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_DATABASE_AWAY = LogEvent("metrics.database_away", "A scrape of metrics could not reach the database.")

REGISTRY = CollectorRegistry()
_PREFIX = "gladhand_"
_DATABASE_SECONDS = 2.0
_OPEN_METRICS = "application/openmetrics-text"

#: Bounds of histograms of how long work waits and takes. Figures of queues are stored by them.
DURATIONS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 1800.0)

Refresh = Callable[[Db], Awaitable[None]]

DATABASE = Gauge(f"{_PREFIX}database_up", "Whether the database answered at this scrape.", registry=REGISTRY)


def counter(name: str, text: str, *labels: str) -> Counter:
    """A number that only grows. `_total` is appended to its name."""
    return Counter(_PREFIX + name, text, labels, registry=REGISTRY)


def gauge(name: str, text: str, *labels: str) -> Gauge:
    """A number that goes up and down."""
    return Gauge(_PREFIX + name, text, labels, registry=REGISTRY)


def histogram(name: str, text: str, *labels: str, buckets: Sequence[float]) -> Histogram:
    """Counts of values below each bound. Times are seconds."""
    return Histogram(_PREFIX + name, text, labels, buckets=buckets, registry=REGISTRY)


@dataclass(frozen=True)
class Metrics:
    """The metrics of one process."""

    token: Secret | None
    """The bearer token for scrapes. Without it the server has no page of metrics, and a worker's port is open."""
    gauges: Sequence[Refresh] = ()
    """Functions that set gauges from the database before each scrape. They must be quick."""

    def admits(self, authorization: str) -> bool:
        if self.token is None:
            return True
        return hmac.compare_digest(authorization.encode(), f"Bearer {self.token.reveal()}".encode())

    async def rendered(self, database: Database, accept: str) -> tuple[bytes, str]:
        """All metrics of this process, and their media type: OpenMetrics, which has traces beside values, for who takes
        it. Gauges from the database keep their values while it is unreachable.
        """
        try:
            async with database.connection(wait=_DATABASE_SECONDS) as db:
                for refresh in self.gauges:
                    await refresh(db)
            DATABASE.set(1)
        except AWAY as error:
            # A server that ended a statement has answered.
            DATABASE.set(is_of_statement(error))
            log_away(error, _DATABASE_AWAY)
        # The library's own choice fails at versions that are no numbers.
        if _OPEN_METRICS in accept:
            return openmetrics.generate_latest(REGISTRY), openmetrics.CONTENT_TYPE_LATEST  # type: ignore[no-untyped-call] # the library has no types there
        return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
