"""The budget of one account in this process: requests are taken from the database some at a time, and handed out here.

A request that was taken has its moment. It is good for a little while after that and then forfeited: handing out old
ones later, many at once, would break the provider's limit. While the database is away this process keeps the pace.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from time import monotonic

from gladhand.core.db import AWAY, Database
from gladhand.core.log import LogEvent, get_logger
from gladhand.integrations.budgets import queries
from gladhand.integrations.budgets.metrics import PAUSES, USED, WAITED
from gladhand.integrations.budgets.queries import Grant, Wish
from gladhand.sdk.budget import ALL, Rate, Rates, Remaining

log = get_logger()

_DATABASE_AWAY = LogEvent(
    "budget.database_away", "The database is unreachable. This process keeps to the rate of accounts by itself."
)

# Requests may be taken so long before their moment.
_AHEAD_SECONDS = 0.25
# An account that is this quick takes what it may need for so long at a time, wanted or not: asking costs more.
_QUICK_PER_SECOND, _LOT_SECONDS = 100.0, 0.2
# A read gives way to writes for so long.
_MOST_PATIENCE_SECONDS = 30.0
_LOOK_SECONDS = 0.05


class Bucket:
    """What this process holds of one bucket."""

    def __init__(self, pace: Rate) -> None:
        self.pace = pace
        self.moments: deque[float] = deque()
        self.not_before = 0.0
        """When asking for more makes sense."""
        self.waiting = 0
        """How many requests have no moment yet."""
        self.turn = asyncio.Lock()
        self.kept_seconds = pace.lateness
        self._alone_free_at = 0.0

    def held(self, now: float) -> int:
        while self.moments and self.moments[0] + self.kept_seconds < now:
            self.moments.popleft()
        return len(self.moments)

    def spare(self, now: float) -> int:
        """What is left when those who wait have theirs."""
        return self.held(now) - self.waiting

    def wish(self, name: str, count: int) -> Wish:
        if self.pace.per_second >= _QUICK_PER_SECOND:
            count = max(count, int(self.pace.per_second * _LOT_SECONDS))
        return Wish(name, self.pace, count)

    def add(self, grant: Grant, now: float) -> None:
        first = now + grant.first_in
        if grant.count == 0:
            self.not_before = first - _AHEAD_SECONDS
            return
        # What has added up in a rest may leave from now on.
        self.moments.extend(max(now, first + number * grant.space) for number in range(grant.count))
        self._alone_free_at = first + grant.count * grant.space

    def add_alone(self, count: int, now: float) -> None:
        """Go on without the database: a burst is not saved up meanwhile."""
        space = 1 / self.pace.per_second
        base = max(self._alone_free_at, self.not_before, now)
        given = min(count, max(0, 1 + int((now + _AHEAD_SECONDS - base) / space)))
        self.add(Grant(given, base - now, space), now)

    def stop(self, seconds: float, now: float) -> None:
        self.moments.clear()
        self.not_before = max(self.not_before, now + seconds)


class AccountRateLimiter:
    """One account. Its purses are what adapters are given."""

    def __init__(self, database: Database, account: str, paces: Rates, *, source_name: str = "") -> None:
        self.account = account
        self.source_name = source_name
        self.paces = paces
        self._database = database
        self._buckets = {name: Bucket(pace) for name, pace in paces.items()}
        self.writing = 0
        """How many requests of writes wait for their turn."""

    async def take(self, names: Sequence[str], *, is_read: bool) -> None:
        """Wait until a request that needs one of each of these buckets may leave."""
        if is_read:
            await self._give_way()
        self.writing += not is_read
        try:
            for name in names:
                started = monotonic()
                await self._take_one(self._bucket(name), name)
                USED.labels(self.source_name, name or "all").inc()
                WAITED.labels(self.source_name, name or "all").inc(monotonic() - started)
        finally:
            self.writing -= not is_read

    def at_once(self, names: Sequence[str]) -> bool:
        """Whether `take` would not wait, if nobody comes in between."""
        now = monotonic()
        return all(bucket.spare(now) > 0 and bucket.moments[0] <= now for bucket in map(self._bucket, names))

    async def ready(self, count: int, names: Collection[str]) -> int:
        """How many operations, up to `count`, can begin with a request now or very soon, their moments being held."""
        now = monotonic()
        buckets = {name: self._bucket(name) for name in names}
        missing = {name: count - bucket.spare(now) for name, bucket in buckets.items()}
        if any(missing[name] >= count and bucket.not_before > now for name, bucket in buckets.items()):
            return 0
        wishes = [
            bucket.wish(name, missing[name])
            for name, bucket in buckets.items()
            if missing[name] > 0 and bucket.not_before <= now
        ]
        await self._ask(wishes)
        now = monotonic()
        return max(0, min(count, *(bucket.spare(now) for bucket in buckets.values())))

    def next_chance(self, names: Collection[str]) -> float:
        """The moment from which on `ready` may answer more than it did."""
        return max(self._bucket(name).not_before for name in names)

    async def pause(self, seconds: float, name: str, *, slower: bool) -> None:
        """Stop, here at once and everywhere as soon as the others ask."""
        self._bucket(name).stop(seconds, monotonic())
        PAUSES.labels(self.source_name, name or "all").inc()
        try:
            async with self._database.connection() as db:
                await queries.pause(db, self.account, [name], seconds=seconds, slower=slower)
        except AWAY as error:
            log.warning(_DATABASE_AWAY, reason=type(error).__name__)

    async def observe(self, left: Remaining, name: str) -> None:
        """Slow down when what is left would be used up long before there is more."""
        pace = self._bucket(name).pace
        if left.requests + 1 < pace.per_second * left.seconds / 2:
            await self.pause(left.seconds / (left.requests + 1), name, slower=False)

    def _bucket(self, name: str) -> Bucket:
        # An adapter may name a kind that its definition forgot; the general pace holds all the same.
        return self._buckets.get(name) or self._buckets[ALL]

    async def _give_way(self) -> None:
        latest = monotonic() + _MOST_PATIENCE_SECONDS
        while self.writing and monotonic() < latest:  # noqa: ASYNC110 - writes come and go, there is no one event
            await asyncio.sleep(_LOOK_SECONDS)

    async def _take_one(self, bucket: Bucket, name: str) -> None:
        bucket.waiting += 1
        try:
            async with bucket.turn:
                while not bucket.held(now := monotonic()):
                    if bucket.not_before > now:
                        await asyncio.sleep(bucket.not_before - now)
                    else:
                        await self._ask([bucket.wish(name, bucket.waiting)])
                moment = bucket.moments.popleft()
        finally:
            bucket.waiting -= 1
        if (wait := moment - monotonic()) > 0:
            await asyncio.sleep(wait)

    async def _ask(self, wishes: Sequence[Wish]) -> None:
        if not wishes:
            return
        grants: Mapping[str, Grant]
        try:
            async with self._database.connection() as db:
                grants = await queries.take(db, self.account, wishes, ahead=_AHEAD_SECONDS)
        except AWAY as error:
            log.warning(_DATABASE_AWAY, reason=type(error).__name__)
            for wish in wishes:
                self._bucket(wish.bucket).add_alone(wish.count, monotonic())
            return
        now = monotonic()
        for name, grant in grants.items():
            self._bucket(name).add(grant, now)


class BudgetLease:
    """The budget as one call of an adapter has it: says what it is for, and remembers what was taken."""

    def __init__(
        self, shared: AccountRateLimiter, *, is_read: bool = False, on_wait: Callable[[bool], None] | None = None
    ) -> None:
        self.taken: Counter[str] = Counter()
        self._shared = shared
        self._is_read = is_read
        self._on_wait = on_wait

    async def take(self, kind: str | None = None) -> None:
        names = [ALL] if kind is None else [ALL, kind]
        self.taken.update(names)
        if self._on_wait is None or self._shared.at_once(names):
            await self._shared.take(names, is_read=self._is_read)
            return
        self._on_wait(True)
        try:
            await self._shared.take(names, is_read=self._is_read)
        finally:
            self._on_wait(False)

    async def pause(self, seconds: float, kind: str | None = None) -> None:
        await self._shared.pause(seconds, kind or ALL, slower=True)

    async def observe(self, left: Remaining, kind: str | None = None) -> None:
        await self._shared.observe(left, kind or ALL)
