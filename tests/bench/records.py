"""How fast records are taken in, beside COPY of the same rows and beside dlt."""

import asyncio
import time
from uuid import uuid4

import psycopg
from psycopg.rows import DictRow
from tests.bench.fleets import ROWS_PER_PAGE, MeasuredFleet, new_fleet, positions, vehicles, with_fleet
from tests.bench.installation import MeasuredInstallation
from tests.bench.peers import dlt_merge
from tests.bench.report import BenchReport

from gladhand.core.db import Database
from gladhand.records.incoming import IngestResult
from gladhand.records.partition_queries import compact_partition
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

_POSITIONS = 20_000
_VEHICLES = 10_000
_REPEATED = 5
_FLEETS = 5


def ingest(installation: MeasuredInstallation, report: BenchReport) -> None:
    """Positions beside COPY of the same rows into the same table with the same indexes; then the bytes of a row.

    One worker takes them in: of one fleet, a page after the other, and of four fleets at once, as it does when four
    schedules are due. COPY uses one connection.
    """

    async def measure(fleet: MeasuredFleet) -> None:
        fleets = [fleet, *[await new_fleet(installation, fleet.database) for _ in range(_FLEETS - 1)]]
        page = positions(_POSITIONS * (_REPEATED + 1))
        for each in fleets:
            await each.ingest(VEHICLE, vehicles(500))
            await each.ingest(VEHICLE_LOCATION, page[:ROWS_PER_PAGE])
        alone, together, copied = 0.0, 0.0, 0.0
        with installation.connect() as connection:
            for number in range(_REPEATED):
                # In turn, so that all have the machine as it is at that time.
                part = page[ROWS_PER_PAGE + number * _POSITIONS :][:_POSITIONS]
                alone = max(alone, await fleet.timed(VEHICLE_LOCATION, part, IngestResult.ADDED))
                copied = max(copied, _copy_again(connection, fleet))
                started = time.perf_counter()
                await asyncio.gather(
                    *(each.timed(VEHICLE_LOCATION, part, IngestResult.ADDED) for each in fleets[1:]),
                )
                together = max(together, (_FLEETS - 1) * _POSITIONS / (time.perf_counter() - started))
            await _compact(connection, fleet.database)
            bytes_per_row, raw = _bytes_per_row(connection)
        peer = "COPY of the same rows"
        report.share("positions taken in, with events", together, copied, "rows/s", 0.30, peer)
        report.share("the same, of one fleet", alone, copied, "rows/s", 0.2, peer)
        report.at_most("bytes of a position with its indexes", bytes_per_row, "B", 260)
        report.at_most("bytes of the provider's row", raw, "B", 60)

    with_fleet(installation, measure)


def peer(installation: MeasuredInstallation, report: BenchReport) -> None:
    """Positions beside a merge of the same JSON by dlt."""

    async def measure(fleet: MeasuredFleet) -> None:
        await fleet.ingest(VEHICLE, vehicles(500))
        page = positions(_POSITIONS)
        merged = dlt_merge(installation, page)
        if isinstance(merged, str):
            report.skipped("positions taken in beside dlt", merged)
            return
        taken_in = await fleet.timed(VEHICLE_LOCATION, page, IngestResult.ADDED)
        report.share("positions taken in beside dlt", taken_in, merged, "rows/s", 5, "a merge by dlt")

    with_fleet(installation, measure)


def _copy_again(connection: psycopg.Connection[DictRow], fleet: MeasuredFleet) -> float:
    """Rows per second of COPY of the fleet's newest rows under another fleet's id."""
    columns = ", ".join(
        row["attname"]
        for row in connection.execute(
            """
            select attname from pg_attribute where attrelid = 'record_vehicle_location'::regclass and attnum > 0
              and not attisdropped and attgenerated = '' order by attnum
            """
        )
    )
    connection.execute(f"create temporary table copied as select {columns} from record_vehicle_location limit 0")
    connection.execute(
        f"insert into copied select {columns} from record_vehicle_location where fleet_id = %s "
        "order by occurred_at desc limit %s",
        (fleet.origin.fleet_id, _POSITIONS),
    )
    connection.execute("update copied set fleet_id = %s", (uuid4(),))
    with (
        connection.cursor() as cursor,
        cursor.copy("copy (select * from copied order by occurred_at, id) to stdout (format binary)") as out,
    ):
        binary = b"".join(bytes(block) for block in out)
    connection.execute("drop table copied")
    started = time.perf_counter()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy record_vehicle_location ({columns}) from stdin (format binary)") as copy,
    ):
        copy.write(binary)
    return _POSITIONS / (time.perf_counter() - started)


async def _compact(connection: psycopg.Connection[DictRow], database: Database) -> None:
    """What the worker does with a day that is over."""
    partitions = connection.execute(
        "select relname from pg_inherits join pg_class on oid = inhrelid "
        "where inhparent = 'record_vehicle_location'::regclass"
    ).fetchall()
    async with database.single_connection() as db:
        for partition in partitions:
            await compact_partition(db, partition["relname"])
    connection.execute("vacuum record_vehicle_location")


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


def unchanged(installation: MeasuredInstallation, report: BenchReport) -> None:
    """A list of vehicles that is read again: nothing is written."""

    async def measure(fleet: MeasuredFleet) -> None:
        page = vehicles(_VEHICLES)
        await fleet.ingest(VEHICLE, page)
        before = await _written(fleet.database)
        best = max([await fleet.timed(VEHICLE, page, IngestResult.UNCHANGED) for _ in range(_REPEATED)])
        report.at_least("vehicles read again, unchanged", best, "rows/s", 20_000)
        report.at_most("rows written by it", await _written(fleet.database) - before, "rows", 0)

    with_fleet(installation, measure)


async def _written(database: Database) -> int:
    """Rows that were written to the tables of records. A connection reports what it has done when it is asked to."""
    async with database.connection() as db:
        await db.execute("select pg_stat_force_next_flush()")
        await db.execute("select pg_stat_clear_snapshot()")
        found = await db.execute(
            """
            select sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint as n from pg_stat_user_tables
            where schemaname = 'public' and relname like 'record_%%'
            """,
            (),
        )
        row = await found.fetchone()
    assert row is not None
    return int(row["n"])
