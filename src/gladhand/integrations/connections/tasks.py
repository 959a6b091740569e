"""Recurring tasks of connections: check the logins of stale ones again, end those of deleted fleets."""

from datetime import timedelta
from functools import partial

from gladhand.core.container import Container
from gladhand.core.db import Database
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.problems import Problem
from gladhand.core.recurring import Worker
from gladhand.integrations.connections import change_queries, queries, service
from gladhand.integrations.gateway import ProviderGateway

log = get_logger()

_STILL_STALE = LogEvent("connection.still_stale", "The login of a stale connection was checked and still fails.")

_EVERY = timedelta(seconds=30)
_END_EVERY = timedelta(seconds=5)
_BATCH_SIZE = 20


def register(worker: Worker, container: Container) -> None:
    """Let the worker recheck stale connections, and end those of deleted fleets."""
    gateway = container.get(ProviderGateway)

    async def recheck() -> None:
        await recheck_due(gateway)

    if gateway.settings.recheck_waits:
        worker.every("connections.recheck", _EVERY, recheck)
    worker.every("connections.end", _END_EVERY, partial(end_of_deleted_fleets, gateway.database))


async def end_of_deleted_fleets(database: Database) -> None:
    """Delete the connections of deleted fleets, with their credentials. Running twice is harmless: a deleted connection
    is not found again.
    """
    left = None
    while left != []:
        async with database.transaction() as db:
            left = await queries.list_left_connections(db, _BATCH_SIZE)
            for fleet_id, connection_id in left:
                await service.delete(db, fleet_id, connection_id)


async def recheck_due(gateway: ProviderGateway) -> int:
    """Check the logins that are due. Returns how many work again.

    Each connection is checked a few times, hours apart. This finds logins that the provider refused by mistake, and
    does not lock accounts. Running twice is harmless: each connection gets its next time before it is checked.
    """
    resumed = 0
    async with gateway.database.transaction() as db:
        due = await change_queries.claim_due_rechecks_of_all_fleets(db, gateway.settings.recheck_waits, _BATCH_SIZE)
    for connection in due:
        try:
            resumed += await service.recheck(gateway, connection)
        except Problem as problem:
            log.info(_STILL_STALE, connection_id=str(connection.id), reason=type(problem).__name__)
    return resumed
