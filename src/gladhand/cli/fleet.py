"""`gladhand fleet …`."""

import typer

from gladhand.cli import context
from gladhand.cli.options import Limit, PartnerSlug
from gladhand.cli.tables import moment, print_table
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor
from gladhand.orgs.fleets import overview_queries
from gladhand.orgs.fleets.overview_queries import FleetLine

group = typer.Typer(no_args_is_help=True, help="Fleets: the companies whose vehicles and drivers partners see.")


@group.callback()
def _() -> None:
    """Fleets: the companies whose vehicles and drivers partners see."""


@group.command("list")
def list_all(partner: PartnerSlug = None, limit: Limit = 100) -> None:
    """List fleets, the newest first, with the partners that they share with and the reference of each."""

    async def read(db: Db) -> list[FleetLine]:
        partner_id = await context.partner_id(db, partner) if partner else None
        return await overview_queries.list_all_fleets(db, partner_id=partner_id, name=None, cursor=Cursor(), size=limit)

    print_table(
        ("id", "name", "slug", "shares with", "created", "deleted"),
        [
            (
                str(row.id),
                row.name,
                row.slug,
                ", ".join(f"{each['partner']}:{each['fleet_ref']}" for each in row.shares_with),
                moment(row.created_at),
                moment(row.deleted_at),
            )
            for row in context.in_transaction(context.settings(), read)[:limit]
        ],
    )
