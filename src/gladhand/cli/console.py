"""`gladhand console …`."""

from datetime import timedelta
from typing import Annotated

import typer

from gladhand.cli import context
from gladhand.cli.options import PartnerSlug
from gladhand.console.sessions.roles import ConsoleRole
from gladhand.console.sessions.service import LINK_LASTS, create_link
from gladhand.console.settings import ConsoleSettings
from gladhand.core.db import Db

group = typer.Typer(no_args_is_help=True, help="The console: pages for operators and partners.")


@group.callback()
def _() -> None:
    """The console: pages for operators and partners."""


@group.command()
def link(
    partner: PartnerSlug = None,
    role: Annotated[
        ConsoleRole | None, typer.Option(help="Without it: operator, or with --partner the partner's admin.")
    ] = None,
    minutes: Annotated[int, typer.Option(min=1, max=24 * 60, help="How long the link waits to be opened.")] = int(
        LINK_LASTS.total_seconds()
    )
    // 60,
) -> None:
    """Print a link that signs one person in, once."""
    role = role or (ConsoleRole.PARTNER_ADMIN if partner else ConsoleRole.OPERATOR)
    if (role is ConsoleRole.OPERATOR) == (partner is not None):
        raise typer.BadParameter("an operator sees all partners; the other roles need --partner SLUG")
    settings = context.settings()

    async def make(db: Db) -> str:
        partner_id = await context.partner_id(db, partner) if partner else None
        token = await create_link(db, role, partner_id=partner_id, lasts=timedelta(minutes=minutes))
        return ConsoleSettings(settings.public_url).sign_in_url(token.reveal())

    typer.echo(context.in_transaction(settings, make))
