"""`gladhand records …`."""

from collections.abc import Sequence
from typing import Annotated

import typer

from gladhand.cli import context, renormalise
from gladhand.cli.tables import print_table
from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.records import partition_queries as queries
from gladhand.records.retention import DailyTable, daily_tables
from gladhand.records.tasks import TIMELINES

group = typer.Typer(no_args_is_help=True, help="Records that were read from providers.")

_MOST_DAYS = 3650


@group.callback()
def _() -> None:
    """Records that were read from providers."""


group.command("renormalise")(renormalise.command)


@group.command()
def retention(
    name: Annotated[str | None, typer.Argument(help="A resource, `page` or `raw`: the rows of providers.")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=_MOST_DAYS, help="How many days to keep its rows.")] = None,
) -> None:
    """Show for how long rows of each day are kept, or change it.

    A longer time applies to rows that are stored from now on. A shorter one makes workers drop old rows within an hour.
    """
    tables = {table.kept_as: table for table in daily_tables(TIMELINES)}
    if name is not None and name not in tables:
        raise typer.BadParameter(f"there is no {name!r}; there are {', '.join(tables)}")
    if days is not None:
        if name is None:
            raise typer.BadParameter("--days needs the name of the rows to keep")
        context.in_transaction(context.settings(), lambda db: _change(db, tables[name], days))
    shown = list(tables.values()) if name is None else [tables[name]]
    rows = context.in_transaction(context.settings(), lambda db: _rows(db, shown))
    print_table(("rows", "kept", "by default", "from", "size"), rows)


async def _change(db: Db, table: DailyTable, days: int) -> None:
    # Rows are accepted when their days have partitions.
    await queries.create_partitions(db, table, table.created_days(clock.now(), days))
    await queries.upsert_retention(db, table.kept_as, days)


async def _rows(db: Db, tables: list[DailyTable]) -> list[Sequence[str]]:
    changed = await queries.list_retentions(db)
    rows: list[Sequence[str]] = []
    for table in tables:
        partitions = await queries.list_partitions(db, table)
        rows.append(
            (
                table.kept_as,
                f"{changed.get(table.kept_as, table.retention.days)} days",
                f"{table.retention.days} days",
                str(partitions[0].day) if partitions else "",
                f"{sum(each.bytes for each in partitions) / 1e6:,.1f} MB",
            )
        )
    return rows
