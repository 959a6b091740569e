"""`gladhand console …`."""

from datetime import timedelta
from typing import Annotated

import typer

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.cli import context
from gladhand.cli.options import PartnerSlug
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
    *,
    read_only: Annotated[bool, typer.Option("--read-only", help="With --partner: only reads.")] = False,
    minutes: Annotated[int, typer.Option(min=1, max=24 * 60, help="How long the link waits to be opened.")] = int(
        LINK_LASTS.total_seconds()
    )
    // 60,
) -> None:
    """Print a link that signs one person in, once."""
    if read_only and partner is None:
        raise typer.BadParameter("--read-only goes with --partner")
    role = PersonRoleEnum.PARTNER_READER if read_only else PersonRoleEnum.PARTNER_ADMIN
    settings = context.settings()

    async def make(db: Db) -> str:
        partner_id = await context.partner_id(db, partner) if partner else None
        requested = PersonRoleEnum.ADMIN if partner_id is None else role
        token = await create_link(db, requested, partner_id=partner_id, lasts=timedelta(minutes=minutes))
        return ConsoleSettings(settings.public_url).sign_in_url(token.reveal())

    typer.echo(context.in_transaction(settings, make))
