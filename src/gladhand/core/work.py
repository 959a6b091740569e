"""What a package brings to the worker. Each package with work has one value of `Work` in its module `work`.

The routes of a package stand apart, in its module `routes`: a worker that imported them would need 30 MB more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from gladhand.core.container import Container
from gladhand.core.metrics import Refresh
from gladhand.core.recurring import Worker


class Loop(Protocol):
    """Runs until it is stopped, then finishes what is under way."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True)
class Work:
    """What a package does besides answering requests."""

    tasks: Sequence[Callable[[Worker, Container], None]] = ()
    """Functions that register recurring tasks."""
    loops: Sequence[Callable[[Container], Loop]] = ()
    """Functions that make dispatchers."""
    gauges: Sequence[Refresh] = ()
    """Functions that set gauges from the database before each scrape."""
