"""`gladhand external-tsps …`."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from gladhand.cli import context
from gladhand.core.db import Db
from gladhand.orgs.external_tsps import queries
from gladhand.orgs.external_tsps.queries import RegistryEntry

group = typer.Typer(no_args_is_help=True, help="Providers that cannot be connected yet, and who wishes for them.")

_COLUMNS = frozenset({"name", "email", "phone", "website", "registered", "revoked"})


@group.callback()
def _() -> None:
    """Providers that cannot be connected yet, and who wishes for them."""


@group.command()
def load(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV with the columns name, email, phone, website, registered, revoked; only the first is needed.",
            exists=True,
            dir_okay=False,
        ),
    ],
) -> None:
    """Take over the list of a public registry: new names are added, known ones brought up to date.

    `registered` and `revoked` are numbers of devices: one that is registered makes the provider compliant, none but
    revoked ones make it non-compliant.
    """
    with file.open(encoding="utf-8-sig", newline="") as text:
        lines = csv.DictReader(text)
        columns = {(name or "").strip().lower() for name in lines.fieldnames or ()}
        if "name" not in columns:
            raise typer.BadParameter("the first line has to name the columns, and one of them has to be `name`")
        if unknown := sorted(columns - _COLUMNS):
            raise typer.BadParameter(f"unknown columns: {', '.join(unknown)}")
        entries = [entry for line in lines if (entry := _entry(line, lines.line_num)) is not None]

    async def put(db: Db) -> int:
        changed = await queries.upsert_external_tsps(db, entries)
        await queries.update_linked_tsps(db)
        return changed

    changed = context.in_transaction(context.settings(), put)
    typer.echo(f"{len(entries)} providers read, {changed} new or changed")


@group.command()
def link(
    name: Annotated[str, typer.Argument(help="The provider's name in the registry.")],
    tsp: Annotated[str, typer.Argument(help="Slug of the brand that fleets can connect.")],
) -> None:
    """Say that a brand is this provider: requests for it then show that it can be connected."""

    async def change(db: Db) -> bool:
        return await queries.link_tsp(db, name, tsp)

    if not context.in_transaction(context.settings(), change):
        raise typer.BadParameter(f"there is no brand {tsp!r}, or no provider {name!r} in the registry")


@group.command()
def wishes() -> None:
    """Which providers fleets ask for, the most wanted first."""
    for name, is_listed, fleets in context.in_transaction(context.settings(), queries.count_requests_of_all_partners):
        typer.echo(f"{fleets:6}  {name}{'' if is_listed else '  (not in the registry)'}")


def _entry(line: dict[str | None, str | None], number: int) -> RegistryEntry | None:
    cells = {(name or "").strip().lower(): (value or "").strip() or None for name, value in line.items() if name}
    name = cells.get("name")
    if name is None:
        return None
    try:
        registered, revoked = (int(cells.get(column) or 0) for column in ("registered", "revoked"))
    except ValueError:
        raise typer.BadParameter(f"line {number}: registered and revoked have to be numbers") from None
    standing = "compliant" if registered else "non_compliant" if revoked else "unknown"
    return RegistryEntry(name[:255], cells.get("email"), cells.get("phone"), cells.get("website"), standing)
