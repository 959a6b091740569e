"""What the commands print: tables for people, JSON for programs."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gladhand_client.base import Model

# Piped output has no width of its own; a line for each row is easier to search than a folded one.
_PIPED_WIDTH = 1000


def print_records(records: Iterable[Model], columns: Sequence[str], *, as_json: bool) -> None:
    """A table of these fields, or a JSON array of whole records."""
    if as_json:
        json.dump([record.model_dump(mode="json", by_alias=True) for record in records], sys.stdout, indent=2)
        sys.stdout.write("\n")
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_PIPED_WIDTH)
    table = Table(box=box.SIMPLE_HEAD if console.is_terminal else None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    for record in records:
        table.add_row(*(Text(text_of(getattr(record, name, None))) for name in columns))
    console.print(table)


def text_of(value: Any) -> str:
    """A value in a cell, without control characters, which could steer a terminal."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(getattr(value, "value", value))
    return "".join(character if character.isprintable() else " " for character in text)
