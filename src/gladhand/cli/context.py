"""Shared by most commands: settings, a configured log, an event loop."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar
from uuid import UUID

import typer
import uvloop

from gladhand.cli.options import no_name
from gladhand.config.settings import Settings, read
from gladhand.core import log
from gladhand.core.db import Database, Db
from gladhand.core.migrate import list_missing_migrations, require_migrated
from gladhand.local import installation
from gladhand.orgs.partners import queries as partners
from gladhand.orgs.partners.overview_queries import list_partners

T = TypeVar("T")

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def settings() -> Settings:
    """Read the settings of this process and configure its log."""
    found = read()
    log.configure(level=found.log_level, form=found.log_format)
    return found


def run(work: Coroutine[Any, Any, T]) -> T:
    return uvloop.run(work)


def run_until_stopped(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run `work` with an event that SIGTERM and SIGINT set. A signal before the loop runs sets it, too."""
    received: list[int] = []

    async def main() -> None:
        stopping = asyncio.Event()
        for number in _STOP_SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        if received:
            stopping.set()
        await work(stopping)

    for number in _STOP_SIGNALS:
        signal.signal(number, lambda received_number, _: received.append(received_number))
    uvloop.run(main())


def in_transaction(found: Settings, change: Callable[[Db], Awaitable[T]], *, any_schema: bool = False) -> T:
    """Run one change in its own transaction. Raises `UnsuitableDatabase` for an old schema, unless any will do."""

    async def work(url: str) -> T:
        # One connection without a pool fails at once when the database is unreachable.
        async with await Database(url).connect() as connection, connection.transaction():
            if not any_schema:
                require_migrated(await list_missing_migrations(connection))
            return await change(connection)

    with installation.database_url(found) as url:
        return run(work(url))


async def partner_id(db: Db, slug: str) -> UUID:
    """The id of the partner with this slug."""
    partner = await partners.find_partner_by_slug(db, slug)
    if partner is None:
        raise await no_partner(db, slug)
    return partner.id


async def no_partner(db: Db, slug: str) -> typer.BadParameter:
    """The error for a slug that no partner has, with the near one."""
    return no_name(slug, [line.slug for line in await list_partners(db)], what="partner")
