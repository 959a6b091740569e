"""`gladhand serve`."""

import asyncio
import signal

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
            context.run(serve(app.build(settings, database, keys.keyring(settings)), settings))


async def serve(application: RequestMiddleware, settings: Settings) -> None:
    """One process: the server runs in this very loop, which saves a supervising process and its memory."""
    server = Server(
        application, address=settings.host, port=settings.port, interface=Interfaces.ASGI, log_enabled=False
    )
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, server.stop)
    await server.serve()
