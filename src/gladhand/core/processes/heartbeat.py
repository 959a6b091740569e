"""A process writes every few seconds that it is alive."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import gladhand
from gladhand.core.background import wait_for_stop
from gladhand.core.db import AWAY, Database
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.processes import queries
from gladhand.core.processes.queries import Kind

log = get_logger()

_LOST = LogEvent("heartbeat.lost", "A process cannot write to the database. It logs this once, and goes on trying.")
_RESTORED = LogEvent("heartbeat.restored", "A process can write to the database again.")

_EVERY_SECONDS = 5.0
_FORGOTTEN_AFTER = timedelta(hours=1)
_WRITE_SECONDS = 1.5


class Heartbeat:
    """The heartbeat of this process: a loop of a worker, a task beside a server."""

    def __init__(self, database: Database, kind: Kind) -> None:
        self._database = database
        self._kind = kind
        self._id = uuid4()
        self._stopping = asyncio.Event()
        self._is_lost = False

    async def run(self) -> None:
        """Write until `stop()`, also while the database is away."""
        with suppress(*AWAY, TimeoutError):
            async with self._database.connection(wait=_WRITE_SECONDS) as db:
                await queries.delete_unseen(db, _FORGOTTEN_AFTER)
        while not self._stopping.is_set():
            with suppress(*AWAY, TimeoutError):
                await self.beat()
            await wait_for_stop(self._stopping, _EVERY_SECONDS)
        with suppress(*AWAY, TimeoutError):
            async with self._database.connection(wait=_WRITE_SECONDS) as db:
                await queries.delete_process(db, self._id)

    def stop(self) -> None:
        self._stopping.set()

    async def beat(self) -> None:
        """Write once. Raises one of `AWAY` or `TimeoutError` if that does not succeed in time."""
        try:
            async with (
                asyncio.timeout(_WRITE_SECONDS),
                self._database.connection(wait=_WRITE_SECONDS) as db,
            ):
                await queries.upsert_process(db, self._id, self._kind, gladhand.__version__)
        except (*AWAY, TimeoutError) as error:
            if not self._is_lost:
                log.warning(_LOST, reason=type(error).__name__)
            self._is_lost = True
            raise
        if self._is_lost:
            log.info(_RESTORED)
        self._is_lost = False
