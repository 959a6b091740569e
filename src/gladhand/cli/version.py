"""`gladhand version`."""

import typer

from gladhand import __version__


def command() -> None:
    """Print the version."""
    typer.echo(__version__)
