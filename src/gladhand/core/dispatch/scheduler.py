"""Decides which claimed work starts next: partitions take turns, within what the concurrency limiter allows."""

import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from gladhand.core.dispatch.limiter import ConcurrencyLimiter, Partition, PartitionGroup

# Claimed ahead: what a partition will have finished in about a second, within these bounds.
_MOST_AHEAD = 500
_MOST_AHEAD_OF_ALL = 3000

W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class ClaimedWork(Generic[W]):
    """A unit of work under our lease. After `start_before` it is not begun: others may claim it soon."""

    partition: Partition
    work: W
    start_before: float = math.inf


class FairScheduler(Generic[W]):
    """Holds claimed work until it may start."""

    def __init__(self, limiter: ConcurrencyLimiter, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.limiter = limiter
        self._clock = clock
        self._waiting: dict[Partition, deque[ClaimedWork[W]]] = {}
        self._count = 0
        # Partitions with waiting work, in turn: those that answer, and those that are silent.
        self._lines: dict[bool, deque[Partition]] = {False: deque(), True: deque()}
        self._lined_up: set[Partition] = set()
        # Partitions whose group has no free slot, in the order in which they came.
        self._held: dict[PartitionGroup, dict[Partition, None]] = {}
        self._expired: list[W] = []

    def quotas(self, due: Mapping[Partition, int]) -> dict[Partition, int]:
        """How much of what is due to claim now, to start at once: each partition gets one before any gets two."""
        open_demand = {partition: min(count, partition.room) for partition, count in due.items()}
        shares = dict.fromkeys(open_demand, 0)
        free = {is_silent: self.limiter.free(is_silent=is_silent) for is_silent in (False, True)}
        while open_demand:
            for partition in list(open_demand):
                if open_demand[partition] <= shares[partition] or free[partition.is_silent] <= 0 or free[False] <= 0:
                    del open_demand[partition]
                    continue
                shares[partition] += 1
                free[False] -= 1
                free[True] -= partition.is_silent
        return {partition: share for partition, share in shares.items() if share}

    def quota_ahead(self, partition: Partition) -> int:
        """How much to claim ahead: nothing while enough waits, then much at once."""
        if partition.is_silent:
            ahead = max(0, partition.window - partition.running)
        else:
            ahead = _ahead(partition.window, partition.seconds)
        if partition.waiting * 2 > ahead:
            return 0
        most = min(ahead - partition.waiting, _MOST_AHEAD_OF_ALL - self._count)
        if (group := partition.group) is not None:
            most = min(most, _ahead(group.window.count, partition.seconds) - group.waiting)
        return max(0, most)

    def add(self, claimed: ClaimedWork[W]) -> None:
        self._waiting.setdefault(claimed.partition, deque()).append(claimed)
        self._count_waiting(claimed.partition, 1)
        self._line_up(claimed.partition)

    def ready(self) -> Iterator[ClaimedWork[W]]:
        """What may start now. Each unit has its slot from here on."""
        for is_silent, line in self._lines.items():
            while line and self.limiter.free(is_silent=is_silent) > 0:
                partition = line.popleft()
                self._lined_up.discard(partition)
                if not self.limiter.has_room(partition):
                    # It lines up again when one of its attempts ends, or one of its group.
                    if partition.group is not None and partition.waiting:
                        self._held.setdefault(partition.group, {})[partition] = None
                    continue
                if (claimed := self._next_of(partition)) is not None:
                    self.limiter.begin(partition)
                    self._line_up(partition)
                    yield claimed

    def end(self, partition: Partition, *, answered: bool, seconds: float) -> list[W]:
        """An attempt has ended. Returns the work to give back because the partition has fallen silent."""
        was_silent = partition.is_silent
        self.limiter.end(partition, answered=answered, seconds=seconds)
        if partition.is_silent != was_silent and partition in self._lined_up:
            self._lines[was_silent].remove(partition)
            self._lined_up.discard(partition)
        unsent = [] if answered else self._take_waiting(partition)
        self._line_up(partition)
        if partition.group is not None:
            for held in self._held.pop(partition.group, ()):
                self._line_up(held)
        return unsent

    def take_expired(self) -> list[W]:
        """Take out what waited for a slot too long to be begun."""
        for partition, waiting in list(self._waiting.items()):
            while waiting and waiting[0].start_before <= self._clock():
                self._expired.append(waiting.popleft().work)
                self._count_waiting(partition, -1)
        expired, self._expired = self._expired, []
        return expired

    def clear(self) -> list[W]:
        """Take out everything that still waits."""
        return [work for partition in list(self._waiting) for work in self._take_waiting(partition)]

    def _line_up(self, partition: Partition) -> None:
        if partition.waiting and partition not in self._lined_up:
            self._lined_up.add(partition)
            self._lines[partition.is_silent].append(partition)

    def _next_of(self, partition: Partition) -> ClaimedWork[W] | None:
        waiting = self._waiting.get(partition)
        while waiting:
            claimed = waiting.popleft()
            self._count_waiting(partition, -1)
            if self._clock() < claimed.start_before:
                return claimed
            self._expired.append(claimed.work)
        return None

    def _take_waiting(self, partition: Partition) -> list[W]:
        waiting = self._waiting.pop(partition, deque())
        self._count_waiting(partition, -len(waiting))
        return [claimed.work for claimed in waiting]

    def _count_waiting(self, partition: Partition, change: int) -> None:
        partition.waiting += change
        if partition.group is not None:
            partition.group.waiting += change
        self._count += change
        if not partition.waiting:
            self._waiting.pop(partition, None)


def _ahead(window: int, seconds: float) -> int:
    """How much of a window is finished in about a second."""
    return min(_MOST_AHEAD, max(window, int(window / max(seconds, 0.001))))
