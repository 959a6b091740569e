"""`gladhand partner …`."""

from typing import Annotated

import typer

from gladhand.auth.clients.service import create_client
from gladhand.cli import context
from gladhand.config import keys
from gladhand.core.db import Db
from gladhand.orgs.partners import queries, service

group = typer.Typer(no_args_is_help=True, help="Partners: the customers of the API.")


@group.callback()
def _() -> None:
    """Partners: the customers of the API."""


@group.command()
def create(
    name: Annotated[str, typer.Argument(help="The name that fleets see.")],
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

    for key, value in context.in_transaction(settings, make).items():
        typer.echo(f"{key}={value}")


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
        list[str] | None, typer.Argument(metavar="[SCHEME]...", help="Such as myapp. They replace those there were.")
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
