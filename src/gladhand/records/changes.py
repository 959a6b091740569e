"""Moves changes of records from the outbox to events and their deliveries.

A change that was moved is deleted in the transaction that publishes its events, so that a worker that is killed loses
and doubles nothing.
"""

import asyncio
from contextlib import suppress
from uuid import UUID

from psycopg import DataError

from gladhand.core.db import AWAY, Database, log_away
from gladhand.core.dispatch.wakeup import Failures, WakeupListener
from gladhand.core.log import LogEvent, get_logger
from gladhand.records import change_queries as queries

log = get_logger()

_UNREADABLE = LogEvent(
    "record_changes.unreadable",
    "A change of records cannot become an event because of a bug. It was removed, and those behind it go on. The "
    "records themselves are stored.",
)
_DATABASE_AWAY = LogEvent(
    "record_changes.database_away", "Changes of records could not be moved to events. They are kept and moved later."
)

# One statement, which takes some ten milliseconds.
_CHANGES_AT_ONCE = 200
_FLEETS_AT_ONCE = 1000
_AT_ONCE = 4
_LONGEST_WAIT_SECONDS = 1.0


class RecordChangeMover:
    """Runs in every worker until stopped. Of one fleet, only one worker moves changes at a time.

    This is no work for `core.dispatch`: nothing is claimed under a lease, and nothing outside the database is called.
    One statement takes the changes, publishes them and deletes them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wakeup = WakeupListener(database, queries.CHANNEL)
        self._is_stopping = False

    def stop(self) -> None:
        self._is_stopping = True
        self._wakeup.wake()

    async def run(self) -> None:
        listening = asyncio.create_task(self._wakeup.listen())
        failures = Failures()
        try:
            while not self._is_stopping:
                self._wakeup.clear()
                try:
                    moved = await move_changes(self._database)
                    failures.clear()
                except AWAY as error:
                    log_away(error, _DATABASE_AWAY)
                    moved = 0
                    await asyncio.sleep(failures.add(error))
                if not moved and not self._is_stopping:
                    await self._wakeup.wait(_LONGEST_WAIT_SECONDS)
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening


async def move_changes(database: Database) -> int:
    """Move the changes that wait, owner by owner. Returns how many were moved.

    Running twice is harmless: a change is deleted when its events are published.
    """
    async with database.connection() as db:
        fleets = await queries.list_fleets_with_changes(db, _FLEETS_AT_ONCE)
    slots = asyncio.Semaphore(_AT_ONCE)

    async def move(fleet_id: UUID) -> int:
        async with slots:
            try:
                async with database.connection() as db:
                    return await queries.move_changes(db, fleet_id, _CHANGES_AT_ONCE)
            except DataError:
                removed = await _remove_unreadable(database, fleet_id)
                if not removed:
                    raise
                return removed

    return sum(await asyncio.gather(*map(move, fleets)))


async def _remove_unreadable(database: Database, fleet_id: UUID) -> int:
    """Remove changes that would stop all others, each try anew. Returns how many."""
    async with database.connection() as db:
        removed = await queries.delete_unreadable_changes(db, fleet_id, _CHANGES_AT_ONCE)
    for change_id, event_name in removed:
        log.error(_UNREADABLE, fleet_id=str(fleet_id), change_id=str(change_id), event_name=event_name)
    return len(removed)
