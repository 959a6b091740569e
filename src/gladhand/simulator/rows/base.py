"""What families of rows have in common: two kinds of sources."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from gladhand.simulator.fleet.week import Week

Body: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """A row of a feed. The device sends it again under the same id when it changes."""

    id: str
    at: float
    """When it happened, by the device's clock."""
    sent: float
    """When the device sends this state of it."""
    body: Callable[[], Body]
    """Makes what clients see. Most rows are only counted and put in order, and never shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a table, as it is at the moment that was asked for."""

    id: str
    at: float
    """The time that a window selects by."""
    known: float
    """Since when the provider has it."""
    body: Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Rows in the order of their arrival."""

    name: str
    rows: Callable[[Week, float, float], Iterator[Sent]]
    """What a truck's devices send in this time of the week, from the first moment to before the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows that are selected by time, and that may change."""

    name: str
    rows: Callable[[Week, float, float, float], Iterator[Entry]]
    """The rows of a week between two moments, as they are at a third one."""
    once_per_fleet: bool = False
    """The rows belong to the fleet as a whole; they come with the weeks of its first truck."""


def fixed(body: Body) -> Callable[[], Body]:
    """For a row whose body is made already."""
    return lambda: body
