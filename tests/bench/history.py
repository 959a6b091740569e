"""Millions of positions of many fleets, made by the database: what a list has to find its rows among."""

from datetime import UTC, date, datetime, timedelta

import psycopg
from psycopg.rows import DictRow
from tests.bench.fleets import MeasuredFleet

from gladhand.core.db import Database
from gladhand.records.partition_queries import create_partitions
from gladhand.records.retention import daily_table
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

DAYS = 45
_FLEETS = 100
#: Of one fleet on the day before today: more than a thousand pages.
LONG_DAY = 310_000


async def fill(database: Database, connection: psycopg.Connection[DictRow], fleet: MeasuredFleet, rows: int) -> None:
    """Store so many positions: of a hundred fleets over 45 days, and a long day of the measured fleet."""
    table = daily_table(VEHICLE_LOCATION)
    assert table is not None
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=number) for number in range(DAYS + 1, 0, -1)]
    async with database.transaction() as db:
        await create_partitions(db, table, days)
    connection.execute(
        "create temporary table filled as select gen_random_uuid() as id from generate_series(1, %s)", (_FLEETS,)
    )
    each = (rows - LONG_DAY) // (len(days) * _FLEETS)
    for day in days:
        _insert(connection, "select id from filled order by id", day, each)
        # The measured fleet has some rows of every day.
        _insert(connection, f"select '{fleet.origin.fleet_id}'::uuid as id", day, LONG_DAY if day == days[-1] else each)
    _count(connection, fleet)
    connection.execute("vacuum analyze record_vehicle_location")


def _insert(connection: psycopg.Connection[DictRow], fleets: str, day: date, each: int) -> None:
    connection.execute(
        f"""
        insert into record_vehicle_location (occurred_at, page, page_row, origin, fleet_id, id, vehicle_id, source_id,
          source_data_hash, source_vehicle_id, location, speed, odometer, fuel_level)
        select at, extract(epoch from at)::bigint * 1000000 << 10, n %% 5000, 1, f.id, gen_random_uuid(),
          lpad(to_hex(n %% 500), 32, '0')::uuid, 900000000 + n, lpad(to_hex(hashint8(n)), 16, '0')::macaddr8,
          210000000 + n %% 500,
          point(-97.7 + n %% 9973 / 1e4, 30.2 + n %% 7919 / 1e4), n %% 30 + 0.5, 402336000.0 + n, n %% 100
        from ({fleets}) f, generate_series(1, %(each)s) n,
          lateral (select %(day)s::date at time zone 'UTC' + n * interval '24 hours' / (%(each)s + 1) as at) t
        """,
        {"day": day, "each": each},
    )


def _count(connection: psycopg.Connection[DictRow], fleet: MeasuredFleet) -> None:
    """The counters that an ingest of the measured fleet's rows would have stored."""
    values = (fleet.origin.connection_id, fleet.origin.fleet_id)
    for table, unit, shard in (("record_count", "day", ", 0"), ("record_hour_count", "hour", "")):
        connection.execute(
            f"""
            insert into {table}
            select fleet_id, 'vehicle_location', %s, date_trunc('{unit}', occurred_at, 'UTC'){shard}, count(*)
            from record_vehicle_location where fleet_id = %s and occurred_at < date_trunc('day', now(), 'UTC')
            group by fleet_id, date_trunc('{unit}', occurred_at, 'UTC')
            """,
            values,
        )
