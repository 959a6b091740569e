"""`gladhand serve`."""

import asyncio

from granian import Granian
from granian.constants import Interfaces
from granian.server.embed import Server

from gladhand import app
from gladhand.cli import context
from gladhand.config import keys
from gladhand.config.settings import Settings
from gladhand.core.db import Database
from gladhand.core.middleware import RequestMiddleware
from gladhand.local import installation


def command() -> None:
    """Serve the API and Connect."""
    settings = context.settings()
    installation.require_free(settings.host, settings.port)
    with installation.database_url(settings) as url:
        installation.require_migrated(url)
        if settings.server_processes > 1:
            Granian(
                "gladhand.app:from_environment",
                factory=True,
                interface=Interfaces.ASGI,
                address=settings.host,
                port=settings.port,
                workers=settings.server_processes,
                log_enabled=False,
            ).serve()
        else:
            database = Database(url, max_size=settings.database_connections, name="gladhand-server")
            application = app.build(settings, database, keys.keyring(settings))
            context.run_until_stopped(lambda stopping: serve(application, settings, stopping))


async def serve(application: RequestMiddleware, settings: Settings, stopping: asyncio.Event) -> None:
    """Serve in this process's own loop until `stopping` is set. This saves a supervising process and its memory."""
    server = Server(
        application, address=settings.host, port=settings.port, interface=Interfaces.ASGI, log_enabled=False
    )
    serving = asyncio.create_task(server.serve())
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait([serving, stop], return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    server.stop()  # type: ignore[no-untyped-call]  # granian publishes no type for it
    await serving
