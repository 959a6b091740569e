"""`gladhand new-key`."""

import typer

from gladhand.core.crypto import Keyring


def command() -> None:
    """Print a new key for GLADHAND_ENCRYPTION_KEYS."""
    typer.echo(Keyring.new_key())
