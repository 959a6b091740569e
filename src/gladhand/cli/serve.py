"""`gladhand serve`."""

import asyncio
from functools import partial

from gladhand import app
from gladhand.cli import context
from gladhand.config import keys
from gladhand.core.db import Database
from gladhand.local import installation, web_server


def command() -> None:
    """Serve the API and Connect."""
    settings = context.settings()
    installation.require_free(settings.host, settings.port)
    with installation.migrated_database_url(settings) as url:
        if settings.server_processes > 1:
            web_server.serve_by_processes("gladhand.app:from_environment", settings)
        else:
            database = Database(url, max_size=settings.database_connections, name="gladhand-server")

            async def serve(stopping: asyncio.Event) -> None:
                # Built while a signal only sets `stopping`: an exception inside of the building would be wrapped.
                application = app.build(settings, database, keys.keyring(settings))
                await web_server.serve(application, settings, stopping, partial(app.end_streams, application))

            context.run_until_stopped(serve)
