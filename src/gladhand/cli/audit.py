"""`gladhand audit …`."""

from typing import Annotated
from uuid import UUID

import typer

from gladhand.auth.audit import queries
from gladhand.auth.audit.queries import ChangeFilter
from gladhand.cli import context
from gladhand.cli.options import Limit, PartnerSlug
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor

group = typer.Typer(no_args_is_help=True, help="The audit trail: every change of rights.")


@group.callback()
def _() -> None:
    """The audit trail: every change of rights."""


@group.command("list")
def list_all(
    partner: PartnerSlug = None,
    fleet: Annotated[UUID | None, typer.Option(help="Only rights of the fleet with this id.")] = None,
    limit: Limit = 100,
) -> None:
    """List changes of rights as lines of JSON, the newest first: who, when, what and from where."""

    async def read(db: Db) -> list[str]:
        partner_id = await context.partner_id(db, partner) if partner else None
        rows = await queries.list_changes(db, ChangeFilter(partner_id, fleet), cursor=Cursor(), size=limit)
        return [json for _, json in rows[:limit]]

    for line in context.in_transaction(context.settings(), read):
        typer.echo(line)
