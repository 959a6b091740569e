"""The rotation of encryption keys beside the work of a server, begun from a page."""

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


class BackgroundRotation:
    """At most one rotation of this process. Several processes may rotate at once: none waits for another's rows."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        self._task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Begin it, unless it runs."""
        if not self.is_running:
            self._task = start_background(self._run())

    async def close(self) -> None:
        """Interrupt it. What is encrypted again stays so."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        try:
            async for _ in rotation.rotate(self._database, self._keyring):
                # The page counts what is left.
                pass
        except AWAY as error:
            log_away(error, _INTERRUPTED)
        else:
            log.info(_ENDED)
