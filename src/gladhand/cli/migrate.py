"""`gladhand migrate`."""

import typer

from gladhand.cli import context
from gladhand.core.migrate import migrate
from gladhand.local import installation


def command() -> None:
    """Bring the database schema up to date."""
    with installation.database_url(context.settings()) as url:
        typer.echo(f"applied {migrate(url)} migrations")
