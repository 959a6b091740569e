"""`gladhand provider`: tools for authors of adapters."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from gladhand.cli import budget as budgeting
from gladhand.core.problems import Invalid
from gladhand.integrations.hosting.crashes import AdapterCrashed
from gladhand.integrations.hosting.registry import Provider
from gladhand.provider_tools import accepting, likeness, read_scaffold, scaffold, source_paths, trial
from gladhand.provider_tools import check as checking
from gladhand.sdk.calls import FleetSize
from gladhand.sdk.credential_kinds import KINDS_BY_CONN_TYPE
from gladhand.sdk.definition import BadDefinition
from gladhand.sdk.errors import ProviderError

group = typer.Typer(help="Create an adapter, check it, and try it.", no_args_is_help=True)


@group.command()
def new(
    name: Annotated[str, typer.Argument(help="A source name of the contract, or one of your own, such as x-acme.")],
    resources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RESOURCE]...", help="What it reads if it writes nothing, such as vehicle vehicle_location."
        ),
    ] = None,
    *,
    into: Annotated[
        Path, typer.Option(help="A checkout of gladhand, or any folder for a distribution of its own.")
    ] = Path(),
    read_only: Annotated[bool, typer.Option("--read-only", help="Leave out everything that only writes need.")] = False,
    like: Annotated[
        str | None,
        typer.Option(help=f"Begin from this provider, or from the shape of an API: {', '.join(likeness.SHAPES)}."),
    ] = None,
) -> None:
    """Write a folder that works for an invented API, with samples to fill in."""
    reads = resources or ()
    try:
        made = scaffold.new(name, into, read_only=read_only, reads=reads, like=like)
    except scaffold.CannotCreate as reason:
        print(reason)
        raise typer.Exit(1) from None
    print(f"Written to {made.folder}:")
    for each in made.files:
        print(f"  {each.relative_to(made.folder)}")
    target = name if made.in_tree else made.folder
    invented = f"{'the modules' if reads else 'users.py'} describe an invented API"
    described = f"provider.toml, api.py and {invented}" if like is None else f"it does what {like} does"
    print(f"\nNext: {described}. Change the modules and samples to the real API.")
    print(f"This command lists what is missing:\n\n  gladhand provider check {target}")
    if not made.in_tree:
        print(f"\nInstall it beside the server, so that this folder is what runs: pip install -e {made.folder}")


@group.command("add-read")
def add_read(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="A source name, or the folder of a provider.")],
    resources: Annotated[list[str], typer.Argument(metavar="RESOURCE...", help="Such as vehicle or vehicle_location.")],
) -> None:
    """Add a read of each resource to a provider: a module, a sample to fill in, and its line in adapter.py."""
    try:
        package = source_paths.package(name)
        for each in resources:
            for path in read_scaffold.add_read(package, each):
                print(path)
    except (source_paths.NoSuchProvider, read_scaffold.NotAdded, BadDefinition) as reason:
        print(reason)
        raise typer.Exit(1) from None
    print(f"\nNext: change the modules to the real API, and fill in the samples: gladhand provider check {name}")


@group.command()
def check(
    names: Annotated[list[str], typer.Argument(metavar="NAME|PATH...", help="Source names, or folders of providers.")],
    *,
    accept: Annotated[
        bool, typer.Option("--accept", help="First write what the adapter makes of the exchanges into the samples.")
    ] = False,
) -> None:
    """List everything that is missing or wrong in a provider."""
    count = 0
    for name in names:
        try:
            package = source_paths.package(name)
            if accept:
                for each in asyncio.run(accepting.accept(package)):
                    print(
                        f"{name}: samples/{each}: the outcome is written. Please read it: it is now what is expected."
                    )
            found = asyncio.run(checking.findings(package))
        except source_paths.NoSuchProvider as reason:
            found = [str(reason)]
        count += len(found)
        for each in found:
            print(f"{name}: {each}")
        if not found:
            print(f"{name}: nothing is missing.")
    if count:
        raise typer.Exit(1)


@group.command("try")
def try_(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="A source name, or the folder of a provider.")],
    call: Annotated[
        str, typer.Argument(help="Such as verify, list_vehicle_locations, get_user or find_user.")
    ] = "verify",
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=VALUE]...",
            help="Such as source_id=42, username=maria, start=2026-01-06T08:00:00Z, end=… or parent=17.",
        ),
    ] = None,
    *,
    key: Annotated[str | None, typer.Option(help="The key, token or password. Without it, the command asks.")] = None,
    credential: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Another field of the provider's form.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Another address than the provider's own.")] = None,
) -> None:
    """Call an adapter at the provider's real API and print what it makes of the answer. Changes nothing there."""
    try:
        provider = Provider(source_paths.package(name))
        asked, given = _pairs(arguments), _pairs(credential)
        # Before the command asks for a key.
        trial.check_call(provider, call, asked)
        secret = next((field for field in provider.definition.form if field.secret), None)
        if secret is not None and secret.name not in given:
            given[secret.name] = key or typer.prompt(secret.label, hide_input=True)
        answer = asyncio.run(trial.run(provider, given, call, asked, base_url=url))
    except (source_paths.NoSuchProvider, trial.CannotTry, BadDefinition, Invalid) as reason:
        print(reason)
        raise typer.Exit(1) from None
    except AdapterCrashed:
        print("The adapter's own code failed, not the provider. Its traceback stands above.")
        raise typer.Exit(1) from None
    except ProviderError as error:
        print(f"{type(error).__name__}: {error.detail}")
        raise typer.Exit(1) from None
    print(json.dumps(answer, indent=2, default=str, ensure_ascii=False))


def _pairs(texts: list[str] | None) -> dict[str, str]:
    pairs = {}
    for text in texts or []:
        name, equals, value = text.partition("=")
        if not equals:
            raise trial.CannotTry(f"{name} must be written NAME=VALUE.")
        pairs[name] = value
    return pairs


@group.command()
def budget(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="A source name, or the folder of a provider.")],
    *,
    vehicles: Annotated[int, typer.Option(min=0, help="Vehicles and trailers of the fleet.")],
    drivers: Annotated[int, typer.Option(min=0, help="Drivers of the fleet.")],
) -> None:
    """List the requests per minute of a fleet's schedules, and what they take of the provider's limits.

    The exit code is 1 if the usual intervals exceed a limit.
    """
    try:
        provider = Provider(source_paths.package(name))
    except (source_paths.NoSuchProvider, BadDefinition) as reason:
        print(reason)
        raise typer.Exit(1) from None
    if not budgeting.report(provider, FleetSize(vehicles=vehicles, drivers=drivers)):
        raise typer.Exit(1)


@group.command()
def kinds() -> None:
    """List the kinds of credentials and their fields. The conn_type of a provider is one of these kinds."""
    for kind, model in sorted(KINDS_BY_CONN_TYPE.items()):
        held = (name if each.is_required() else f"[{name}]" for name, each in model.model_fields.items())
        print(f"{kind:20} {' '.join(held)}")
