"""Partitions of timelines, which follow from the retention that a resource declares."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from tests.integration.records.conftest import Ingest
from tests.integration.records.timelines import POSITION, TODAY, PositionFields, noon, position

from gladhand.core import clock
from gladhand.core.time_window import TimeWindow
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.incoming import IngestResult
from gladhand.records.partition_queries import create_partitions, list_loose_partitions, upsert_retention
from gladhand.records.retention import daily_tables
from gladhand.records.tasks import compact_partitions, create_ahead, keep_partitions
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.resource import Resource, ResourceKind

pytestmark = pytest.mark.usefixtures("timeline")


async def days(ingest: Ingest) -> list[date]:
    """The days of the attached partitions."""
    found = await ingest.rows(
        "select to_date(right(inhrelid::regclass::text, 8), 'YYYYMMDD') as day from pg_inherits"
        " where inhparent = 'record_location_segment'::regclass order by 1"
    )
    return [row["day"] for row in found]


async def tables(ingest: Ingest) -> int:
    """How many tables of one day there are, attached or not."""
    (row,) = await ingest.rows(
        "select count(*) as n from pg_class where relkind = 'r' and relname like 'record_location_segment_2%%'"
    )
    return int(row["n"])


def span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


async def test_partitions_reach_from_the_retention_to_days_ahead(ingest: Ingest) -> None:
    assert await days(ingest) == span(TODAY - timedelta(days=5), TODAY + timedelta(days=8))
    await keep_partitions(ingest.database, [POSITION])
    assert await days(ingest) == span(TODAY - timedelta(days=5), TODAY + timedelta(days=8))


async def test_rows_go_into_the_partition_of_their_day(ingest: Ingest) -> None:
    vehicles = [uuid4(), uuid4()]
    begin = datetime.combine(TODAY - timedelta(days=1), time(), UTC)
    records = [
        position(f"p-{index}", begin + timedelta(hours=index), vehicle_id=vehicles[index % 2], speed=index / 2)
        for index in range(30)
    ]
    assert set(await ingest.page(POSITION, records)) == {IngestResult.ADDED}
    assert set(await ingest.page(POSITION, records)) == {IngestResult.UNCHANGED}
    faster = position("p-7", begin + timedelta(hours=7), speed=99.5)
    assert await ingest.page(POSITION, [faster]) == [IngestResult.MODIFIED]
    parts = await ingest.rows(
        "select tableoid::regclass::text as part, count(*) as n from record_location_segment group by 1 order by 1"
    )
    assert [tuple(part.values()) for part in parts] == [
        ("record_location_segment_20260309", 24),
        ("record_location_segment_20260310", 6),
    ]
    assert len(await ingest.list_(POSITION, RecordFilter(values={"vehicle_id": [vehicles[1]]}))) == 14
    second_day = TimeWindow(begin + timedelta(days=1), begin + timedelta(days=2))
    assert len(await ingest.list_(POSITION, RecordFilter(window=second_day))) == 6
    assert await ingest.count(POSITION) == 30


async def test_rows_outside_of_the_kept_days_do_not_stop_the_page(ingest: Ingest) -> None:
    ages = {"old": -6, "oldest": -5, "now": 0, "fast clock": 1, "wrong clock": 2, "nonsense": 40000}
    records = [position(name, noon(TODAY + timedelta(days=age))) for name, age in ages.items()]
    results = dict(zip(ages, await ingest.page(POSITION, records), strict=True))
    assert {name for name, result in results.items() if result is IngestResult.ADDED} == {"oldest", "now", "fast clock"}
    assert {name for name, result in results.items() if result is IngestResult.NOT_KEPT} == {
        "old",
        "wrong clock",
        "nonsense",
    }
    assert await ingest.count(POSITION) == len(await ingest.list_(POSITION)) == 3


async def test_days_that_are_over_are_dropped_with_their_rows_and_counts(
    ingest: Ingest, today: Callable[[date], None]
) -> None:
    await ingest.page(
        POSITION,
        [position(f"p-{age}-{number}", noon(TODAY - timedelta(days=age))) for age in range(6) for number in range(age)],
    )
    assert await ingest.count(POSITION) == 15
    later = TODAY + timedelta(days=3)
    today(later)
    await keep_partitions(ingest.database, [POSITION])
    # One day more than the retention is left for rows that were accepted just before midnight.
    assert await days(ingest) == span(later - timedelta(days=6), later + timedelta(days=8))
    assert await tables(ingest) == 15
    assert await ingest.count(POSITION) == len(await ingest.list_(POSITION)) == 0 + 1 + 2 + 3


async def test_the_indexes_of_days_that_are_over_are_rebuilt_once(ingest: Ingest) -> None:
    moment = noon(TODAY - timedelta(days=2))
    for number in range(4):
        page = [position(f"p-{number}-{n}", moment + timedelta(seconds=n)) for n in range(1000)]
        await ingest.page(POSITION, page)
    sizes = """
        select indexrelid::regclass::text as name, pg_relation_size(indexrelid) as bytes,
          pg_relation_filenode(indexrelid) as file
        from pg_index where indrelid = 'record_location_segment_20260308'::regclass order by 1
    """
    before = await ingest.rows(sizes)
    await compact_partitions(ingest.database, [POSITION])
    after = await ingest.rows(sizes)
    assert [row["name"] for row in after] == [row["name"] for row in before]
    assert sum(row["bytes"] for row in after) < sum(row["bytes"] for row in before)
    await compact_partitions(ingest.database, [POSITION])
    assert await ingest.rows(sizes) == after
    assert await ingest.count(POSITION) == 4000


@pytest.mark.parametrize("plan", ["enable_nestloop", "enable_hashjoin", "enable_seqscan"])
async def test_loose_days_are_found_whatever_the_plan(ingest: Ingest, plan: str) -> None:
    """PostgreSQL may look at the names of all tables before it knows which are days."""
    await ingest.page(POSITION, [position("p-1", noon(TODAY - timedelta(days=2)))])
    [table] = [each for each in daily_tables([POSITION]) if each.name == "record_location_segment"]
    async with ingest.database.transaction() as db:
        for each in (plan, "enable_indexscan", "enable_bitmapscan"):
            await db.execute(SQL("set local {} = off").format(Identifier(each)))
        found = await list_loose_partitions(db, table, TODAY - timedelta(days=1))
    assert "record_location_segment_20260308" in found
    assert all(name <= "record_location_segment_20260308" for name in found)


async def test_a_worker_that_was_away_for_a_month_catches_up(ingest: Ingest, today: Callable[[date], None]) -> None:
    later = TODAY + timedelta(days=31)
    today(later)
    await keep_partitions(ingest.database, [POSITION])
    assert await days(ingest) == span(later - timedelta(days=5), later + timedelta(days=8))
    assert await tables(ingest) == 14


async def test_runs_at_the_same_time_do_not_disturb_each_other(ingest: Ingest, today: Callable[[date], None]) -> None:
    later = TODAY + timedelta(days=4)
    today(later)
    await asyncio.gather(*(keep_partitions(ingest.database, [POSITION]) for _ in range(4)))
    await keep_partitions(ingest.database, [POSITION])
    assert await days(ingest) == span(later - timedelta(days=6), later + timedelta(days=8))


async def test_partitions_are_created_while_rows_are_written(ingest: Ingest, today: Callable[[date], None]) -> None:
    async with ingest.database.transaction() as db:
        await db.execute("select count(*) from record_location_segment")
        await db.execute("lock table record_location_segment in row exclusive mode")
        today(TODAY + timedelta(days=1))
        await create_ahead(ingest.database, [POSITION])
    assert (await days(ingest))[-1] == TODAY + timedelta(days=9)


@pytest.mark.parametrize("how", ["killed before the drop", "killed while detaching"])
async def test_what_a_killed_run_has_begun_the_next_one_ends(
    ingest: Ingest, today: Callable[[date], None], how: str
) -> None:
    oldest = TODAY - timedelta(days=5)
    await ingest.page(POSITION, [position("old", noon(oldest)), position("new", noon(TODAY))])
    detach = f"alter table record_location_segment detach partition record_location_segment_{oldest:%Y%m%d}"
    if how == "killed before the drop":
        async with ingest.database.connection() as db:
            await db.execute(detach)
    else:
        # A reader holds the detaching up, until it is cancelled half-way.
        async with ingest.database.transaction() as reader:
            await reader.execute("select count(*) from record_location_segment")
            async with ingest.database.connection() as db:
                await db.execute("set statement_timeout = 500")
                with pytest.raises(psycopg.errors.QueryCanceled):
                    await db.execute(f"{detach} concurrently")
                await db.execute("reset statement_timeout")
    today(TODAY + timedelta(days=2))
    await keep_partitions(ingest.database, [POSITION])
    assert await tables(ingest) == len(await days(ingest)) == 15
    assert [row["source_id"] for row in await ingest.list_(POSITION)] == ["new"]
    assert await ingest.count(POSITION) == 1


async def test_a_changed_retention_takes_in_older_rows_and_drops_more(ingest: Ingest) -> None:
    table = daily_tables([POSITION])[0]

    async def keep(days: int) -> None:
        async with ingest.database.transaction() as db:
            await create_partitions(db, table, table.created_days(clock.now(), days))
            await upsert_retention(db, table.kept_as, days)

    try:
        old = position("old", noon(TODAY - timedelta(days=8)))
        assert await ingest.page(POSITION, [old]) == [IngestResult.NOT_KEPT]
        await keep(10)
        assert await ingest.page(POSITION, [old]) == [IngestResult.ADDED]
        await keep(2)
        await keep_partitions(ingest.database, [POSITION])
        assert (await days(ingest))[0] == TODAY - timedelta(days=3)
        assert await ingest.page(POSITION, [old]) == [IngestResult.NOT_KEPT]
        assert await ingest.count(POSITION) == 0
    finally:
        await ingest.rows("delete from record_retention returning 1")


@pytest.mark.parametrize(
    ("kind", "retention"), [(ResourceKind.TIMELINE, None), (ResourceKind.ENTITY, timedelta(days=5))]
)
def test_a_timeline_has_a_retention_and_nothing_else_has(kind: ResourceKind, retention: timedelta | None) -> None:
    with pytest.raises(ValueError, match="location_segment: a timeline has a retention"):
        Resource(
            name=ResourceEnum.LOCATION_SEGMENT,
            path="location-segments",
            kind=kind,
            fields_model=PositionFields,
            description="Positions.",
            retention=retention,
        )
