"""What the operator sees of operations."""

from gladhand.core.db import Db
from gladhand.core.metrics import at_scrape, counter, gauge, histogram
from gladhand.integrations.operations import queue

TRIES = counter("operation_tries", "Tries of writes at providers, by what came of them.", "source_name", "outcome")
LAG = histogram(
    "operation_lag_seconds",
    "From when a write was due until a worker had taken it.",
    "source_name",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800),
)
TIME = histogram(
    "operation_seconds",
    "From when a worker had taken a write until what came of it was stored.",
    "source_name",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
UNDER_WAY = gauge("operations_under_way", "Writes that this worker has in hand.")
_WAITING = gauge(
    "operations_pending",
    "Writes that are pending: `ready`, `behind` an earlier one to their record, or `parked` for a sign-in.",
    "source_name",
    "state",
)
_OLDEST = gauge("operations_oldest_seconds", "How long the longest due write has been due.", "source_name")


@at_scrape
async def _pending(db: Db) -> None:
    found = await queue.pending(db)
    _WAITING.clear()
    _OLDEST.clear()
    for each in found:
        _WAITING.labels(each.source_name, each.state).set(each.count)
        if each.oldest_seconds is not None:
            _OLDEST.labels(each.source_name).set(each.oldest_seconds)
