"""The requests of one bucket that this process has taken and not used yet.

Each request has the moment at which it may leave. It stays valid for a short time after that and is then discarded:
sending old requests later, many at once, would exceed the provider's limit.
"""

import asyncio
from collections import deque

from gladhand.integrations.budgets.queries import BucketRequest
from gladhand.sdk.budget import Permit, Rate, RateSchedule

#: Requests are taken at most this long before their moment.
AHEAD_SECONDS = 0.25
# A process takes the requests of a fast account for this time at once. Asking for each would cost more.
_FAST_PER_SECOND, _TAKE_SECONDS, _MOST_TAKEN = 100.0, 0.2, 100


class LocalBucket:
    """One bucket of one account in this process."""

    def __init__(self, account: str, name: str, rate: Rate) -> None:
        self.account = account
        self.name = name
        self.rate = rate
        self.moments: deque[float] = deque()
        self.retry_at = 0.0
        """When the database can grant more requests."""
        self.waiting = 0
        """Requests without a moment."""
        self.lock = asyncio.Lock()
        # While the database is away, unused time does not add up to a burst.
        self._without_database = RateSchedule(Rate(rate.per_second))

    def held(self, now: float) -> int:
        """The number of requests that are still valid."""
        while self.moments and self.moments[0] + self.rate.lateness < now:
            self.moments.popleft()
        return len(self.moments)

    def spare(self, now: float) -> int:
        """The number of requests that no call waits for."""
        return self.held(now) - self.waiting

    def request(self, count: int) -> BucketRequest:
        if self.rate.per_second >= _FAST_PER_SECOND:
            count = max(count, min(_MOST_TAKEN, int(self.rate.per_second * _TAKE_SECONDS)))
        return BucketRequest(self.account, self.name, self.rate, count)

    def add(self, permit: Permit, now: float) -> None:
        first = now + permit.first_in
        if permit.count == 0:
            self.retry_at = first - AHEAD_SECONDS
            return
        # Requests of a burst have moments in the past. They are valid from now on.
        self.moments.extend(max(now, first + number * permit.interval) for number in range(permit.count))
        self._without_database.pause_until(first + permit.count * permit.interval)

    def add_without_database(self, count: int, now: float) -> None:
        """Grant requests while the database is away."""
        self._without_database.pause_until(self.retry_at)
        self.add(self._without_database.take(count, now, ahead=AHEAD_SECONDS), now)

    def pause(self, seconds: float, now: float) -> None:
        self.moments.clear()
        self.retry_at = max(self.retry_at, now + seconds)
