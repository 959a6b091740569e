"""`gladhand connection …`."""

from typing import Annotated

import typer

from gladhand.cli import context
from gladhand.cli.options import Limit, PartnerSlug, SourceName
from gladhand.cli.tables import moment, print_table
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor
from gladhand.integrations.connections import overview_queries
from gladhand.integrations.connections.overview_queries import ConnectionLine
from gladhand.integrations.connections.schemas import ConnectionStatusEnum

group = typer.Typer(no_args_is_help=True, help="Connections: accounts of fleets at their providers.")


@group.callback()
def _() -> None:
    """Connections: accounts of fleets at their providers."""


@group.command("list")
def list_all(
    partner: PartnerSlug = None,
    status: Annotated[ConnectionStatusEnum | None, typer.Option(help="Only this status.")] = None,
    provider: SourceName = None,
    limit: Limit = 100,
) -> None:
    """List connections, the newest first. Credentials are never shown."""

    async def read(db: Db) -> list[ConnectionLine]:
        partner_id = await context.partner_id(db, partner) if partner else None
        return await overview_queries.list_all_connections(
            db, partner_id=partner_id, status=status, source_name=provider, cursor=Cursor(), size=limit
        )

    print_table(
        ("id", "fleet", "provider", "account", "status", "created", "changed"),
        [
            (
                str(row.id),
                row.fleet,
                row.source_name,
                row.account_name or "",
                row.status,
                moment(row.created_at),
                moment(row.updated_at),
            )
            for row in context.in_transaction(context.settings(), read)[:limit]
        ],
    )
