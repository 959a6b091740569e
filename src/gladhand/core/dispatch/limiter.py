"""Limits how many attempts run at once, in total and per partition.

A partition is everything that leads to one place: an account at a provider, or a receiver's address. Its window says
how many of its attempts may run at once. The window grows by one with each answer and halves with each silence, which
is an attempt without an answer. Partitions that are silent share half of all slots. So a partition that hangs soon runs
one attempt at a time, and however many hang, the others go on.
"""

from collections.abc import Hashable
from dataclasses import dataclass

_FIRST_GUESS_SECONDS = 0.1
# The share of the newest answer in the average.
_NEWEST = 0.1
_MOST_REMEMBERED = 10_000


@dataclass(eq=False)
class Partition:
    """One partition, and what runs for it in this process."""

    key: Hashable
    most: int
    """How large its window may become."""
    window: int
    running: int = 0
    paused: int = 0
    """How many of those that run use no slot, because they wait for a rate limit."""
    waiting: int = 0
    """How much claimed work waits for a slot."""
    seconds: float = _FIRST_GUESS_SECONDS
    """How long an attempt takes, on average."""
    is_silent: bool = False
    has_backlog: bool = False
    """More was due than was claimed."""
    not_before: float = 0.0
    """Nothing is claimed for it before this moment of the monotonic clock."""

    @property
    def room(self) -> int:
        return max(0, self.window - self.running - self.waiting)


class ConcurrencyLimiter:
    """Shares `slots` between all partitions."""

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self._partitions: dict[Hashable, Partition] = {}
        self._used = {False: 0, True: 0}

    @property
    def used(self) -> int:
        return self._used[False] + self._used[True]

    def partition(self, key: Hashable, *, most: int, first: int | None = None) -> Partition:
        """The partition with this key; a new one has a window of `first`, or of `most`."""
        partition = self._partitions.get(key)
        if partition is None:
            if len(self._partitions) >= _MOST_REMEMBERED:
                self._forget_idle()
            partition = self._partitions[key] = Partition(key, most, window=most if first is None else first)
        return partition

    def free(self, *, is_silent: bool) -> int:
        """How many slots silent partitions, or the others, may take now."""
        free = max(0, self.slots - self.used)
        return min(free, max(0, max(1, self.slots // 2) - self._used[True])) if is_silent else free

    def begin(self, partition: Partition) -> None:
        partition.running += 1
        self._used[partition.is_silent] += 1

    def pause(self, partition: Partition, *, is_paused: bool) -> None:
        """A running attempt begins to wait and frees its slot, or goes on and takes one again."""
        change = 1 if is_paused else -1
        partition.paused += change
        self._used[partition.is_silent] -= change

    def end(self, partition: Partition, *, answered: bool, seconds: float) -> None:
        partition.running -= 1
        self._used[partition.is_silent] -= 1
        if answered:
            partition.seconds += _NEWEST * (seconds - partition.seconds)
            partition.window = min(partition.most, partition.window + 1)
        else:
            partition.window = max(1, partition.window // 2)
        if partition.is_silent == answered:
            moved = partition.running - partition.paused
            self._used[partition.is_silent] -= moved
            partition.is_silent = not answered
            self._used[partition.is_silent] += moved

    def _forget_idle(self) -> None:
        for key, partition in list(self._partitions.items()):
            if not partition.running and not partition.waiting and not partition.is_silent:
                del self._partitions[key]
