"""`gladhand docs`."""

from pathlib import Path
from typing import Annotated

import typer

from gladhand.apidocs.provider_pages import pages
from gladhand.core.how_many import how_many
from gladhand.integrations.hosting.registry import providers


def command(
    folder: Annotated[Path, typer.Argument(help="Folder to write into.")] = Path("docs/providers"),
    check: Annotated[bool, typer.Option("--check", help="Write nothing. Fail if a page is out of date.")] = False,
) -> None:
    """Write a page for each installed provider: what it supports, field by field, with reasons for gaps."""
    made = pages(providers().values())
    there = {file.name: file for file in folder.glob("*.md")}
    stale = [name for name, text in made.items() if name not in there or there[name].read_text("utf-8") != text]
    too_many = [name for name in there if name not in made]
    if check:
        if stale or too_many:
            typer.echo(f"Out of date in {folder}: {', '.join(sorted(stale + too_many))}. Run `make docs`.", err=True)
            raise typer.Exit(1)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (folder / name).write_text(made[name], "utf-8")
    for name in too_many:
        there[name].unlink()
    typer.echo(f"{how_many(len(made), 'page')} in {folder}, {len(stale)} of them changed")
