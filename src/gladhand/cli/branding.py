"""`gladhand branding …`."""

from typing import Annotated

import typer
from pydantic import ValidationError

from gladhand.cli import context
from gladhand.core.db import Db
from gladhand.orgs.branding import queries
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.branding.schemas import Branding

group = typer.Typer(no_args_is_help=True, help="The appearance of Connect for a partner's fleets.")

Partner = Annotated[str, typer.Argument(help="Slug of the partner.")]
Color = Annotated[str | None, typer.Option(help="Color of buttons and progress: six hexadecimal digits.")]
Logo = Annotated[str | None, typer.Option(help="https URL of a picture.")]
LogoDark = Annotated[str | None, typer.Option(help="https URL of a picture for dark pages.")]


@group.callback()
def _() -> None:
    """The appearance of Connect for a partner's fleets."""


@group.command("set")
def put(partner: Partner, color: Color = None, logo: Logo = None, logo_dark: LogoDark = None) -> None:
    """Replace a partner's branding. Omitted values return to the default."""
    requested = validated(color, logo, logo_dark)

    async def change(db: Db) -> None:
        await queries.upsert_branding(db, await context.partner_id(db, partner), requested)

    context.in_transaction(context.settings(), change)


@group.command()
def show(partner: Partner) -> None:
    """Print a partner's branding."""

    async def read(db: Db) -> PartnerBranding | None:
        return await queries.find_branding(db, await context.partner_id(db, partner))

    found = context.in_transaction(context.settings(), read) or PartnerBranding()
    typer.echo(f"color={found.color or ''}\nlogo={found.logo_url or ''}\nlogo_dark={found.logo_dark_url or ''}")


def validated(color: str | None, logo: str | None, logo_dark: str | None) -> PartnerBranding:
    """The three values, validated like in the API."""
    try:
        given = Branding(brand_color=color, brand_logo=logo, brand_logo_dark=logo_dark)
    except ValidationError as error:
        faults = (f"{each['loc'][0]}: {each['msg']}" for each in error.errors(include_url=False))
        raise typer.BadParameter("; ".join(faults)) from None
    return PartnerBranding(given.brand_color, given.brand_logo, given.brand_logo_dark)
