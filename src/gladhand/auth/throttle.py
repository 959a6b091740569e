"""Rate limit of API clients: one token bucket for each client, in the memory of this process.

Provider accounts have their own arithmetic in `sdk.budget`, because neither auth nor the SDK may import the other.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from gladhand.core.problems import TooManyRequests

_MOST_BUCKETS = 10_000


@dataclass(slots=True)
class _Bucket:
    level: float
    filled_at: float


class Throttle:
    """`take(client)` raises `TooManyRequests` once a client has used up its burst and calls faster than the rate.

    Every server process counts for itself. Only the ten thousand clients that called last are remembered. A forgotten
    client starts with a full bucket.
    """

    def __init__(self, per_second: float, burst: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._burst = float(burst)
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, client: str) -> None:
        now = self._clock()
        bucket = self._buckets.get(client)
        if bucket is None:
            bucket = self._buckets[client] = _Bucket(self._burst, now)
            if len(self._buckets) > _MOST_BUCKETS:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(client)
            bucket.level = min(self._burst, bucket.level + (now - bucket.filled_at) * self._per_second)
            bucket.filled_at = now
        if bucket.level < 1:
            raise TooManyRequests(max(1, ceil((1 - bucket.level) / self._per_second)))
        bucket.level -= 1
