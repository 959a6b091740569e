"""Metrics of operations."""

from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.figures.queues import QueueFigures
from gladhand.core.figures.tally import Tally
from gladhand.core.metrics import DURATIONS, counter, gauge, histogram
from gladhand.integrations.operations import backlog_queries

ATTEMPTS = counter("operation_attempts", "Attempts of writes at providers, by outcome.", "source_name", "outcome")
OUTCOMES = Tally[tuple[UUID, str]]()
"""Attempts by partner and outcome."""
LAG = histogram(
    "operation_lag_seconds",
    "From when a write was due until a worker claimed it.",
    "source_name",
    buckets=DURATIONS,
)
TIME = histogram(
    "operation_seconds",
    "From when a worker claimed a write until its result was stored.",
    "source_name",
    buckets=DURATIONS,
)
FIGURES = QueueFigures(
    "operations",
    attempts=ATTEMPTS,
    well="succeeded",
    failed=("failed", "retry_scheduled"),
    waited=LAG,
    took=TIME,
    oldest=backlog_queries.get_oldest_seconds,
)
UNDER_WAY = gauge("operations_under_way", "Writes that this worker is attempting.")
_WAITING = gauge(
    "operations_pending",
    "Pending writes: `ready`, `blocked` by an earlier one to their record, or `suspended` until a sign-in.",
    "source_name",
    "state",
)
_OLDEST = gauge("operations_oldest_seconds", "For how long the oldest due write has been due.", "source_name")


async def set_pending(db: Db) -> None:
    counts = await backlog_queries.count_pending(db)
    _WAITING.clear()
    _OLDEST.clear()
    for pending in counts:
        _WAITING.labels(pending.source_name, pending.state).set(pending.count)
        if pending.oldest_seconds is not None:
            _OLDEST.labels(pending.source_name).set(pending.oldest_seconds)
