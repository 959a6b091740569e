"""Limits how many attempts run at once: in total, per group of partitions, and per partition.

A partition is everything that fails together: an account at a provider, or a subscription. Its window says how many of
its attempts may run at once. The window grows by one with each answer and halves with each silence, which is an attempt
without an answer. Partitions that are silent share half of all slots. So a partition that hangs soon runs one attempt
at a time, and however many hang, the others go on.

Partitions that lead to one place, such as the subscriptions of one host, may be in a group. The group has a window that
all of them share by the same rule, and that shrinks only while none of them answers.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

_FIRST_GUESS_SECONDS = 0.1
# The share of the newest answer in the average.
_NEWEST = 0.1
_MOST_REMEMBERED = 10_000


@dataclass(eq=False)
class Slots:
    """A number of slots, and how many of them silent partitions and the others use."""

    count: int
    used: dict[bool, int] = field(default_factory=lambda: {False: 0, True: 0})

    def free(self, *, is_silent: bool) -> int:
        """How many slots silent partitions, or the others, may take now."""
        free = max(0, self.count - self.used[False] - self.used[True])
        return min(free, max(0, max(1, self.count // 2) - self.used[True])) if is_silent else free


@dataclass(eq=False)
class PartitionGroup:
    """Partitions that lead to one place. `window` is the number of its slots."""

    most: int
    """How large the window may become."""
    window: Slots
    waiting: int = 0
    """How much claimed work of its partitions waits for a slot."""
    answering: int = 0
    """How many of its partitions got an answer to their last attempt."""


@dataclass(eq=False)
class Partition:
    """One partition, and what runs for it in this process."""

    key: Hashable
    most: int
    """How large its window may become."""
    window: int
    group: PartitionGroup | None = None
    running: int = 0
    paused: int = 0
    """How many of those that run use no slot, because they wait for a rate limit."""
    waiting: int = 0
    """How much claimed work waits for a slot."""
    seconds: float = _FIRST_GUESS_SECONDS
    """How long an attempt takes, on average."""
    is_silent: bool = False
    is_answering: bool = False
    """The last attempt got an answer. Before the first attempt a partition is neither silent nor answering."""
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
        self._slots = Slots(slots)
        self._partitions: dict[Hashable, Partition] = {}
        # A group lives as long as one of its partitions is remembered.
        self._groups: WeakValueDictionary[Hashable, PartitionGroup] = WeakValueDictionary()

    def partition(
        self, key: Hashable, *, most: int, first: int | None = None, group: Hashable | None = None
    ) -> Partition:
        """The partition with this key; a new one has a window of `first`, or of `most`. So has a new group."""
        partition = self._partitions.get(key)
        if partition is None:
            if len(self._partitions) >= _MOST_REMEMBERED:
                self._forget_idle()
            window = most if first is None else first
            partition = self._partitions[key] = Partition(key, most, window)
            if group is not None:
                partition.group = self._groups.setdefault(group, PartitionGroup(most, Slots(window)))
        return partition

    def free(self, *, is_silent: bool) -> int:
        """How many slots silent partitions, or the others, may take now."""
        return self._slots.free(is_silent=is_silent)

    def has_room(self, partition: Partition) -> bool:
        """Whether the windows of the partition and of its group let one more of its attempts begin."""
        group = partition.group
        return partition.running < partition.window and (
            group is None or group.window.free(is_silent=partition.is_silent) > 0
        )

    def begin(self, partition: Partition) -> None:
        partition.running += 1
        self._use(partition, 1)

    def pause(self, partition: Partition, *, is_paused: bool) -> None:
        """A running attempt begins to wait and frees its slot, or goes on and takes one again."""
        change = 1 if is_paused else -1
        partition.paused += change
        self._use(partition, -change)

    def end(self, partition: Partition, *, answered: bool, seconds: float) -> None:
        partition.running -= 1
        # Whatever else it runs moves to the side of the silent ones, or back.
        self._use(partition, partition.paused - partition.running - 1)
        partition.is_silent = not answered
        self._use(partition, partition.running - partition.paused)
        self._end_in_group(partition, answered=answered)
        if answered:
            partition.seconds += _NEWEST * (seconds - partition.seconds)
            partition.window = min(partition.most, partition.window + 1)
        else:
            partition.window = max(1, partition.window // 2)

    def _end_in_group(self, partition: Partition, *, answered: bool) -> None:
        was_answering, partition.is_answering = partition.is_answering, answered
        if (group := partition.group) is None:
            return
        group.answering += answered - was_answering
        if answered:
            group.window.count = min(group.most, group.window.count + 1)
        elif not group.answering:
            group.window.count = max(1, group.window.count // 2)

    def _use(self, partition: Partition, change: int) -> None:
        self._slots.used[partition.is_silent] += change
        if partition.group is not None:
            partition.group.window.used[partition.is_silent] += change

    def _forget_idle(self) -> None:
        for key, partition in list(self._partitions.items()):
            if not partition.running and not partition.waiting and not partition.is_silent:
                if partition.group is not None:
                    partition.group.answering -= partition.is_answering
                del self._partitions[key]
