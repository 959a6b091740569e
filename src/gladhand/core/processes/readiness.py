"""The checks behind `/health` and `/ready`."""

import asyncio
import time

from psycopg import Error as DatabaseError

from gladhand.core.db import Database, Db, away_text
from gladhand.core.how_many import how_many
from gladhand.core.metrics import gauge
from gladhand.core.migrate import list_missing_migrations
from gladhand.core.problems import RETRY_SOON, ServiceUnavailable
from gladhand.core.processes import queries
from gladhand.core.processes.queries import DEAD_AFTER_SECONDS

# Anybody may probe, and each check writes. One result serves all probes of this time.
_KEPT_SECONDS = 0.2
_QUERY_SECONDS = 1.5

_ALIVE = gauge("processes", "Servers and workers that were seen in the last 30 seconds.", "kind")
_SEEN = gauge("worker_seen_seconds", "For how long no worker was seen; -1 if there is none.")


class Readiness:
    """What this process can do. Probes that come together share one check."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._checking = asyncio.Lock()
        self._checked_at = float("-inf")
        self._writes = False

    async def require_health(self) -> None:
        """The database takes writes. Raises `ServiceUnavailable`."""
        async with self._checking:
            if time.monotonic() - self._checked_at > _KEPT_SECONDS:
                try:
                    async with asyncio.timeout(_QUERY_SECONDS):
                        await self._database.require_writable(wait=_QUERY_SECONDS)
                    self._writes = True
                except (DatabaseError, OSError, TimeoutError):
                    self._writes = False
                self._checked_at = time.monotonic()
        if not self._writes:
            raise _unavailable("The database accepts no writes at the moment.")

    async def require_ready(self, *, with_worker: bool) -> None:
        """Healthy, with the schema of this release and, if asked, a living worker. Raises `ServiceUnavailable`."""
        await self.require_health()
        try:
            async with asyncio.timeout(_QUERY_SECONDS), self._database.connection(wait=_QUERY_SECONDS) as db:
                missing = await list_missing_migrations(db)
                processes = await queries.list_processes(db) if with_worker else []
        except (DatabaseError, OSError, TimeoutError) as error:
            raise _unavailable(away_text(error)) from None
        if missing:
            raise _unavailable(f"The database lacks {how_many(len(missing), 'migration')}; run `gladhand migrate`.")
        if with_worker and not any(each.kind == "worker" and each.is_alive for each in processes):
            raise _unavailable(f"No worker was seen in the last {DEAD_AFTER_SECONDS:.0f} seconds.")


async def refresh_gauges(db: Db) -> None:
    processes = await queries.list_processes(db)
    for kind in ("server", "worker"):
        alive = sum(each.kind == kind and each.is_alive for each in processes)
        _ALIVE.labels(kind).set(alive)
    _SEEN.set(min((each.seconds_ago for each in processes if each.kind == "worker"), default=-1))


def _unavailable(reason: str) -> ServiceUnavailable:
    return ServiceUnavailable(reason, headers=RETRY_SOON)
