"""`gladhand invitations …`."""

import json
from datetime import timedelta
from typing import Annotated

import typer

from gladhand.cli import context
from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.orgs.funnel import queries

group = typer.Typer(no_args_is_help=True, help="Invitations and their results.")

_BAR = 40


@group.callback()
def _() -> None:
    """Invitations and their results."""


@group.command()
def funnel(
    partner: Annotated[str | None, typer.Option(help="Slug of a partner. Without it, all partners.")] = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Only invitations of the last days.")] = 45,
) -> None:
    """Count how many fleets reach each step from the opened link to the connected provider, and why checks fail."""

    async def read(db: Db) -> str:
        until = clock.now()
        partner_id = await context.partner_id(db, partner) if partner else None
        return await queries.get_funnel(db, partner_id, until - timedelta(days=days), until)

    found = json.loads(context.in_transaction(context.settings(), read))
    invited = found["invitations"]
    typer.echo(f"{'invited':22}{invited:8}")
    for step, count in found["reached"].items():
        bar = "#" * round(_BAR * count / invited) if invited else ""
        typer.echo(f"{step:22}{count:8}  {bar}")
    for failure in found["failures"]:
        typer.echo(f"  check failed: {failure['invitations']:6}  {failure['detail']}")
