"""Figures of a queue, from the metrics that its dispatcher keeps: counting costs the work nothing more.

Metrics only grow, so the figures of a minute are what has been added since the last time.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from itertools import pairwise

from prometheus_client import Counter, Histogram

from gladhand.core.db import Db
from gladhand.core.figures import queries
from gladhand.core.figures.queries import QueueMinute
from gladhand.core.metrics import DURATIONS


class QueueFigures:
    """The figures of one queue in this process. Its histograms have the bounds `DURATIONS`."""

    def __init__(
        self,
        queue: str,
        *,
        attempts: Counter,
        well: str,
        failed: Collection[str],
        waited: Histogram | None,
        took: Histogram,
        oldest: Callable[[Db], Awaitable[float]],
    ) -> None:
        """`well` and `failed` are outcomes in the labels of `attempts`. `oldest` reads for how long the oldest due work
        has waited, in seconds. `waited` is None where nothing measures that.
        """
        self.queue = queue
        self._attempts, self._well, self._failed = attempts, {well}, frozenset(failed)
        self._waited, self._took = waited, took
        self._oldest = oldest
        self._before = self._read(0.0)

    async def store(self, db: Db, begins: datetime) -> None:
        """Add what this process has done since the last time to the minute that began then."""
        before, self._before = self._before, self._read(await self._oldest(db))
        await queries.upsert_queue_minute(db, self.queue, begins, self._before.since(before))

    def _read(self, oldest_seconds: float) -> QueueMinute:
        return QueueMinute(
            _count(self._attempts, self._well),
            _count(self._attempts, self._failed),
            oldest_seconds,
            _counts(self._waited),
            _counts(self._took),
        )


def _count(counter: Counter, outcomes: Collection[str]) -> int:
    samples = [sample for metric in counter.collect() for sample in metric.samples if sample.name.endswith("_total")]
    return int(sum(sample.value for sample in samples if sample.labels.get("outcome") in outcomes))


def _counts(histogram: Histogram | None) -> Sequence[int]:
    """How many values lie up to each bound and above the one before, over all labels."""
    up_to = dict.fromkeys((*DURATIONS, float("inf")), 0)
    for metric in histogram.collect() if histogram else ():
        for sample in metric.samples:
            if sample.name.endswith("_bucket"):
                up_to[float(sample.labels["le"])] += int(sample.value)
    return [upper - lower for lower, upper in pairwise((0, *up_to.values()))]
