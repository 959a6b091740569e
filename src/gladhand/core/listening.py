"""Notices from PostgreSQL: LISTEN on a connection outside the pool, which is replaced when it is lost."""

import asyncio
from collections.abc import Callable

from psycopg import sql

from gladhand.core.db import AWAY, Database, Db, require_usable
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_LISTENER_LOST = LogEvent(
    "database.listener_lost",
    "The connection that listens for notices was lost. What waits for the channel's notices polls meanwhile.",
)

_RECONNECT_SECONDS = 1.0
_CHECKED_EVERY_SECONDS = 5.0


async def listen(
    database: Database, channel: str, *, on_listening: Callable[[], None], on_notice: Callable[[str], None]
) -> None:
    """Call `on_notice` with the payload of each notice, until cancelled.

    `on_listening` is called whenever a connection has begun to listen: notices from before it are missed.
    """
    while True:
        try:
            async with database.single_connection() as db:
                await db.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
                on_listening()
                await _listen_on(db, on_notice)
        except AWAY as error:
            log.warning(_LISTENER_LOST, channel=channel, reason=type(error).__name__)
        await asyncio.sleep(_RECONNECT_SECONDS)


async def _listen_on(db: Db, on_notice: Callable[[str], None]) -> None:
    """Raises one of `AWAY` when the connection is lost, or leads to a server that accepts no writes."""
    while True:
        async for notice in db.notifies(timeout=_CHECKED_EVERY_SECONDS):
            on_notice(notice.payload)
        # A former primary sends no notice and no error: it reports its state with the answer to a statement.
        await db.execute("select 1")
        require_usable(db)
