"""What recurs for connections: stale ones whose provider may take their login again."""

from datetime import timedelta

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.log import get_logger
from gladhand.core.problems import Problem
from gladhand.core.recurring import Worker
from gladhand.integrations.connections import queries, service
from gladhand.integrations.gateway import ProviderGateway

log = get_logger()

_EVERY = timedelta(seconds=30)
_LOT = 20


def register(worker: Worker, database: Database, keyring: Keyring, gateway: ProviderGateway) -> None:
    """Let the worker recheck stale connections."""

    async def recheck() -> None:
        await recheck_due(database, keyring, gateway)

    if gateway.settings.recheck_waits:
        worker.every("connections.recheck", _EVERY, recheck)


async def recheck_due(database: Database, keyring: Keyring, gateway: ProviderGateway) -> int:
    """Try the logins whose time has come, and answer how many work again.

    A few times and hours apart: a provider that refused a good login by mistake is found out, and an account is not
    locked for wrong passwords. Doing it twice is harmless: each connection is put off before it is tried.
    """
    resumed = 0
    async with database.transaction() as db:
        due = await queries.to_recheck(db, gateway.settings.recheck_waits, _LOT)
    for connection in due:
        try:
            resumed += await service.recheck(database, keyring, gateway, connection)
        except Problem as problem:
            log.info("connection.still_stale", connection_id=str(connection.id), reason=type(problem).__name__)
    return resumed
