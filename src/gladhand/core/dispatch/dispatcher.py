"""The loop that claims due work, starts it within the limits, and gives back what it does not start."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from gladhand.core.db import AWAY, Database, Db
from gladhand.core.dispatch import log_events
from gladhand.core.dispatch.batcher import Batcher
from gladhand.core.dispatch.limiter import ConcurrencyLimiter, Partition
from gladhand.core.dispatch.scheduler import ClaimedWork, FairScheduler
from gladhand.core.dispatch.wakeup import WakeupListener, pause
from gladhand.core.log import get_logger

log = get_logger()

_POLL_SECONDS = 1.0
_QUEUES_AT_ONCE = 500
# How long to wait for a connection of the pool, so that a process stops quickly while the database is away.
_DATABASE_SECONDS = 3.0

Q = TypeVar("Q")
W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Attempted(Generic[W]):
    """How an attempt ended. `answered`: the other side is there, whatever it answered."""

    answered: bool
    requests: int = 1
    """How many requests the attempt took; the partition's speed follows from it."""
    unsent: Sequence[W] = ()
    """What was not begun and is given back."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The slot that an attempt has."""

    partition: Partition
    limiter: ConcurrencyLimiter
    stopping: asyncio.Event

    @property
    def is_stopping(self) -> bool:
        """The dispatcher stops: the attempt ends with the request that is under way."""
        return self.stopping.is_set()

    def pause(self, is_paused: bool) -> None:
        """Leave the slot to others while the attempt waits for a rate limit, and take it again afterwards."""
        self.limiter.pause(self.partition, is_paused=is_paused)


class WorkSource(Protocol[Q, W]):
    """A table that work waits in. Its queues are what waits for one connection, subscription, or the like."""

    name: str
    channel: str
    """Notices on this channel say that there is work."""
    gather_seconds: float
    """Between two claims, so that what becomes due meanwhile is claimed together."""
    look_again_at: float
    """When to claim next at the latest, on the monotonic clock; the source sets it while it claims."""

    async def list_queues(self, db: Db, after: Q | None, limit: int) -> Sequence[Q]:
        """The next queues with pending work, in the order of their keys."""
        ...

    async def claim(self, db: Db, queues: Sequence[Q]) -> Sequence[ClaimedWork[W]]:
        """Take work from these queues under a lease, as much as the scheduler allows."""
        ...

    async def attempt(self, work: W, slot: Slot) -> Attempted[W]:
        """Do the work, and hand the result to the batcher. No transaction is open while the other side answers."""
        ...

    async def give_back(self, db: Db, unsent: Sequence[W]) -> None:
        """End the lease of work that was not begun."""
        ...

    def log_ids(self, work: W) -> Mapping[str, str]:
        """What identifies the work in a log line."""
        ...

    def wants_more(self, partition: Partition, /) -> bool:
        """Whether to claim again now that an attempt has ended."""
        ...


class Dispatcher(Generic[Q, W]):
    """Dispatches the work of one source until `stop()`.

    The process or the database may stop at any moment: what was claimed becomes due again when its lease runs out.
    """

    def __init__(
        self,
        database: Database,
        source: WorkSource[Q, W],
        scheduler: FairScheduler[W],
        *,
        batcher: Batcher[Any],
        stop_seconds: float,
        poll_seconds: float = _POLL_SECONDS,
    ) -> None:
        self._database = database
        self._source = source
        self._scheduler = scheduler
        self._batcher = batcher
        self._stop_seconds = stop_seconds
        self._poll_seconds = poll_seconds
        self._wakeup = WakeupListener(database, source.channel)
        self._running: set[asyncio.Task[None]] = set()
        self._unsent: list[W] = []
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self._stopping.set()
        self._wakeup.wake()

    async def run(self) -> None:
        """Work until stopped, then finish what runs and give back the rest. If a part fails, this fails."""
        async with asyncio.TaskGroup() as group:
            helpers = [group.create_task(self._wakeup.listen()), group.create_task(self._batcher.run())]
            for helper in helpers:
                # The group cancels the claiming when a helper fails; `stop` ends it if that is swallowed.
                helper.add_done_callback(lambda _: self.stop())
            await self._claim_until_stopped()
            await self._finish()
            for helper in helpers:
                helper.cancel()

    async def _claim_until_stopped(self) -> None:
        failures, after = 0, None
        while not self._stopping.is_set():
            if after is None:
                # Only here: a notice that comes later may be about a queue that this round has passed.
                self._wakeup.clear()
                self._source.look_again_at = time.monotonic() + self._poll_seconds
            try:
                async with self._database.connection(wait=_DATABASE_SECONDS) as db:
                    self._unsent += self._scheduler.take_expired()
                    await self._give_back(db)
                    queues = await self._source.list_queues(db, after, _QUEUES_AT_ONCE)
                    for claimed in await self._source.claim(db, queues):
                        self._scheduler.add(claimed)
                failures = 0
            except AWAY as error:
                log.warning(log_events.DATABASE_AWAY, queue=self._source.name, reason=type(error).__name__)
                after = None
                await self._wakeup.wait(pause(failures))
                failures += 1
                continue
            self._start_ready()
            after = queues[-1] if len(queues) == _QUEUES_AT_ONCE else None
            if after is None:
                await self._wakeup.wait(self._source.look_again_at - time.monotonic())
                await asyncio.sleep(self._source.gather_seconds)

    async def _finish(self) -> None:
        deadline = time.monotonic() + self._stop_seconds
        self._unsent += self._scheduler.clear()
        if self._running:
            await asyncio.wait(self._running, timeout=self._stop_seconds)
        with suppress(*AWAY):
            async with self._database.connection(wait=_DATABASE_SECONDS) as db:
                await self._give_back(db)
        await self._batcher.finish(deadline - time.monotonic())

    def _start_ready(self) -> None:
        if self._stopping.is_set():
            return
        for claimed in self._scheduler.ready():
            task = asyncio.create_task(self._attempt(claimed))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _attempt(self, claimed: ClaimedWork[W]) -> None:
        started, partition = time.monotonic(), claimed.partition
        slot = Slot(partition, self._scheduler.limiter, self._stopping)
        attempted: Attempted[W] = Attempted(answered=False)
        try:
            attempted = await self._source.attempt(claimed.work, slot)
        except Exception as error:
            # Its lease runs out, and it is attempted again.
            log.error(log_events.CRASHED, queue=self._source.name, **self._source.log_ids(claimed.work), exc_info=error)
        finally:
            seconds = (time.monotonic() - started) / max(1, attempted.requests)
            self._unsent += attempted.unsent
            self._unsent += self._scheduler.end(partition, answered=attempted.answered, seconds=seconds)
            self._start_ready()
            if self._unsent or self._source.wants_more(partition):
                self._wakeup.wake()

    async def _give_back(self, db: Db) -> None:
        if unsent := list(self._unsent):
            await self._source.give_back(db, unsent)
            del self._unsent[: len(unsent)]
