"""`gladhand partner …`."""

from typing import Annotated

import typer

from gladhand.auth.clients.queries import ClientLine, list_clients_of_all_partners
from gladhand.auth.clients.service import create_client
from gladhand.cli import context
from gladhand.cli.options import required_line
from gladhand.cli.tables import moment, print_table, printable
from gladhand.config import keys
from gladhand.core.db import Db
from gladhand.orgs.partners import overview_queries, queries, service
from gladhand.orgs.partners.overview_queries import PartnerLine

group = typer.Typer(no_args_is_help=True, help="Partners: the customers of the API.")


@group.callback()
def _() -> None:
    """Partners: the customers of the API."""


@group.command()
def create(
    name: Annotated[str, typer.Argument(callback=required_line, help="The name that fleets see.")],
    slug: Annotated[
        str | None, typer.Option(help="Short name in links and tokens. Default: derived from the name.")
    ] = None,
) -> None:
    """Create a partner and its first API client. The client's secret is printed once."""
    settings = context.settings()
    keyring = keys.keyring(settings)

    async def make(db: Db) -> dict[str, str]:
        partner = await service.create_partner(db, keyring, name=name, slug=slug)
        client = await create_client(db, kind="partner", partner_id=partner.id, name="first client")
        callback_secret = await service.get_callback_secret(db, keyring, partner.id)
        return {
            "partner_id": str(partner.id),
            "slug": partner.slug,
            "client_id": client.client_id,
            "client_secret": client.secret.reveal(),
            "callback_secret": callback_secret.reveal(),
        }

    try:
        made = context.in_transaction(settings, make)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    for key, value in made.items():
        typer.echo(f"{key}={value}")


@group.command("list")
def list_all() -> None:
    """List all partners, the deleted ones too, with the number of fleets that share with each."""
    rows = context.in_transaction(context.settings(), overview_queries.list_partners)
    print_table(
        ("slug", "name", "id", "fleets", "created", "deleted"),
        [
            (row.slug, row.name, str(row.id), str(row.fleets), moment(row.created_at), moment(row.deleted_at))
            for row in rows
        ],
    )


@group.command()
def show(slug: Annotated[str, typer.Argument(help="Slug of the partner.")]) -> None:
    """Show one partner with its API clients, properties and redirect schemes. Secrets are not shown."""

    async def read(db: Db) -> tuple[PartnerLine, dict[str, str], list[str], list[ClientLine]]:
        found = await overview_queries.find_partner_line(db, slug)
        if found is None:
            raise await context.no_partner(db, slug)
        return (
            found,
            await overview_queries.list_properties(db, found.id),
            await queries.list_redirect_schemes(db, found.id),
            [line for line in await list_clients_of_all_partners(db) if line.partner_slug == slug],
        )

    partner, properties, schemes, clients = context.in_transaction(context.settings(), read)
    shown = {
        "slug": partner.slug,
        "name": partner.name,
        "partner_id": str(partner.id),
        "created": moment(partner.created_at),
        "deleted": moment(partner.deleted_at),
        "fleets": str(partner.fleets),
        "redirect schemes": ", ".join(schemes),
        **properties,
    }
    for name, value in shown.items():
        if value:
            typer.echo(f"{name}: {printable(value)}")
    typer.echo()
    print_table(
        ("client_id", "name", "created", "last used", "revoked"),
        [
            (line.client_id, line.name, moment(line.created_at), moment(line.last_used_at), moment(line.revoked_at))
            for line in clients
        ],
    )


@group.command("callback-secret")
def callback_secret(slug: Annotated[str, typer.Argument(help="Slug of the partner.")]) -> None:
    """Print the secret that signs deliveries to the callback URLs of a partner's invitations."""
    settings = context.settings()
    keyring = keys.keyring(settings)

    async def find(db: Db) -> str:
        partner_id = await context.partner_id(db, slug)
        return (await service.get_callback_secret(db, keyring, partner_id)).reveal()

    typer.echo(context.in_transaction(settings, find))


@group.command("redirect-schemes")
def redirect_schemes(
    slug: Annotated[str, typer.Argument(help="Slug of the partner.")],
    schemes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SCHEME]...", help="A URL scheme, such as myapp. The given schemes replace the former ones."
        ),
    ] = None,
    *,
    clear: Annotated[bool, typer.Option("--clear", help="Remove all of them.")] = False,
) -> None:
    """Show or set the schemes of a partner's own apps, to which Connect may return, as in myapp://done."""

    async def change(db: Db) -> list[str]:
        partner_id = await context.partner_id(db, slug)
        if schemes or clear:
            await service.set_redirect_schemes(db, partner_id, schemes or [])
        return await queries.list_redirect_schemes(db, partner_id)

    try:
        registered = context.in_transaction(context.settings(), change)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    for scheme in registered:
        typer.echo(scheme)
