"""How fast records are listed among millions, and taken in beside them."""

import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.bench.fleets import ROWS_PER_PAGE, MeasuredFleet, new_fleet, positions, vehicles, with_fleet
from tests.bench.history import DAYS, LONG_DAY, fill
from tests.bench.installation import MeasuredInstallation
from tests.bench.report import BenchReport

from gladhand.core.db import Database, Db
from gladhand.core.keyset import Cursor
from gladhand.core.time_window import TimeWindow
from gladhand.records.answer_queries import ListOrder, get_page
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.incoming import IngestResult
from gladhand.records.tasks import TIMELINES, create_ahead
from gladhand.records.total_queries import count_records
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

_QUICK, _LARGE = 5_000_000, 50_000_000
_VEHICLES = 10_000
_POSITIONS, _REPEATED = 20_000, 5


def lists(installation: MeasuredInstallation, report: BenchReport) -> None:
    _measure(installation, report, _QUICK)


def lists_large(installation: MeasuredInstallation, report: BenchReport) -> None:
    _measure(installation, report, _LARGE)


def _measure(installation: MeasuredInstallation, report: BenchReport, rows: int) -> None:
    async def measure(fleet: MeasuredFleet) -> None:
        with installation.connect() as connection:
            await fill(fleet.database, connection, fleet, rows)
        filled, empty = await _fastest_ingests(installation, fleet.database)
        among = f"{rows / 1e6:,.0f} M rows"
        report.share(f"positions taken in beside {among}", filled, empty, "rows/s", 0.9, "the same beside none")
        await fleet.ingest(VEHICLE, vehicles(_VEHICLES))
        await fleet.ingest(VEHICLE_LOCATION, positions(_VEHICLES * 4, _VEHICLES))
        with installation.connect() as connection:
            connection.execute("vacuum analyze")
        async with fleet.database.connection() as db:
            await _pages(db, fleet, report, among)
            await _totals(db, fleet, report, among)

    with_fleet(installation, measure)


async def _fastest_ingests(installation: MeasuredInstallation, database: Database) -> tuple[float, float]:
    """Positions per second that are taken in here, and in an empty database of the same server: the best of some.

    They are taken in here and there in turn, so that both have the machine as it is at that time.
    """
    page = positions(ROWS_PER_PAGE + _POSITIONS * _REPEATED)
    parts = [page[first : first + _POSITIONS] for first in range(ROWS_PER_PAGE, len(page), _POSITIONS)]
    here, there = 0.0, 0.0
    with installation.sibling() as other:
        async with Database(other.database_url, max_size=4, name="bench") as empty:
            await create_ahead(empty, TIMELINES)
            fleets = [await new_fleet(installation, database), await new_fleet(other, empty)]
            for each in fleets:
                await each.ingest(VEHICLE, vehicles(500))
                await each.ingest(VEHICLE_LOCATION, page[:ROWS_PER_PAGE])
            for part in parts:
                here = max(here, await fleets[0].timed(VEHICLE_LOCATION, part, IngestResult.ADDED))
                there = max(there, await fleets[1].timed(VEHICLE_LOCATION, part, IngestResult.ADDED))
    return here, there


async def _pages(db: Db, fleet: MeasuredFleet, report: BenchReport, among: str) -> None:
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    day = RecordFilter(window=TimeWindow(midnight - timedelta(days=1), midnight))
    window = (fleet.origin.fleet_id, day.window.since, day.window.until)
    found = await db.execute(f"{_KEY} offset {299_700} limit 1", window)
    row = await found.fetchone()
    assert row is not None
    deep = Cursor((row["occurred_at"], row["id"]))
    raw, first, last = await _milliseconds(
        lambda: db.execute(_RAW_PAGE, window),
        lambda: _list(db, fleet, day, Cursor()),
        lambda: _list(db, fleet, day, deep),
    )
    report.times(f"300 positions of a day among {among}", first, raw, "ms", 1 / 0.6, "the raw JSON query")
    report.times(f"page 1,000 of {LONG_DAY:,} positions", last, first, "ms", 1.2, "page 1")


async def _totals(db: Db, fleet: MeasuredFleet, report: BenchReport, among: str) -> None:
    now = datetime.now(UTC)
    long = RecordFilter(window=TimeWindow(now - timedelta(days=DAYS), now))
    total, latest = await _milliseconds(
        lambda: count_records(db, fleet.partner_id, VEHICLE_LOCATION, long),
        lambda: _list(db, fleet, RecordFilter(is_latest=True), Cursor()),
    )
    report.at_most(f"the exact total of {DAYS} days among {among}", total, "ms", 10)
    report.at_most("only_latest of 10,000 vehicles", latest, "ms", 60)


async def _list(db: Db, fleet: MeasuredFleet, filters: RecordFilter, cursor: Cursor) -> None:
    order = ListOrder("occurred_at", cursor, 300)
    page = await get_page(db, fleet.partner_id, VEHICLE_LOCATION, filters=filters, order=order, with_source_data=False)
    assert page.beyond is not None


_RAW_PAGE = """
select row_to_json(r)::text from record_vehicle_location r
where fleet_id = %s and occurred_at >= %s and occurred_at < %s order by occurred_at, id limit 301
"""
_KEY = """
select occurred_at, id from record_vehicle_location
where fleet_id = %s and occurred_at >= %s and occurred_at < %s order by occurred_at, id
"""


async def _milliseconds(*calls: Callable[[], Coroutine[Any, Any, Any]]) -> list[float]:
    """The fastest of some calls each, in turn, when their statements are prepared."""
    best = [float("inf")] * len(calls)
    for number in range(40):
        for place, call in enumerate(calls):
            started = time.perf_counter()
            await call()
            if number >= 10:
                best[place] = min(best[place], (time.perf_counter() - started) * 1000)
    return best
