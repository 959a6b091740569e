"""How long rows are kept, and how much room everything takes."""

from fastapi import APIRouter, Response

from gladhand.console.pages.blocks import TableBlock
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView
from gladhand.core.storage_queries import list_table_sizes
from gladhand.records import partition_queries
from gladhand.records.retention import daily_tables
from gladhand.records.tasks import TIMELINES
from gladhand.resources.resource import as_words

router = APIRouter(prefix="/console/operator", include_in_schema=False, route_class=ConsoleRoute)

_MOST = 40
_RECORDS = "record_"
_WORDS = {"page": "rows as providers sent them", "raw": "answers of providers as they came"}


@router.get("/storage")
async def show_storage(view: OperatorView) -> Response:
    """Rows of each day, as `gladhand records retention` shows them, and all other tables, the largest first."""
    rows, tables = [], daily_tables(TIMELINES)
    async with view.reading() as db:
        changed = await partition_queries.list_retentions(db)
        sizes = {each.name: each for each in await list_table_sizes(db)}
        for table in tables:
            partitions = await partition_queries.list_partitions(db, table)
            rows.append(
                [
                    _WORDS.get(table.kept_as, as_words(table.kept_as)),
                    f"{changed.get(table.kept_as, table.retention.days)} days",
                    f"{table.retention.days} days",
                    str(partitions[0].day) if partitions else None,
                    f"{sizes[table.name].rows:,}",
                    _megabytes(sizes[table.name].bytes),
                ]
            )
    by_day = {table.name for table in tables}
    others = [each for each in sizes.values() if each.name not in by_day][:_MOST]
    about = "`gladhand records retention vehicle_location --days 90` changes how long rows are kept."
    total = _megabytes(sum(each.bytes for each in sizes.values()))
    return view.show(
        ConsolePage(
            "Storage",
            [
                TableBlock(
                    "Rows by day", ["Rows", "Kept", "By default", "From", "Number", "Size"], rows, "", about=about
                ),
                TableBlock(
                    "Everything else, the largest first",
                    ["What", "Table", "Number", "Size"],
                    [[_words(each.name), each.name, f"{each.rows:,}", _megabytes(each.bytes)] for each in others],
                    "",
                    about="How long each is kept is said in the guide for operators, under Retention.",
                ),
            ],
            f"The database takes {total} in all. Numbers of rows are PostgreSQL's estimates.",
        )
    )


def _words(name: str) -> str:
    return as_words(name.removeprefix(_RECORDS)) if name.startswith(_RECORDS) else name.replace("_", " ")


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
