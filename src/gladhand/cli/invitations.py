"""`gladhand invitations …`."""

import json
from datetime import timedelta
from typing import Annotated

import typer

from gladhand.cli import context
from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.orgs.funnel import queries

group = typer.Typer(no_args_is_help=True, help="Invitations: what becomes of the magic links.")

_BAR = 40


@group.callback()
def _() -> None:
    """Invitations: what becomes of the magic links."""


@group.command()
def funnel(
    partner: Annotated[str | None, typer.Option(help="Slug of a partner; all of them without it.")] = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Invitations made in so many days.")] = 45,
) -> None:
    """How far fleets come, from the opened link to the connected provider, and why checks fail."""

    async def read(db: Db) -> str:
        until = clock.now()
        partner_id = await context.partner_id(db, partner) if partner else None
        return await queries.get_funnel(db, partner_id, until - timedelta(days=days), until)

    found = json.loads(context.in_transaction(context.settings(), read))
    made = found["invitations"]
    typer.echo(f"{'invited':22}{made:8}")
    for step, count in found["reached"].items():
        bar = "#" * round(_BAR * count / made) if made else ""
        typer.echo(f"{step:22}{count:8}  {bar}")
    for each in found["failures"]:
        typer.echo(f"  check failed: {each['invitations']:6}  {each['detail']}")
