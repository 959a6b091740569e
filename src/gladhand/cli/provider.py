"""`gladhand provider`: tools for authors of adapters."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from gladhand.provider_tools import check as checking
from gladhand.provider_tools import scaffold
from gladhand.provider_tools import source_paths as place
from gladhand.sdk.credential_kinds import KINDS_BY_CONN_TYPE

group = typer.Typer(help="Begin a provider, and see what it lacks.", no_args_is_help=True)


@group.command()
def new(
    name: Annotated[str, typer.Argument(help="The platform's source name in the contract, such as mapon.")],
    into: Annotated[
        Path, typer.Option(help="A checkout of gladhand, or any folder for a distribution of its own.")
    ] = Path(),
) -> None:
    """Write a folder that works for a made-up API, with samples to be filled in."""
    try:
        made = scaffold.new(name, into)
    except scaffold.NotMade as reason:
        print(reason)
        raise typer.Exit(1) from None
    print(f"Written to {made.folder}:")
    for each in made.files:
        print(f"  {each.relative_to(made.folder)}")
    target = name if made.in_tree else made.folder
    print("\nNext: adapter.py and mapping.py speak an API that is made up; make them speak the real one, then fill in")
    print(f"the samples. What is still missing says:\n\n  gladhand provider check {target}")
    if not made.in_tree:
        print(f"\n`pip install {made.folder}` is all that a server needs to know it.")


@group.command()
def check(
    names: Annotated[list[str], typer.Argument(metavar="NAME|PATH...", help="Source names, or folders of providers.")],
) -> None:
    """Say everything that is missing or wrong in a provider."""
    count = 0
    for name in names:
        try:
            found = asyncio.run(checking.findings(place.package(name)))
        except place.NoSuchProvider as reason:
            found = [str(reason)]
        count += len(found)
        for each in found:
            print(f"{name}: {each}")
        if not found:
            print(f"{name}: nothing is missing.")
    if count:
        raise typer.Exit(1)


@group.command()
def kinds() -> None:
    """Say which kinds of credentials there are, and what each holds: one of them is a provider's conn_type."""
    for kind, model in sorted(KINDS_BY_CONN_TYPE.items()):
        held = (name if each.is_required() else f"[{name}]" for name, each in model.model_fields.items())
        print(f"{kind:20} {' '.join(held)}")
