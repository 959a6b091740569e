"""Decides which claimed work starts next: partitions take turns, within what the concurrency limiter allows."""

import math
import random
import time
from collections import Counter, OrderedDict, defaultdict, deque
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
        self.unsent: list[W] = []
        """Claimed work that will not start here. The dispatcher gives it back."""
        self._waiting: defaultdict[Partition, deque[ClaimedWork[W]]] = defaultdict(deque)
        # Partitions with waiting work, in turn: those that answer, and those that are silent.
        self._lines: dict[bool, OrderedDict[Partition, None]] = {False: OrderedDict(), True: OrderedDict()}
        # Partitions that have no room, by what they wait for: an end in their group, or one of their own.
        self._held: dict[PartitionGroup | Partition, dict[Partition, None]] = {}

    def quotas(self, due: Mapping[Partition, int]) -> Mapping[Partition, int]:
        """How much of what is due to claim now, to start at once: each partition gets one before any gets two.

        When there are more partitions than slots, other partitions come first each time.
        """
        free = {is_silent: self.limiter.slots.free(is_silent=is_silent) for is_silent in (False, True)}
        turns = deque(random.sample(list(due), len(due)))
        quotas: Counter[Partition] = Counter()
        while turns and free[False] > 0:
            partition = turns.popleft()
            if quotas[partition] < min(due[partition], partition.room) and free[partition.is_silent] > 0:
                quotas[partition] += 1
                free[False] -= 1
                free[True] -= partition.is_silent
                turns.append(partition)
        return quotas

    def quota_ahead(self, partition: Partition) -> int:
        """How much to claim ahead: nothing while enough waits, then much at once.

        Of a partition that does not answer, or has not yet, only what may start at once is claimed: the rest would be
        given back together, and others would wait meanwhile.
        """
        if partition.is_silent or not partition.has_answered:
            ahead = max(0, partition.window - partition.running)
        else:
            ahead = _ahead(partition.window, partition.seconds)
        if partition.waiting * 2 > ahead:
            return 0
        limits = [ahead - partition.waiting, _MOST_AHEAD_OF_ALL - self.limiter.slots.waiting]
        if (group := partition.group) is not None:
            limits.append(_ahead(group.count, partition.seconds) - group.waiting)
        return max(0, min(limits))

    def add(self, claimed: ClaimedWork[W]) -> None:
        self._waiting[claimed.partition].append(claimed)
        self._count_waiting(claimed.partition, 1)
        self._line_up(claimed.partition)

    def ready(self) -> Iterator[ClaimedWork[W]]:
        """What may start now. Each unit has its slot from here on."""
        for is_silent, line in self._lines.items():
            while line and self.limiter.slots.free(is_silent=is_silent):
                partition, _ = line.popitem(last=False)
                self._drop(partition, start_before=self._clock())
                if not self.limiter.has_room(partition):
                    # It lines up again when one of its attempts ends, or one of its group.
                    self._held.setdefault(partition.group or partition, {})[partition] = None
                elif partition.waiting:
                    self.limiter.begin(partition)
                    claimed = self._pop(partition)
                    self._line_up(partition)
                    yield claimed

    def end(self, partition: Partition, *, answered: bool, seconds: float) -> None:
        """An attempt has ended. If the partition has fallen silent, its waiting work does not start here."""
        was_silent = partition.is_silent
        self.limiter.end(partition, answered=answered, seconds=seconds)
        if partition.is_silent != was_silent:
            self._lines[was_silent].pop(partition, None)
        if not answered:
            self._drop(partition)
        for waiting in (partition, *self._held.pop(partition.group or partition, ())):
            self._line_up(waiting)

    def drop(self, *, start_before: float = math.inf) -> None:
        """Start nothing that waits and had to start before this moment."""
        for partition in list(self._waiting):
            self._drop(partition, start_before=start_before)

    def _line_up(self, partition: Partition) -> None:
        if partition.waiting:
            self._lines[partition.is_silent].setdefault(partition)

    def _drop(self, partition: Partition, *, start_before: float = math.inf) -> None:
        """Move work to `unsent` that had to start before this moment."""
        while partition.waiting and self._waiting[partition][0].start_before <= start_before:
            self.unsent.append(self._pop(partition).work)

    def _pop(self, partition: Partition) -> ClaimedWork[W]:
        claimed = self._waiting[partition].popleft()
        self._count_waiting(partition, -1)
        if not partition.waiting:
            del self._waiting[partition]
        return claimed

    @staticmethod
    def _count_waiting(partition: Partition, change: int) -> None:
        partition.waiting += change
        for slots in partition.shared:
            slots.waiting += change


def _ahead(window: int, seconds: float) -> int:
    """How much of a window is finished in about a second."""
    return min(_MOST_AHEAD, max(window, int(window / max(seconds, 0.001))))
