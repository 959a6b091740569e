"""Operations as work for the dispatcher: claimed when their account has a slot and budget, attempted side by side."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from gladhand.core.db import AWAY, Db, log_away
from gladhand.core.dispatch.dispatcher import Attempted, WorkSource
from gladhand.core.dispatch.limiter import Partition
from gladhand.core.dispatch.scheduler import ClaimedWork
from gladhand.core.log import get_logger
from gladhand.integrations.budgets import queries as budgets
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.hosting.registry import Provider
from gladhand.integrations.operations import log_events, queue_queries
from gladhand.integrations.operations.attempt import AttemptedOperation, TimeLimits, attempt
from gladhand.integrations.operations.finishing import finish
from gladhand.integrations.operations.metrics import LAG, TIME, UNDER_WAY
from gladhand.integrations.operations.outcome import Failed, Outcome, crashed
from gladhand.integrations.operations.queue_queries import ClaimedOperation, OperationQueue
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType

log = get_logger()

_SUSPENDED_AT_ONCE = 5000
# The part of a lease beyond the longest call: for a slot to become free, and for the result to be written.
_LEASE_MARGIN = timedelta(seconds=3)
_STOP_SECONDS = 10.0
_INTERRUPTED = "This server lost its database during the write, and checks what the provider has."
_SOON = timedelta(seconds=0.5)
# The pause before an account without budget is checked again. Meanwhile requests gather, so that several are taken at
# once.
_BUDGET_PAUSE = 0.05
# The stored speed of an account is updated when it changes by this share.
_SPEED_CHANGE = 0.2
# Operations of a provider that this worker has no adapter for fail soon.
_UNKNOWN_PROVIDER_WINDOW = 4


@dataclass(frozen=True)
class OperationSettings:
    """`concurrency`: attempts under way at once, in this process."""

    concurrency: int


class OperationSource(WorkSource[OperationQueue, ClaimedOperation, AttemptedOperation]):
    """The table of operations, for the dispatcher. A partition is an account at a provider.

    An operation has a slot from its start until its result is written, except while it waits for its account's rate
    budget.
    """

    name = "operations"
    channel = queue_queries.CHANNEL
    gather_seconds = 0.005
    batch_size = 200
    start_within = 1.0

    def __init__(self, gateway: ProviderGateway, settings: OperationSettings) -> None:
        self._gateway = gateway
        self._limits = limits = TimeLimits.usual(gateway.settings.provider_timeout)
        self._lease = timedelta(seconds=limits.call + limits.read_back) + _LEASE_MARGIN
        self._speeds: dict[str, float] = {}
        self.stop_seconds = limits.call + _STOP_SECONDS
        super().__init__(settings.concurrency)

    async def list_queues(self, db: Db, after: OperationQueue | None, limit: int) -> list[OperationQueue]:
        queues = await queue_queries.list_queues(db, after=after, limit=limit)
        for queue in queues:
            if queue.status in queue_queries.WAITING_STATES:
                await queue_queries.suspend_operations(db, queue, limit=_SUSPENDED_AT_ONCE)
        return queues

    async def claim(self, db: Db, queues: Sequence[OperationQueue]) -> list[tuple[Partition, ClaimedOperation]]:
        by_partition: defaultdict[Partition, list[OperationQueue]] = defaultdict(list)
        for queue in queues:
            if queue.due and not self.is_deferred(partition := self._partition(queue)):
                by_partition[partition].append(queue)
        due = {partition: sum(queue.due for queue in queues) for partition, queues in by_partition.items()}
        shares = self.scheduler.quotas(due)
        # Together, so that one statement takes the requests of all accounts.
        counts = await asyncio.gather(
            *(self._affordable(by_partition[partition][0], share) for partition, share in shares.items())
        )
        quotas = []
        for (partition, share), count in zip(shares.items(), counts, strict=True):
            queues = by_partition[partition]
            if count < share:
                # One after the other: all have one connection, which an error gives back.
                await self._wait_for_budget(db, partition, queues[0])
            if count:
                quotas += [queue_queries.QueueQuota(queue, count, of_account=partition.most) for queue in queues]
        if not quotas:
            return []
        claimed = await queue_queries.claim_operations(db, quotas, self._lease)
        return [(self._partition(operation), operation) for operation in claimed]

    async def attempt(self, claimed: ClaimedWork[ClaimedOperation]) -> Attempted[ClaimedOperation]:
        started, work, partition = time.monotonic(), claimed.work, claimed.partition
        LAG.labels(work.source_name).observe(work.lag_seconds)
        with UNDER_WAY.track_inprogress():
            try:
                outcome = await self._outcome(
                    work, lambda is_waiting: self.limiter.pause(partition, is_paused=is_waiting)
                )
            except Exception:
                await self.results.add([self._crashed(work)])
                raise
            await self.results.add([AttemptedOperation(work, outcome)])
        TIME.labels(work.source_name).observe(time.monotonic() - started)
        return Attempted(answered=outcome.answered)

    async def write(self, results: Sequence[AttemptedOperation]) -> None:
        async with self._gateway.database.transaction() as db:
            await finish(db, results, self._gateway.settings)

    def refused(self, result: AttemptedOperation) -> AttemptedOperation:
        return self._crashed(result.claimed)

    async def give_back(self, db: Db, unsent: Sequence[ClaimedOperation]) -> None:
        await queue_queries.release_operations(db, unsent)

    def log_ids(self, work: ClaimedOperation) -> Mapping[str, str]:
        return {"operation_id": str(work.id), "source_name": work.source_name}

    async def _outcome(self, operation: ClaimedOperation, on_wait: Callable[[bool], None]) -> Outcome:
        try:
            return await attempt(self._gateway, operation, self._limits, on_wait=on_wait)
        except AWAY as error:
            # A session could not be read or stored, perhaps between two requests. The next attempt, as soon as the
            # database is back, looks up what was done.
            log_away(error, log_events.DATABASE_AWAY, operation_id=str(operation.id))
            return Failed(ErrorType.NETWORK, _INTERRUPTED, wait=_SOON, counted=False)

    def _crashed(self, operation: ClaimedOperation) -> AttemptedOperation:
        waits = None if operation.is_sync else self._gateway.settings.waits
        return AttemptedOperation(operation, crashed(attempts=operation.attempts, waits=waits))

    async def _affordable(self, queue: OperationQueue, count: int) -> int:
        """For how many operations the account has budget now."""
        provider = self._gateway.provider(queue.source_name)
        if provider is None:
            return count
        limiters = self._gateway.rate_limiters
        return await limiters.limiter(provider, queue.account).ready(count, limiters.usual_buckets(queue.source_name))

    async def _wait_for_budget(self, db: Db, partition: Partition, queue: OperationQueue) -> None:
        """Claim nothing for the account until it has budget again."""
        provider, limiters = self._gateway.provider(queue.source_name), self._gateway.rate_limiters
        assert provider is not None, "only an account of a provider has a budget"
        retry_at = limiters.limiter(provider, queue.account).retry_at(limiters.usual_buckets(queue.source_name))
        self.defer(partition, until=max(retry_at, time.monotonic()) + _BUDGET_PAUSE)
        await self._store_speed(db, partition, queue.account, provider)

    async def _store_speed(self, db: Db, partition: Partition, account: str, provider: Provider) -> None:
        """Operations wait for this account: its speed lets reads say for how long."""
        seconds = max(self._gateway.rate_limiters.seconds_per_operation(provider), partition.seconds / partition.most)
        stored = self._speeds.get(account)
        if stored is None or abs(seconds - stored) > _SPEED_CHANGE * stored:
            self._speeds[account] = seconds
            await budgets.upsert_seconds_per_operation(db, account, seconds)

    def _partition(self, work: OperationQueue | ClaimedOperation) -> Partition:
        provider = self._gateway.provider(work.source_name)
        most = provider.definition.limits.concurrent if provider else _UNKNOWN_PROVIDER_WINDOW
        return self.limiter.partition(work.account, most=most)
