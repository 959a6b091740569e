"""Limits how many attempts run at once: in total, per group of partitions, and per partition.

A partition is everything that fails together: an account at a provider, or a subscription. Its window says how many of
its attempts may run at once. The window grows by one with each answer and halves with each silence, which is an attempt
without an answer. Partitions that are silent share half of all slots. So a partition that hangs soon runs one attempt
at a time, and however many hang, the others go on.

Partitions that lead to one place, such as the subscriptions of one host, may be in a group. The group has a window that
all of them share by the same rule, and that shrinks only while none of them answers.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from weakref import WeakSet, WeakValueDictionary

_FIRST_GUESS_SECONDS = 0.1
# The share of the newest answer in the average.
_NEWEST = 0.1
_MOST_REMEMBERED = 10_000


@dataclass(eq=False)
class Slots:
    """Slots that partitions share, and what of these partitions uses one or waits for one."""

    count: int
    used: int = 0
    used_by_silent: int = 0
    waiting: int = 0
    """How much claimed work waits for a slot."""

    def free(self, *, is_silent: bool) -> int:
        """How many slots silent partitions, or the others, may take now."""
        free = self.count - self.used
        return max(0, min(free, max(1, self.count // 2) - self.used_by_silent) if is_silent else free)


@dataclass(eq=False)
class Partition:
    """One partition, and what runs for it in this process."""

    key: Hashable
    most: int
    """How large its window may become."""
    window: int
    shared: Sequence[Slots]
    """Each of its attempts uses one slot of each of these."""
    group: "PartitionGroup | None" = None
    running: int = 0
    paused: int = 0
    """How many of those that run use no slot, because they wait for a rate limit."""
    waiting: int = 0
    """How much claimed work waits for a slot."""
    seconds: float = _FIRST_GUESS_SECONDS
    """How long an attempt takes, on average."""
    has_answered: bool = False
    """Whether anything is known of how long an attempt takes."""
    is_silent: bool = False
    has_backlog: bool = False
    """More was due than was claimed."""
    not_before: float = 0.0
    """Nothing is claimed for it before this moment of the monotonic clock."""

    @property
    def room(self) -> int:
        return max(0, self.window - self.running - self.waiting)


@dataclass(eq=False, kw_only=True)
class PartitionGroup(Slots):
    """Partitions that lead to one place. Its window is the number of slots that they share."""

    most: int
    """How large the window may become."""
    answering: WeakSet[Partition] = field(default_factory=WeakSet)
    """Those that got an answer to their last attempt."""


class ConcurrencyLimiter:
    """Shares `slots` between all partitions."""

    def __init__(self, slots: int) -> None:
        self.slots = Slots(slots)
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
            partition = self._partitions[key] = Partition(key, most, window, [self.slots])
            if group is not None:
                partition.group = self._groups.setdefault(group, PartitionGroup(count=window, most=most))
                partition.shared = [self.slots, partition.group]
        return partition

    def has_room(self, partition: Partition) -> bool:
        """Whether the windows of the partition and of its group let one more of its attempts begin."""
        group = partition.group
        return partition.running < partition.window and (group is None or group.free(is_silent=partition.is_silent) > 0)

    def begin(self, partition: Partition) -> None:
        partition.running += 1
        _use(partition, 1)

    def pause(self, partition: Partition, *, is_paused: bool) -> None:
        """A running attempt begins to wait and frees its slot, or goes on and takes one again."""
        change = 1 if is_paused else -1
        partition.paused += change
        _use(partition, -change)

    def end(self, partition: Partition, *, answered: bool, seconds: float) -> None:
        # Whatever else it runs moves to the side of the silent ones, or back.
        _use(partition, partition.paused - partition.running)
        partition.running -= 1
        partition.is_silent = not answered
        _use(partition, partition.running - partition.paused)
        if answered:
            partition.has_answered = True
            partition.seconds += _NEWEST * (seconds - partition.seconds)
        partition.window = _resized(partition.window, partition.most, answered=answered)
        if (group := partition.group) is not None:
            (group.answering.add if answered else group.answering.discard)(partition)
            if answered or not group.answering:
                group.count = _resized(group.count, group.most, answered=answered)

    def _forget_idle(self) -> None:
        for key, partition in list(self._partitions.items()):
            if not partition.running and not partition.waiting and not partition.is_silent:
                del self._partitions[key]


def _use(partition: Partition, change: int) -> None:
    for slots in partition.shared:
        slots.used += change
        slots.used_by_silent += change * partition.is_silent


def _resized(window: int, most: int, *, answered: bool) -> int:
    return min(most, window + 1) if answered else max(1, window // 2)
