"""`gladhand keys …`."""

import sys
import time

import typer

from gladhand.cli import context
from gladhand.config import keys
from gladhand.core import rotation
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.how_many import how_many
from gladhand.core.sealed_columns import SealedColumn
from gladhand.local import installation

group = typer.Typer(no_args_is_help=True, help="The keys that encrypt secrets in the database.")

_SECONDS_BETWEEN_LINES = 1.0


@group.callback()
def _() -> None:
    """The keys that encrypt secrets in the database."""


@group.command()
def rotate() -> None:
    """Encrypt every stored secret again, with the first key of `GLADHAND_ENCRYPTION_KEYS`.

    Servers and workers keep running; each of them must know the new key before. You can interrupt the command and start
    it again: it continues where it ended. Afterwards the other keys may leave the list.
    """
    settings = context.settings()
    keyring = keys.keyring(settings)
    with installation.migrated_database_url(settings) as url:
        unreadable = context.run(_rotate(url, keyring))
    if unreadable:
        columns = ", ".join(map(str, unreadable))
        sys.exit(
            f"gladhand: {how_many(sum(unreadable.values()), 'value')} cannot be decrypted with any key of "
            f"GLADHAND_ENCRYPTION_KEYS ({columns}). Add the key that made them to the list and run the command again."
        )
    typer.echo("Every secret is encrypted with the first key. The other keys may leave the list.")


async def _rotate(url: str, keyring: Keyring) -> dict[SealedColumn, int]:
    """The number of unreadable values of each column that has some."""
    unreadable: dict[SealedColumn, int] = {}
    printed_at = 0.0
    async with Database(url, max_size=1) as database:
        async for progress in rotation.rotate(database, keyring):
            unreadable[progress.column] = progress.unreadable
            is_last = progress.rotated + progress.unreadable >= progress.total
            if is_last or time.monotonic() - printed_at >= _SECONDS_BETWEEN_LINES:
                printed_at = time.monotonic()
                typer.echo(f"{progress.column!s:32} {progress.rotated:>9} of {progress.total}")
    return {column: count for column, count in unreadable.items() if count}
