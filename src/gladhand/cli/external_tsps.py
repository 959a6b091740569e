"""`gladhand external-tsps …`."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from gladhand.cli import context
from gladhand.cli.options import no_name
from gladhand.config import keys
from gladhand.config.wiring import outbox
from gladhand.core.db import Db
from gladhand.core.how_many import how_many
from gladhand.orgs.external_tsps import queries
from gladhand.orgs.external_tsps.queries import RegistryEntry
from gladhand.orgs.notices.service import link_brand
from gladhand.orgs.tsps.queries import list_slugs

group = typer.Typer(no_args_is_help=True, help="Providers that cannot be connected yet, and fleets' requests for them.")

_COLUMNS = frozenset({"name", "email", "phone", "website", "registered", "revoked"})


@group.callback()
def _() -> None:
    """Providers that cannot be connected yet, and fleets' requests for them."""


@group.command()
def load(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV with the columns name, email, phone, website, registered, revoked. Only name is required.",
            exists=True,
            dir_okay=False,
        ),
    ],
) -> None:
    """Load the list of a public registry: add new names and update known ones.

    `registered` and `revoked` are numbers of devices. A provider with a registered device is compliant. A provider with
    revoked devices only is non-compliant.
    """
    with file.open(encoding="utf-8-sig", newline="") as text:
        lines = csv.DictReader(text)
        columns = {(name or "").strip().lower() for name in lines.fieldnames or ()}
        if "name" not in columns:
            raise typer.BadParameter("the first line must name the columns, and one of them must be `name`")
        if unknown := sorted(columns - _COLUMNS):
            raise typer.BadParameter(f"unknown columns: {', '.join(unknown)}")
        entries = [entry for line in lines if (entry := _entry(line, lines.line_num)) is not None]

    async def put(db: Db) -> int:
        changed = await queries.upsert_external_tsps(db, entries)
        await queries.update_linked_tsps(db)
        return changed

    changed = context.in_transaction(context.settings(), put)
    typer.echo(f"{how_many(len(entries), 'provider')} read, {changed} new or changed")


@group.command()
def link(
    name: Annotated[str, typer.Argument(help="The provider's name in the registry.")],
    tsp: Annotated[str, typer.Argument(help="Slug of the brand that fleets can connect.")],
) -> None:
    """Link a brand with a provider of the registry. Requests for the provider then show that it can be connected, and
    whoever asked for it gets a mail, where mail is set up.
    """
    settings = context.settings()

    async def change(db: Db) -> None:
        keyring = keys.keyring(settings)
        connect_url = settings.connect_url
        if await link_brand(db, outbox(settings, keyring), name, tsp, keyring=keyring, connect_url=connect_url):
            return
        slugs = await list_slugs(db)
        if tsp not in slugs:
            raise no_name(tsp, slugs, what="brand")
        raise no_name(name, await queries.list_names(db), what="provider of the registry")

    context.in_transaction(settings, change)


@group.command()
def requests() -> None:
    """List the providers that fleets request, the most requested first."""
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
        raise typer.BadParameter(f"line {number}: registered and revoked must be numbers") from None
    standing = "compliant" if registered else "non_compliant" if revoked else "unknown"
    return RegistryEntry(name[:255], cells.get("email"), cells.get("phone"), cells.get("website"), standing)
