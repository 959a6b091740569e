"""Metrics of operations."""

from gladhand.core.db import Db
from gladhand.core.metrics import counter, gauge, histogram
from gladhand.integrations.operations import backlog_queries

ATTEMPTS = counter("operation_attempts", "Attempts of writes at providers, by outcome.", "source_name", "outcome")
LAG = histogram(
    "operation_lag_seconds",
    "From when a write was due until a worker claimed it.",
    "source_name",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800),
)
TIME = histogram(
    "operation_seconds",
    "From when a worker claimed a write until its result was stored.",
    "source_name",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
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
