"""Figures of a queue, from the metrics that its dispatcher keeps: counting costs the work nothing more.

Metrics only grow, so the figures of a minute are what has been added since the last time.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from prometheus_client import Counter, Histogram

from gladhand.core.clock import now
from gladhand.core.db import Db
from gladhand.core.figures import queries
from gladhand.core.figures.queries import QueueMinute
from gladhand.core.figures.recorder import StoreMinute
from gladhand.core.metrics import DURATIONS

_MINUTE = timedelta(minutes=1)
# What is stored so long after its minute could not be stored at its end.
_LATE_SECONDS = 30.0


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
        self._before = self._read()

    def take(self, begins: datetime) -> StoreMinute:
        """What this process has done since the last time, as part of the minute that began then."""
        before, self._before = self._before, self._read()
        added = self._before.since(before)

        async def store(db: Db) -> None:
            late = max(0.0, (now() - begins - _MINUTE).total_seconds())
            if late > _LATE_SECONDS and not added.has_work:
                # Nobody has seen the queue in that minute: the chart has a gap.
                return
            # What is the oldest now was due then, too, and had waited for less.
            oldest = max(0.0, await self._oldest(db) - late)
            await queries.upsert_queue_minute(db, self.queue, begins, replace(added, oldest_seconds=oldest))

        return store

    def _read(self) -> QueueMinute:
        return QueueMinute(
            _count(self._attempts, self._well),
            _count(self._attempts, self._failed),
            0.0,
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
