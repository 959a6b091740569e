"""`gladhand partner …`."""

from typing import Annotated

import typer

from gladhand import place
from gladhand.auth.clients.service import NewClient, create_client
from gladhand.commands import context
from gladhand.core.db import Connection
from gladhand.orgs.partners.service import create_partner

group = typer.Typer(no_args_is_help=True, help="Partners: the customers of the API.")


@group.callback()
def _() -> None:
    """Partners: the customers of the API."""


@group.command()
def create(
    name: Annotated[str, typer.Argument(help="Name that fleets see.")],
    slug: Annotated[
        str | None, typer.Option(help="Short name in links and tokens; made from the name if absent.")
    ] = None,
) -> None:
    """Make a partner and its first API client; the secret is shown once."""
    settings = context.settings()
    keyring = place.keyring(settings)

    async def make(connection: Connection) -> NewClient:
        partner = await create_partner(connection, keyring, name=name, slug=slug)
        typer.echo(f"partner_id={partner.id}\nslug={partner.slug}")
        return await create_client(connection, kind="partner", partner_id=partner.id, name="first client")

    made = context.in_transaction(settings, make)
    typer.echo(f"client_id={made.client_id}\nclient_secret={made.secret.reveal()}")
