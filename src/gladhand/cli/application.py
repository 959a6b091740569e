"""`gladhand application …`."""

from typing import Annotated

import typer

from gladhand.auth.grants import queries
from gladhand.auth.grants.applications import create_application, revoke_application
from gladhand.cli import context
from gladhand.cli.options import no_id, required_line
from gladhand.cli.tables import moment, print_table
from gladhand.core.db import Db

group = typer.Typer(no_args_is_help=True, help="Applications in which people sign in.")


@group.callback()
def _() -> None:
    """Applications in which people sign in."""


@group.command()
def create(
    name: Annotated[str, typer.Argument(callback=required_line, help="Name of the application.")],
    redirect_uri: Annotated[
        list[str], typer.Option("--redirect-uri", help="Where the browser returns with the code; may be repeated.")
    ],
) -> None:
    """Register an application of your own. It has no secret and uses PKCE. Nobody is asked for consent."""

    async def make(db: Db) -> str:
        return await create_application(db, name, redirect_uri)

    try:
        typer.echo(f"client_id={context.in_transaction(context.settings(), make)}")
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


@group.command("list")
def list_all() -> None:
    """List all applications, the revoked ones too."""
    rows = context.in_transaction(context.settings(), queries.list_public_clients)
    print_table(
        ("client_id", "name", "redirect URIs", "created", "revoked"),
        [
            (row.client_id, row.name, " ".join(row.redirect_uris), moment(row.created_at), moment(row.revoked_at))
            for row in rows
        ],
    )


@group.command()
def revoke(client_id: Annotated[str, typer.Argument(help="Id of the application, as `list` prints it.")]) -> None:
    """Revoke an application. The tokens that it holds end on every server within seconds."""

    async def change(db: Db) -> None:
        if not await revoke_application(db, client_id):
            known = await queries.list_public_clients(db)
            living = [each.client_id for each in known if each.revoked_at is None]
            raise no_id(client_id, living, {each.client_id for each in known}.difference(living), what="application")

    context.in_transaction(context.settings(), change)
