"""`gladhand client …`."""

from datetime import timedelta
from typing import Annotated, NoReturn

import typer

from gladhand.auth.clients import queries
from gladhand.auth.clients.service import NewClient, create_client, revoke_client, rotate_client
from gladhand.cli import context
from gladhand.cli.options import finite, no_id, required_line
from gladhand.cli.tables import moment, print_table
from gladhand.core.db import Db

group = typer.Typer(no_args_is_help=True, help="API clients: ids and secrets that get tokens.")


@group.callback()
def _() -> None:
    """API clients: ids and secrets that get tokens."""


@group.command()
def create(
    partner: Annotated[str | None, typer.Option(help="Slug of the partner that the client acts for.")] = None,
    admin: Annotated[bool, typer.Option("--admin", help="For the operator's tools, with every scope.")] = False,
    name: Annotated[
        str, typer.Option(callback=required_line, help="Purpose of the client.")
    ] = "created on the command line",
    extensions: Annotated[
        bool, typer.Option("--extensions", help="Answers also have the keys that the contract does not have.")
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

    new_client = context.in_transaction(context.settings(), make)
    _print_secret(new_client)


@group.command("list")
def list_all() -> None:
    """List all API clients, the revoked ones too. Secrets are stored as hashes and cannot be shown.

    Last used: when the client last got a token. The two columns of the former secret tell whether anybody still uses
    the one from before a rotation.
    """
    rows = context.in_transaction(context.settings(), queries.list_clients_of_all_partners)
    print_table(
        ("client_id", "kind", "partner", "name", "created", "last used", "former until", "former used", "revoked"),
        [
            (
                row.client_id,
                row.kind,
                row.partner_slug or "",
                row.name,
                moment(row.created_at),
                moment(row.last_used_at),
                moment(row.former_secret_until),
                moment(row.former_secret_used_at),
                moment(row.revoked_at),
            )
            for row in rows
        ],
    )


@group.command()
def rotate(
    client_id: Annotated[str, typer.Argument(help="Id of the client, as `list` prints it.")],
    overlap_hours: Annotated[
        float,
        typer.Option(
            min=0,
            max=24 * 90,
            callback=finite,
            help="Hours for which the former secret still works; 0 ends it at once.",
        ),
    ] = 24,
) -> None:
    """Give a client a new secret, printed once. Until the overlap is over, it gets tokens with either secret."""

    async def change(db: Db) -> NewClient:
        made = await rotate_client(db, client_id, overlap=timedelta(hours=overlap_hours))
        return made or await _no_client(db, client_id)

    _print_secret(context.in_transaction(context.settings(), change))


@group.command()
def revoke(client_id: Annotated[str, typer.Argument(help="Id of the client, as `list` prints it.")]) -> None:
    """Revoke a client at once: its secret gets no token, and its tokens end on every server within seconds."""

    async def change(db: Db) -> None:
        if not await revoke_client(db, client_id):
            await _no_client(db, client_id)

    context.in_transaction(context.settings(), change)


async def _no_client(db: Db, client_id: str) -> NoReturn:
    revoked_at = {line.client_id: line.revoked_at for line in await queries.list_clients_of_all_partners(db)}
    living = [known for known, at in revoked_at.items() if at is None]
    raise no_id(client_id, living, revoked_at.keys() - living, what="client")


def _print_secret(new_client: NewClient) -> None:
    typer.echo(f"client_id={new_client.client_id}\nclient_secret={new_client.secret.reveal()}")
