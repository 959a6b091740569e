"""Counts of this process by what metrics have no labels for, such as partners and accounts, until they are stored.

A tally is made when its module is imported, as metrics are. Each minute the recorder stores what it holds.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Tally(Generic[Key]):
    def __init__(self) -> None:
        self._counts: Counter[Key] = Counter()

    def add(self, key: Key) -> None:
        self._counts[key] += 1

    def drain(self) -> Mapping[Key, int]:
        """What was counted since the last time."""
        counts, self._counts = self._counts, Counter()
        return counts
