"""What a package brings to the worker. Each package with work has one value of `Work` in its module `work`.

The routes of a package stand apart, in its module `routes`: a worker that imported them would need 30 MB more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from gladhand.core.container import Container
from gladhand.core.figures.recorder import TakeMinute
from gladhand.core.mail.handlers import MailHandler
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
    loops: Sequence[Callable[[Container], Loop | None]] = ()
    """Functions that make dispatchers. None where the settings leave nothing to do."""
    mail: Sequence[Callable[[Container], Mapping[str, MailHandler]]] = ()
    """Functions that make the handlers of kinds of messages."""
    gauges: Sequence[Refresh] = ()
    """Functions that set gauges from the database before each scrape."""
    figures: Sequence[TakeMinute] = ()
    """Functions that take each minute what this process has counted in it, to be stored."""
