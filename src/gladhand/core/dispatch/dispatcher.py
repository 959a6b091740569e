"""The loop that claims due work, starts it within the limits, and gives back what it does not start."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from gladhand.core.db import AWAY, Database, Db, log_away
from gladhand.core.dispatch import log_events, metrics
from gladhand.core.dispatch.batcher import Batcher
from gladhand.core.dispatch.limiter import ConcurrencyLimiter, Partition
from gladhand.core.dispatch.scheduler import ClaimedWork, FairScheduler
from gladhand.core.dispatch.wakeup import Failures, WakeupListener
from gladhand.core.log import get_logger

log = get_logger()

_MOST_QUEUES = 500
# How long to wait for a connection of the pool, so that a process stops quickly while the database is away.
_DATABASE_SECONDS = 3.0

Q = TypeVar("Q")
W = TypeVar("W")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Attempted(Generic[W]):
    """How an attempt ended. `answered`: the other side is there, whatever it answered."""

    answered: bool
    requests: int = 1
    """How many requests the attempt took; the partition's speed follows from it."""
    unsent: Sequence[W] = ()
    """What was not begun and is given back."""


class WorkSource(ABC, Generic[Q, W, R]):
    """A table that work waits in. Its queues are what waits for one connection, subscription, or the like."""

    name: ClassVar[str]
    channel: ClassVar[str]
    """Notices on this channel say that there is work."""
    gather_seconds: ClassVar[float]
    """Between two claims, and before results are written, so that what comes meanwhile is handled together."""
    batch_size: ClassVar[int]
    """How many results are written at once."""
    start_within: float
    """Seconds after its claim in which work may begin: others may claim it soon after."""
    stop_seconds: float
    """How long a stop waits for attempts and for their results."""
    poll_seconds: float = 1.0
    """Between two claims while no notice arrives."""
    wake: Callable[[], None]
    """Lets the dispatcher claim soon; the dispatcher sets it."""

    def __init__(self, concurrency: int) -> None:
        self.limiter = ConcurrencyLimiter(concurrency)
        self.scheduler = FairScheduler[W](self.limiter)
        self.results = Batcher[R](
            self.name, self.write, refused=self.refused, batch_size=self.batch_size, gather_seconds=self.gather_seconds
        )
        self.stopping = asyncio.Event()
        """Set when the dispatcher stops: an attempt ends with the request that is under way."""
        self.look_again_at = 0.0
        """When to claim next at the latest, on the monotonic clock; the source sets it while it claims."""

    @abstractmethod
    async def list_queues(self, db: Db, after: Q | None, limit: int) -> Sequence[Q]:
        """The next queues with pending work, in the order of their keys."""

    @abstractmethod
    async def claim(self, db: Db, queues: Sequence[Q]) -> Sequence[tuple[Partition, W]]:
        """Take work from these queues under a lease, as much as the scheduler allows."""

    @abstractmethod
    async def attempt(self, claimed: ClaimedWork[W]) -> Attempted[W]:
        """Do the work, and add the result to `results`. No transaction is open while the other side answers.

        An attempt that fails because of a bug adds a result, too, and raises: it counts, so that one bad row is not
        tried for ever.
        """

    @abstractmethod
    async def write(self, results: Sequence[R]) -> None:
        """Write the results of attempts. The same results may be written twice."""

    @abstractmethod
    def refused(self, result: R) -> R:
        """What to write instead of a result whose values the database refuses: a failed attempt."""

    @abstractmethod
    async def give_back(self, db: Db, unsent: Sequence[W]) -> None:
        """End the lease of work that was not begun."""

    @abstractmethod
    def log_ids(self, work: W) -> Mapping[str, str]:
        """What identifies the work in a log line."""

    def defer(self, partition: Partition, *, until: float) -> None:
        """Let the source claim nothing for this partition before this moment of the monotonic clock."""
        partition.not_before = until
        self.look_again_at = min(self.look_again_at, until)

    def is_deferred(self, partition: Partition) -> bool:
        """Whether nothing may be claimed for it now. The next claim comes no later than the moment when it may."""
        if partition.not_before > time.monotonic():
            self.look_again_at = min(self.look_again_at, partition.not_before)
            return True
        return False

    def most_queues(self) -> int:
        """How many queues to look at together. With 0 nothing can be claimed until an attempt ends."""
        return _MOST_QUEUES

    def wants_more(self, _: Partition, /) -> bool:
        """Whether to claim again now that an attempt has ended: its slot may be for any partition."""
        return True


class Dispatcher(Generic[Q, W, R]):
    """Dispatches the work of one source until `stop()`.

    The process or the database may stop at any moment: what was claimed becomes due again when its lease runs out.
    """

    def __init__(self, database: Database, source: WorkSource[Q, W, R]) -> None:
        self._database = database
        self._source = source
        self._scheduler = source.scheduler
        self._wakeup = WakeupListener(database, source.channel)
        source.wake = self._wakeup.wake
        self._running: set[asyncio.Task[None]] = set()

    def stop(self) -> None:
        self._source.stopping.set()
        self._wakeup.wake()

    async def run(self) -> None:
        """Work until stopped, then finish what runs and give back the rest. If a part fails, this fails."""
        async with asyncio.TaskGroup() as group:
            helpers = [group.create_task(self._wakeup.listen()), group.create_task(self._source.results.run())]
            for helper in helpers:
                # The group cancels the claiming when a helper fails; `stop` ends it if that is swallowed.
                helper.add_done_callback(lambda _: self.stop())
            await self._claim_until_stopped()
            await self._finish()
            for helper in helpers:
                helper.cancel()

    async def _claim_until_stopped(self) -> None:
        failures, after = Failures(), None
        while not self._source.stopping.is_set():
            if after is None:
                # Only here: a notice that comes later may be about a queue that this round has passed.
                self._wakeup.clear()
                self._source.look_again_at = time.monotonic() + self._source.poll_seconds
            try:
                async with self._database.connection(wait=_DATABASE_SECONDS) as db:
                    self._scheduler.drop(start_before=time.monotonic())
                    await self._give_back(db)
                    queues: Sequence[Q] = ()
                    if most := self._source.most_queues():
                        queues = await self._source.list_queues(db, after, most)
                        start_before = time.monotonic() + self._source.start_within
                        for partition, work in await self._source.claim(db, queues):
                            self._scheduler.add(ClaimedWork(partition, work, start_before))
                failures.clear()
            except AWAY as error:
                log_away(error, log_events.DATABASE_AWAY, queue=self._source.name)
                after = None
                await self._wakeup.wait(failures.add(error))
                continue
            self._start_ready()
            after = queues[-1] if queues and len(queues) == most else None
            if after is None:
                await self._wakeup.wait(self._source.look_again_at - time.monotonic())
                await asyncio.sleep(self._source.gather_seconds)

    async def _finish(self) -> None:
        deadline = time.monotonic() + self._source.stop_seconds
        self._scheduler.drop()
        if self._running:
            await asyncio.wait(self._running, timeout=self._source.stop_seconds)
        with suppress(*AWAY):
            async with self._database.connection(wait=_DATABASE_SECONDS) as db:
                await self._give_back(db)
        await self._source.results.finish(deadline - time.monotonic())

    def _start_ready(self) -> None:
        if self._source.stopping.is_set():
            return
        for claimed in self._scheduler.ready():
            task = asyncio.create_task(self._attempt(claimed))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _attempt(self, claimed: ClaimedWork[W]) -> None:
        started, partition = time.monotonic(), claimed.partition
        attempted: Attempted[W] = Attempted(answered=False)
        try:
            attempted = await self._source.attempt(claimed)
        except AWAY as error:
            # Its lease runs out, and it is attempted again.
            log_away(error, log_events.DATABASE_AWAY, queue=self._source.name)
        except Exception as error:
            metrics.CRASHES.labels(self._source.name).inc()
            log.error(log_events.CRASHED, queue=self._source.name, **self._source.log_ids(claimed.work), exc_info=error)
        finally:
            seconds = (time.monotonic() - started) / max(1, attempted.requests)
            self._scheduler.unsent += attempted.unsent
            self._scheduler.end(partition, answered=attempted.answered, seconds=seconds)
            self._start_ready()
            if self._scheduler.unsent or self._source.wants_more(partition):
                self._wakeup.wake()

    async def _give_back(self, db: Db) -> None:
        if unsent := list(self._scheduler.unsent):
            await self._source.give_back(db, unsent)
            del self._scheduler.unsent[: len(unsent)]
