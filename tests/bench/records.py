"""How fast records are taken in and listed, beside what PostgreSQL does with the same rows."""

import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import uvloop
from psycopg.rows import DictRow
from tests.bench.installation import Installation
from tests.bench.report import Report

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.keyset import Cursor, TimeWindow
from gladhand.orgs.partners.service import create_partner
from gladhand.records import service
from gladhand.records.answer_queries import list_records
from gladhand.records.filters import RecordFilter
from gladhand.records.incoming import IncomingRecord, IngestResult
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.tasks import TIMELINES, create_ahead
from gladhand.records.total_queries import count_records
from gladhand.resources.resource import Resource
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

_PAGE = 5_000
_POSITIONS = 100_000
_VEHICLES = 10_000


class Fleet:
    """A fleet that shares with one partner, without a provider behind it."""

    def __init__(self, database: Database, partner_id: UUID, origin: RecordOrigin) -> None:
        self.database, self.partner_id, self.origin = database, partner_id, origin

    async def ingest(self, resource: Resource, records: list[IncomingRecord]) -> list[IngestResult]:
        """Store them page by page, as a worker does."""
        results: list[IngestResult] = []
        for first in range(0, len(records), _PAGE):
            async with self.database.transaction() as db:
                outcome = await service.ingest_page(
                    db,
                    resource,
                    self.origin,
                    records=records[first : first + _PAGE],
                    audience=[Audience(self.partner_id, "bench")],
                )
            results += outcome.results
        return results


def with_fleet(installation: Installation, measure: Callable[[Fleet], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with Database(installation.database_url, max_size=4, name="bench") as database:
            await create_ahead(database, TIMELINES)
            keyring = Keyring.parse(installation.keys)
            async with database.transaction() as db:
                partner = await create_partner(db, keyring, name="Bench", slug=f"bench-{uuid4().hex[:8]}")
                found = await db.execute(
                    """
                    with f as (insert into fleet (slug, name) values (%(slug)s, 'Fleet') returning id)
                    insert into share_agreement (partner_id, fleet_id, fleet_ref, scopes)
                    select %(partner)s, f.id, 'bench', '{"vehicle": "read", "vehicle_location": "read"}' from f
                    returning fleet_id
                    """,
                    {"slug": f"bench-{uuid4().hex[:8]}", "partner": partner.id},
                )
                row = await found.fetchone()
            assert row is not None
            origin = RecordOrigin(
                row["fleet_id"],
                uuid4(),
                uuid4(),
                "bench",
                "catena_simulator",
                execution_id=uuid4(),
                schedule_id=uuid4(),
            )
            await measure(Fleet(database, partner.id, origin))

    uvloop.run(run())


def vehicles(count: int) -> list[IncomingRecord]:
    return [
        IncomingRecord(
            source_id=f"{210_000_000 + number}",
            fields=VEHICLE.fields_model(
                vehicle_name=f"Unit {number}", vin=f"1FUJHHDR0RL{number:06}", oem="Freightliner", model_year=2024
            ).stored(),
            source_data={"id": 210_000_000 + number, "name": f"Unit {number}", "make": "Freightliner", "year": 2024},
        )
        for number in range(count)
    ]


def positions(count: int, fleet_size: int = 500) -> list[IncomingRecord]:
    """Of some vehicles, one of each every thirty seconds up to now."""
    begin = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=30 * (count // fleet_size))
    return [
        _position(number, begin + timedelta(seconds=30 * (number // fleet_size)), fleet_size) for number in range(count)
    ]


def _position(number: int, moment: datetime, fleet_size: int) -> IncomingRecord:
    vehicle, longitude, latitude = (
        210_000_000 + number % fleet_size,
        -97.7 + number % 9973 / 1e4,
        30.2 + number % 7919 / 1e4,
    )
    fields = {
        "source_vehicle_id": str(vehicle),
        "location": {"type": "Point", "coordinates": [longitude, latitude], "bbox": None},
        "speed": number % 30 + 0.5,
        "odometer": 402_336_000.0 + number,
        "fuel_level": float(number % 100),
    }
    row = {
        "id": 900_000_000 + number,
        "vehicle": {"id": vehicle},
        "time": moment.isoformat(),
        "lon": longitude,
        "lat": latitude,
        "speed": fields["speed"],
        "odometer": fields["odometer"],
        "fuel": fields["fuel_level"],
    }
    return IncomingRecord(source_id=f"{900_000_000 + number}", fields=fields, source_data=row, occurred_at=moment)


def ingest(installation: Installation, report: Report) -> None:
    """Positions beside COPY of the same rows into the same table with the same indexes; then the bytes of a row."""

    async def measure(fleet: Fleet) -> None:
        await fleet.ingest(VEHICLE, vehicles(500))
        page = positions(_POSITIONS)
        await fleet.ingest(VEHICLE_LOCATION, page[:_PAGE])
        started = time.perf_counter()
        results = await fleet.ingest(VEHICLE_LOCATION, page[_PAGE:])
        taken_in = len(results) / (time.perf_counter() - started)
        assert set(results) == {IngestResult.ADDED}
        with installation.connect() as connection:
            copied = _POSITIONS / _copy_again(connection, fleet)
            bytes_per_row, raw = _bytes_per_row(connection)
        report.share("positions taken in", taken_in, copied, "rows/s", 0.30, "COPY of the same rows")
        report.at_most("bytes of a position with its indexes", bytes_per_row, "B", 260)
        report.at_most("bytes of the provider's row", raw, "B", 60)

    with_fleet(installation, measure)


def _copy_again(connection: psycopg.Connection[DictRow], fleet: Fleet) -> float:
    """Seconds that COPY takes for the rows of the fleet under another fleet's id."""
    connection.execute(
        "create temporary table copied as select * from record_vehicle_location where fleet_id = %s",
        (fleet.origin.fleet_id,),
    )
    connection.execute("update copied set fleet_id = %s", (uuid4(),))
    with connection.cursor() as cursor, cursor.copy("copy copied to stdout (format binary)") as out:
        binary = b"".join(bytes(block) for block in out)
    started = time.perf_counter()
    with (
        connection.cursor() as cursor,
        cursor.copy("copy record_vehicle_location from stdin (format binary)") as copy,
    ):
        copy.write(binary)
    return time.perf_counter() - started


def _bytes_per_row(connection: psycopg.Connection[DictRow]) -> tuple[float, float]:
    row = connection.execute(
        """
        select (select sum(pg_total_relation_size(inhrelid)) from pg_inherits
                where inhparent = 'record_vehicle_location'::regclass)::float8
            / (select count(*) from record_vehicle_location) as bytes,
          (select sum(pg_column_size(rows)) from record_raw where resource = 'vehicle_location')::float8
            / (select sum(value) from record_count where resource = 'vehicle_location') as raw
        """
    ).fetchone()
    assert row is not None
    return row["bytes"], row["raw"]


def unchanged(installation: Installation, report: Report) -> None:
    """A list of vehicles that is read again: nothing is written."""

    async def measure(fleet: Fleet) -> None:
        page = vehicles(_VEHICLES)
        await fleet.ingest(VEHICLE, page)
        with installation.connect() as connection:
            before = _written(connection)
            started = time.perf_counter()
            results = await fleet.ingest(VEHICLE, page)
            speed = len(results) / (time.perf_counter() - started)
            assert set(results) == {IngestResult.UNCHANGED}
            report.at_least("vehicles read again, unchanged", speed, "rows/s", 20_000)
            report.at_most("rows written by it", _written(connection) - before, "rows", 0)

    with_fleet(installation, measure)


def _written(connection: psycopg.Connection[DictRow]) -> int:
    connection.execute("select pg_stat_force_next_flush(), pg_stat_clear_snapshot(), pg_sleep(1.2)")
    row = connection.execute(
        """
        select sum(n_tup_ins + n_tup_upd + n_tup_del) as n from pg_stat_user_tables where schemaname = 'public'
        """
    ).fetchone()
    assert row is not None
    return int(row["n"])


def lists(installation: Installation, report: Report) -> None:
    """A page of positions beside the raw query, the total of a long window, and the newest row of each vehicle."""

    async def measure(fleet: Fleet) -> None:
        await fleet.ingest(VEHICLE, vehicles(_VEHICLES))
        await fleet.ingest(VEHICLE_LOCATION, positions(_POSITIONS, _VEHICLES))
        now = datetime.now(UTC)
        window = RecordFilter(window=TimeWindow(now - timedelta(days=1), now))
        with installation.connect() as connection:
            connection.execute("vacuum analyze")
        async with fleet.database.connection() as db:
            raw = await _milliseconds(
                lambda: db.execute(_RAW_PAGE, (fleet.origin.fleet_id, *window.window.parameters().values()))
            )
            listed = await _milliseconds(lambda: _list(db, fleet, window))
            report.times("a page of 300 positions", listed, raw, "ms", 1 / 0.6, "the raw JSON query")
            long = RecordFilter(window=TimeWindow(now - timedelta(days=45), now))
            total = await _milliseconds(lambda: count_records(db, fleet.partner_id, VEHICLE_LOCATION, long))
            report.at_most("the exact total of 45 days", total, "ms", 10)
            latest = RecordFilter(is_latest=True)
            newest = await _milliseconds(lambda: _list(db, fleet, latest))
            report.at_most("only_latest of 10,000 vehicles", newest, "ms", 60)

    with_fleet(installation, measure)


async def _list(db: Any, fleet: Fleet, filters: RecordFilter) -> None:
    rows = await list_records(
        db, fleet.partner_id, VEHICLE_LOCATION, filters=filters, sort_by="occurred_at", cursor=Cursor(), size=300
    )
    assert len(rows) == 301


_RAW_PAGE = """
select row_to_json(r)::text from record_vehicle_location r
where fleet_id = %s and occurred_at >= %s and occurred_at < %s order by occurred_at, id limit 301
"""


async def _milliseconds(call: Callable[[], Coroutine[Any, Any, Any]]) -> float:
    """The median of some calls, when the statement is prepared."""
    times = []
    for _ in range(25):
        started = time.perf_counter()
        await call()
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times[10:])[7]
