"""`gladhand embed-key …`."""

from typing import Annotated
from uuid import UUID

import typer

from gladhand.auth.audit.actors import OPERATOR
from gladhand.cli import context
from gladhand.cli.branding import Color, Logo, LogoDark, Partner, validated
from gladhand.cli.options import required_line
from gladhand.core.db import Db
from gladhand.orgs.embed_keys import queries, service
from gladhand.orgs.embed_keys.origins import parse_origin
from gladhand.orgs.embed_keys.queries import EmbedKey
from gladhand.orgs.embed_keys.schemas import EmbedKeyCreate, EmbedKeyUpdate

group = typer.Typer(no_args_is_help=True, help="Embed keys: the sites that may show Connect in a frame.")

KeyId = Annotated[UUID, typer.Argument(help="Id of the key, as `list` prints it.")]


def _origin(text: str) -> str:
    try:
        return parse_origin(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text}: {error}") from None


Origins = Annotated[list[str], typer.Option("--origin", help="A site, such as https://partner.example. Repeatable.")]


@group.callback()
def _() -> None:
    """Embed keys: the sites that may show Connect in a frame."""


@group.command()
def create(
    partner: Partner,
    origins: Origins,
    name: Annotated[
        str, typer.Option(callback=required_line, help="Purpose of the key.")
    ] = "created on the command line",
    color: Color = None,
    logo: Logo = None,
    logo_dark: LogoDark = None,
) -> None:
    """Create a key for the partner's sites."""
    chosen = validated(color, logo, logo_dark)
    requested = EmbedKeyCreate(
        name=name,
        origins=[_origin(each) for each in origins],
        brand_color=chosen.color,
        brand_logo=chosen.logo_url,
        brand_logo_dark=chosen.logo_dark_url,
    )

    async def make(db: Db) -> EmbedKey:
        return await service.create_embed_key(db, OPERATOR, await context.partner_id(db, partner), requested)

    made = context.in_transaction(context.settings(), make)
    typer.echo(f"id={made.id}\nkey={made.key}")


@group.command("list")
def all_of(partner: Partner) -> None:
    """List a partner's keys with their origins."""

    async def read(db: Db) -> list[EmbedKey]:
        return await queries.list_embed_keys(db, await context.partner_id(db, partner))

    for each in context.in_transaction(context.settings(), read):
        state = "revoked" if each.revoked_at else "active"
        typer.echo(f"{each.id}  {state:7}  {each.key}  {each.name}  {' '.join(each.origins)}")


@group.command()
def origins(partner: Partner, key_id: KeyId, origins: Origins) -> None:
    """Replace the origins of a key."""
    requested = EmbedKeyUpdate(origins=[_origin(each) for each in origins])

    async def change(db: Db) -> EmbedKey:
        return await service.update_embed_key(
            db, OPERATOR, await context.partner_id(db, partner), key_id, body=requested
        )

    typer.echo(" ".join(context.in_transaction(context.settings(), change).origins))


@group.command()
def revoke(partner: Partner, key_id: KeyId) -> None:
    """Revoke a key at once."""

    async def change(db: Db) -> bool:
        return await service.revoke_embed_key(db, OPERATOR, await context.partner_id(db, partner), key_id)

    if not context.in_transaction(context.settings(), change):
        raise typer.BadParameter("the partner has no key with this id")
