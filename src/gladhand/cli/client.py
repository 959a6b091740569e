"""`gladhand client …`."""

from typing import Annotated

import typer

from gladhand.auth.clients.service import NewClient, create_client
from gladhand.cli import context
from gladhand.core.db import Db

group = typer.Typer(no_args_is_help=True, help="API clients: ids and secrets that get tokens.")


@group.callback()
def _() -> None:
    """API clients: ids and secrets that get tokens."""


@group.command()
def create(
    partner: Annotated[str | None, typer.Option(help="Slug of the partner that the client acts for.")] = None,
    admin: Annotated[bool, typer.Option("--admin", help="For the operator's tools, with every scope.")] = False,
    name: Annotated[str, typer.Option(help="Purpose of the client.")] = "created on the command line",
    extensions: Annotated[
        bool, typer.Option("--extensions", help="Answers have keys that the contract does not have, too.")
    ] = False,
) -> None:
    """Create an API client. The secret is printed once."""
    if admin == (partner is not None):
        raise typer.BadParameter("give either --partner SLUG or --admin")

    async def make(db: Db) -> NewClient:
        if partner is None:
            return await create_client(db, kind="admin", partner_id=None, name=name)
        found = await context.partner_id(db, partner)
        return await create_client(db, kind="partner", partner_id=found, name=name, extensions=extensions)

    made = context.in_transaction(context.settings(), make)
    typer.echo(f"client_id={made.client_id}\nclient_secret={made.secret.reveal()}")
