"""`gladhand coverage`."""

from collections.abc import Iterator, Sequence
from typing import Annotated
from uuid import UUID

import typer

from gladhand.cli import context
from gladhand.cli.options import Limit, ResourceName, SourceName
from gladhand.cli.tables import moment, print_table
from gladhand.core.db import Db
from gladhand.integrations.connections.overview_queries import list_connections_of_all_fleets
from gladhand.integrations.coverage.schemas import ConnectionCoverage
from gladhand.integrations.coverage.service import coverage
from gladhand.resources.enums import ResourceEnum

_HEAD = ("connection", "provider", "resource", "records", "latest", "late p50", "late p95", "gaps", "fields", "sample")


def command(
    connection: Annotated[UUID | None, typer.Option(help="Only this connection, with the share of each field.")] = None,
    provider: SourceName = None,
    resource: ResourceName = None,
    days: Annotated[int, typer.Option(min=1, max=45, help="Days of the window, today included.")] = 28,
    limit: Limit = 20,
) -> None:
    """Show what the records of connections really hold: filled fields, lateness, days without records.

    Counters give records and gaps; a sample of the newest records gives the rest.
    """
    settings = context.settings()

    async def read(db: Db) -> list[ConnectionCoverage]:
        connections = await list_connections_of_all_fleets(
            db, connection_id=connection, source_name=provider, limit=limit
        )
        if connection is not None and not connections:
            raise typer.BadParameter("there is no connection with this id")
        return [await coverage(db, each, None, days) for each in connections]

    covered = context.in_transaction(settings, read)
    print_table(_HEAD, [row for each in covered for row in _rows(each, resource)])
    if connection is not None:
        for each in covered:
            typer.echo()
            print_table(("resource", "field", "filled", "provider"), _field_rows(each, resource))


def _rows(covered: ConnectionCoverage, only: ResourceEnum | None) -> Iterator[Sequence[str]]:
    for each in covered.resources:
        if only in (None, each.resource):
            yield (
                str(covered.connection_id),
                covered.source_name,
                each.resource,
                str(each.records),
                moment(each.latest_at),
                _seconds(each.lateness_p50_seconds),
                _seconds(each.lateness_p95_seconds),
                ", ".join(day.isoformat() for day in each.gaps),
                f"{sum(field.filled > 0 for field in each.fields)} of {len(each.fields)}",
                str(each.sample),
            )


def _field_rows(covered: ConnectionCoverage, only: ResourceEnum | None) -> Iterator[Sequence[str]]:
    for each in covered.resources:
        if only in (None, each.resource) and each.sample:
            for field in each.fields:
                if field.filled or field.is_declared:
                    yield each.resource, field.field, f"{field.filled:.0%}", "yes" if field.is_declared else ""


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:,.1f} s"
