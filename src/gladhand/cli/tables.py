"""Tables for terminals."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gladhand.core.clock import wire_time

# Piped output has no width of its own; a line per row is easier to search than a folded one.
_PIPED_WIDTH = 1000


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their heads. A terminal folds long cells; a pipe gets one line per row."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_PIPED_WIDTH)
    table = Table(box=box.SIMPLE_HEAD if console.is_terminal else None, pad_edge=False, header_style="bold")
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)


def printable(text: str) -> str:
    """Text from outside without control characters, which could steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def moment(at: datetime | None) -> str:
    """A time in a cell; empty if there is none."""
    return "" if at is None else wire_time(at)
