"""`gladhand migrate`."""

import typer

from gladhand.cli import context
from gladhand.core.how_many import how_many
from gladhand.core.migrate import migrate
from gladhand.local import installation


def command() -> None:
    """Bring the database schema up to date."""
    with installation.database_url(context.settings()) as url:
        typer.echo(f"applied {how_many(migrate(url), 'migration')}")
