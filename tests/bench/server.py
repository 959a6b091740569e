"""The application as it is served, with one more route that does nothing: the limit of the others."""

from functools import partial

from fastapi import Response

from gladhand import app
from gladhand.cli import context
from gladhand.config.keys import keyring
from gladhand.core.db import Database
from gladhand.core.responses import JSON
from gladhand.local.web_server import serve


async def _empty() -> Response:
    return JSON("{}")


def main() -> None:
    settings = context.settings()
    assert settings.database_url is not None
    database = Database(settings.database_url.get_secret_value(), max_size=settings.database_connections)
    built = app.build(settings, database, keyring(settings))
    built.app.add_api_route("/empty", _empty)
    context.run_until_stopped(lambda stopping: serve(built, settings, stopping, partial(app.end_streams, built)))


if __name__ == "__main__":
    main()
