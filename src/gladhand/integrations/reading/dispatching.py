"""Schedules as work for the dispatcher: claimed when they are due and their account has a slot, run side by side."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from psycopg.errors import QueryCanceled

from gladhand.core import tracing
from gladhand.core.db import AWAY, Database, Db, log_away
from gladhand.core.dispatch.dispatcher import Attempted, WorkSource
from gladhand.core.dispatch.limiter import Partition
from gladhand.core.dispatch.scheduler import ClaimedWork
from gladhand.core.log import get_logger
from gladhand.integrations.executions import log_events, queue_queries
from gladhand.integrations.executions.metrics import LAG, TIME, UNDER_WAY
from gladhand.integrations.executions.outcome import EndedExecution, RunFailure, RunProgress, pause_after
from gladhand.integrations.executions.queue_queries import ClaimedExecution, DueSchedule
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.reading.errors import RunLost
from gladhand.integrations.reading.filled_groups import filled_groups
from gladhand.integrations.reading.finishing import finish
from gladhand.integrations.reading.leases import LeaseKeeper
from gladhand.integrations.reading.run import run
from gladhand.integrations.schedules.alignment_queries import CHANNEL
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType

log = get_logger()

# A worker that dies keeps its schedules for this long. One that lives extends the lease.
_LEASE = timedelta(seconds=15)
_STOP_SECONDS = 10.0
# Some of the schedules that are due may have no room at their account.
_LEAST_LISTED = 50
_UNKNOWN_PROVIDER_WINDOW = 1
_LOST = "The schedule was changed, or another worker has claimed it."
_CRASHED = "gladhand failed at this run; the operator finds the reason in the log."


@dataclass(frozen=True)
class ExecutionSettings:
    """`concurrency`: runs under way at once, in this process. With 0 it reads nothing."""

    concurrency: int


def _attributes(execution: ClaimedExecution) -> dict[str, str]:
    return {
        "gladhand.execution_id": str(execution.id),
        "gladhand.schedule_id": str(execution.schedule_id),
        "gladhand.provider": execution.source_name,
        "gladhand.resource": execution.resource,
    }


class ExecutionSource(WorkSource[DueSchedule, ClaimedExecution, EndedExecution]):
    """The table of schedules, for the dispatcher. A partition is an account at a provider.

    A run has a slot from its start until its end is written, except while it waits for its account's rate budget.
    """

    name = "executions"
    channel = CHANNEL
    gather_seconds = 0.02
    batch_size = 200
    start_within = 5.0

    def __init__(self, gateway: ProviderGateway, settings: ExecutionSettings) -> None:
        self._gateway = gateway
        self._database: Database = gateway.database
        self._filled = filled_groups(gateway.database)
        self._leases = LeaseKeeper(gateway.database, _LEASE)
        self.stop_seconds = gateway.settings.provider_timeout + _STOP_SECONDS
        super().__init__(settings.concurrency)

    def most_queues(self) -> int:
        free = self.limiter.slots.free(is_silent=False)
        return max(free, _LEAST_LISTED) if free else 0

    async def list_queues(self, db: Db, after: DueSchedule | None, limit: int) -> list[DueSchedule]:
        return await queue_queries.list_due(db, after=after, limit=limit)

    async def claim(self, db: Db, queues: Sequence[DueSchedule]) -> list[tuple[Partition, ClaimedExecution]]:
        by_partition: dict[Partition, list[DueSchedule]] = {}
        for due in queues:
            by_partition.setdefault(self._partition(due), []).append(due)
        quotas = self.scheduler.quotas({partition: len(due) for partition, due in by_partition.items()})
        chosen = [due for partition, count in quotas.items() for due in by_partition[partition][:count]]
        if not chosen:
            return []
        claimed = await queue_queries.claim_schedules(db, chosen, _LEASE)
        return [(self._partition(execution), execution) for execution in claimed]

    async def attempt(self, claimed: ClaimedWork[ClaimedExecution]) -> Attempted[ClaimedExecution]:
        started, work, partition = time.monotonic(), claimed.work, claimed.partition
        LAG.labels(work.source_name).observe(work.lag_seconds)
        try:
            with UNDER_WAY.track_inprogress():
                with self._leases.keep(work), tracing.span("execution.run", attributes=_attributes(work)):
                    ended = await run(
                        self._gateway,
                        work,
                        filled=self._filled,
                        lease=_LEASE,
                        stopping=self.stopping,
                        on_wait=lambda is_waiting: self._pause(partition, is_paused=is_waiting),
                    )
                    if ended.failure is not None:
                        tracing.fail(ended.failure.error_type)
                await self.results.add([ended])
        except RunLost:
            log.info(log_events.LOST, execution_id=str(work.id), schedule_id=str(work.schedule_id))
            failure = RunFailure(ErrorType.TSP, _LOST, wait=0, counted=False)
            await self.results.add([EndedExecution(work, RunProgress.of(work), False, failure, keeps_position=True)])
            return Attempted(answered=True)
        except QueryCanceled as error:
            # A page that takes too long would be tried again for ever.
            log.error(log_events.PAGE_TOO_SLOW, **self.log_ids(work), exc_info=error)
            await self.results.add([_crashed(work)])
            return Attempted(answered=True)
        except AWAY as error:
            # The lease ends, and the next run goes on after the last page that was stored.
            log_away(error, log_events.DATABASE_AWAY, execution_id=str(work.id))
            return Attempted(answered=True)
        except Exception:
            await self.results.add([_crashed(work)])
            raise
        TIME.labels(work.source_name).observe(time.monotonic() - started)
        return Attempted(answered=ended.failure is None or ended.failure.error_type != ErrorType.NETWORK)

    async def write(self, results: Sequence[EndedExecution]) -> None:
        async with self._database.transaction() as db:
            await finish(db, results, self._gateway.settings)

    def refused(self, result: EndedExecution) -> EndedExecution:
        return _crashed(result.claimed)

    async def give_back(self, db: Db, unsent: Sequence[ClaimedExecution]) -> None:
        await queue_queries.release_schedules(db, unsent)

    def log_ids(self, work: ClaimedExecution) -> Mapping[str, str]:
        return {
            "execution_id": str(work.id),
            "schedule_id": str(work.schedule_id),
            "source_name": work.source_name,
            "resource": work.resource,
        }

    def _pause(self, partition: Partition, *, is_paused: bool) -> None:
        was_full = self.most_queues() == 0
        self.limiter.pause(partition, is_paused=is_paused)
        if is_paused and was_full:
            # Its slot is free for another run.
            self.wake()

    def _partition(self, work: DueSchedule | ClaimedExecution) -> Partition:
        provider = self._gateway.provider(work.source_name)
        # Writes keep half of what the account may do at once.
        most = max(1, provider.definition.limits.concurrent // 2) if provider else _UNKNOWN_PROVIDER_WINDOW
        return self.limiter.partition(work.account, most=most)


def _crashed(work: ClaimedExecution) -> EndedExecution:
    failure = RunFailure(ErrorType.TSP, _CRASHED, wait=pause_after(work.errors))
    return EndedExecution(work, RunProgress.of(work), False, failure, keeps_position=True)
