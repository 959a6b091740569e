"""The rotation of encryption keys beside the work of a server, begun from a page, and the counts that it shows."""

import asyncio

from gladhand.core import rotation
from gladhand.core.background import start_background
from gladhand.core.crypto import Keyring
from gladhand.core.db import AWAY, Database, log_away
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_ENDED = LogEvent("keys.rotated", "The rotation of encryption keys that a page has begun went over all columns.")
_INTERRUPTED = LogEvent(
    "keys.rotation_interrupted",
    "The rotation of encryption keys lost the database. Begin it again: it continues where it ended.",
)
_UNCOUNTED = LogEvent(
    "keys.count_interrupted", "The count of what older keys have encrypted lost the database. The page begins it again."
)


class BackgroundRotation:
    """At most one rotation and one count of this process. Several processes may rotate at once: none waits for
    another's rows."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        self._rotating: asyncio.Task[None] | None = None
        self._counting: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        return self._rotating is not None and not self._rotating.done()

    @property
    def is_counting(self) -> bool:
        return self._counting is not None and not self._counting.done()

    def start(self) -> None:
        """Begin it, unless it runs."""
        if not self.is_running:
            self._rotating = start_background(self._rotate())

    async def count(self, seconds: float) -> None:
        """Begin to count what older keys have encrypted, unless that runs, and wait for it this long. Small tables are
        counted by then; a large one goes on after it."""
        if not self.is_counting:
            self._counting = start_background(self._count())
        assert self._counting is not None
        await asyncio.wait([self._counting], timeout=seconds)

    async def close(self) -> None:
        """Interrupt both. What is encrypted again stays so."""
        tasks = [task for task in (self._rotating, self._counting) if task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _rotate(self) -> None:
        try:
            async for _ in rotation.rotate(self._database, self._keyring):
                # The page shows what is left.
                pass
        except AWAY as error:
            log_away(error, _INTERRUPTED)
        else:
            log.info(_ENDED)

    async def _count(self) -> None:
        try:
            await rotation.count(self._database, self._keyring)
        except AWAY as error:
            log_away(error, _UNCOUNTED)
