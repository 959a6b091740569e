"""`gladhand migrate`."""

import typer

from gladhand import place
from gladhand.commands import context
from gladhand.core.migrate import migrate


def command() -> None:
    """Bring the database schema up to date."""
    with place.database_url(context.settings()) as url:
        typer.echo(f"applied {migrate(url)} migrations")
