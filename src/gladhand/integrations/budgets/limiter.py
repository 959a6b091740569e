"""The rate limiter of one account in this process. It takes requests from the database, several at a time.

While the database is away, each process limits its own requests.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from time import monotonic
from typing import TypeAlias

from gladhand.core.batch_loader import BatchLoader
from gladhand.core.db import AWAY, Database, log_away
from gladhand.core.log import LogEvent, get_logger
from gladhand.integrations.budgets import queries
from gladhand.integrations.budgets.bucket import AHEAD_SECONDS, LocalBucket
from gladhand.integrations.budgets.metrics import PAUSES, REQUESTS, THROTTLED, USED, WAITED
from gladhand.integrations.budgets.queries import BucketRequest
from gladhand.sdk.budget import ALL, Permit, Rates, Remaining

log = get_logger()

_DATABASE_AWAY = LogEvent(
    "budget.database_away", "The database is unreachable. This process limits its own requests to accounts meanwhile."
)

# A read waits at most this long for writes.
_MOST_YIELD_SECONDS = 30.0
_POLL_SECONDS = 0.05
# One statement claims requests of at most so many buckets.
_MOST_BUCKETS = 200

#: Claims requests of several accounts by one statement.
RequestLoader: TypeAlias = BatchLoader[tuple[str, str], BucketRequest, Permit]


def request_loader(database: Database) -> RequestLoader:
    """The loader that the limiters of a process share."""

    async def load(requests: Sequence[BucketRequest]) -> Mapping[tuple[str, str], Permit]:
        async with database.connection() as db:
            return await queries.claim_requests(db, requests, ahead=AHEAD_SECONDS)

    return BatchLoader(load, most=_MOST_BUCKETS)


class AccountRateLimiter:
    """Lets the requests of one account leave at the provider's rates."""

    def __init__(
        self,
        database: Database,
        account: str,
        rates: Rates,
        *,
        source_name: str = "",
        claims: RequestLoader | None = None,
    ) -> None:
        self.account = account
        self.source_name = source_name
        self._database = database
        self._claims = claims or request_loader(database)
        self._buckets = {name: LocalBucket(account, name, rate) for name, rate in rates.items()}
        self._waiting_writes = 0

    async def take(self, names: Sequence[str], *, is_read: bool) -> None:
        """Wait until a request that takes one from each of these buckets may leave."""
        if is_read:
            await self._yield_to_writes()
        self._waiting_writes += not is_read
        try:
            for name in names:
                started = monotonic()
                await self._take_one(self._bucket(name))
                USED.labels(self.source_name, name or "all").inc()
                REQUESTS.add((self.source_name, name, self.account))
                WAITED.labels(self.source_name, name or "all").inc(monotonic() - started)
        finally:
            self._waiting_writes -= not is_read

    def is_free(self, names: Sequence[str]) -> bool:
        """Whether `take` would return at once."""
        now = monotonic()
        return all(bucket.spare(now) > 0 and bucket.moments[0] <= now for bucket in map(self._bucket, names))

    async def ready(self, count: int, names: Collection[str]) -> int:
        """The number of operations, up to `count`, whose first request can leave now or very soon."""
        now = monotonic()
        buckets = {self._bucket(name) for name in names}
        missing = {bucket: count - bucket.spare(now) for bucket in buckets}
        if any(missing[bucket] >= count and bucket.retry_at > now for bucket in buckets):
            return 0
        wanting = [bucket for bucket in buckets if missing[bucket] > 0 and bucket.retry_at <= now]
        await asyncio.gather(*(self._claim(bucket, missing[bucket]) for bucket in wanting))
        now = monotonic()
        return max(0, min(count, *(bucket.spare(now) for bucket in buckets)))

    def retry_at(self, names: Collection[str]) -> float:
        """The moment from which `ready` may return more."""
        return max(self._bucket(name).retry_at for name in names)

    async def pause(self, seconds: float, name: str, *, is_throttled: bool) -> None:
        """Let no request leave: here at once, in other processes as soon as they ask the database."""
        self._bucket(name).pause(seconds, monotonic())
        PAUSES.labels(self.source_name, name or "all").inc()
        if is_throttled:
            THROTTLED.add((self.source_name, name, self.account))
        try:
            async with self._database.connection() as db:
                await queries.update_pause(db, self.account, [name], seconds=seconds, is_throttled=is_throttled)
        except AWAY as error:
            log_away(error, _DATABASE_AWAY)

    async def observe(self, remaining: Remaining, name: str) -> None:
        """Pause if the provider's remaining requests would be used up long before it allows more."""
        rate = self._bucket(name).rate
        if remaining.requests + 1 < rate.per_second * remaining.seconds / 2:
            await self.pause(remaining.seconds / (remaining.requests + 1), name, is_throttled=False)

    def _bucket(self, name: str) -> LocalBucket:
        # An adapter may name a kind that its definition lacks. The rate of all requests applies then.
        return self._buckets.get(name) or self._buckets[ALL]

    async def _yield_to_writes(self) -> None:
        latest = monotonic() + _MOST_YIELD_SECONDS
        while self._waiting_writes and monotonic() < latest:  # noqa: ASYNC110 - no single event ends the wait
            await asyncio.sleep(_POLL_SECONDS)

    async def _take_one(self, bucket: LocalBucket) -> None:
        while True:
            moment = await self._next_moment(bucket)
            if (wait := moment - monotonic()) > 0:
                await asyncio.sleep(wait)
            # A busy process wakes up late, and the request would fall together with the next ones.
            if monotonic() - moment <= bucket.rate.lateness:
                return

    async def _next_moment(self, bucket: LocalBucket) -> float:
        """Take the moment at which the next request may leave, as soon as there is one."""
        bucket.waiting += 1
        try:
            async with bucket.lock:
                while not bucket.held(now := monotonic()):
                    if bucket.retry_at > now:
                        await asyncio.sleep(bucket.retry_at - now)
                    else:
                        await self._claim(bucket, bucket.waiting)
                return bucket.moments.popleft()
        finally:
            bucket.waiting -= 1

    async def _claim(self, bucket: LocalBucket, count: int) -> None:
        """Take requests for one bucket. What others of the account are granted does not depend on it."""
        request = bucket.request(count)
        try:
            permit = await self._claims.get(request.key, request)
        except AWAY as error:
            log_away(error, _DATABASE_AWAY)
            bucket.add_without_database(request.count, monotonic())
        else:
            bucket.add(permit, monotonic())


class BudgetLease:
    """The budget of one call of an adapter. It counts the requests that the call has taken."""

    def __init__(
        self, limiter: AccountRateLimiter, *, is_read: bool = False, on_wait: Callable[[bool], None] | None = None
    ) -> None:
        self.taken: Counter[str] = Counter()
        self._limiter = limiter
        self._is_read = is_read
        self._on_wait = on_wait

    async def take(self, kind: str | None = None) -> None:
        names = [ALL] if kind is None else [ALL, kind]
        self.taken.update(names)
        if self._on_wait is None or self._limiter.is_free(names):
            await self._limiter.take(names, is_read=self._is_read)
            return
        self._on_wait(True)
        try:
            await self._limiter.take(names, is_read=self._is_read)
        finally:
            self._on_wait(False)

    async def pause(self, seconds: float, kind: str | None = None) -> None:
        await self._limiter.pause(seconds, kind or ALL, is_throttled=True)

    async def observe(self, remaining: Remaining, kind: str | None = None) -> None:
        await self._limiter.observe(remaining, kind or ALL)
