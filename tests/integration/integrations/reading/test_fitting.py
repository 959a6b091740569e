"""Schedules of a fleet that is too large for its provider's limits run less often, and say why."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from tests.conftest import Api
from tests.integration.conftest import Connected
from tests.integration.integrations.reading.conftest import Schedules

from gladhand.core.db import Database
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.schedules.fitting import IntervalAdjuster
from gladhand.records.coverage_queries import count_entities
from gladhand.records.incoming import IncomingRecord
from gladhand.records.service import ingest_page, remove_records
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE

SchedulesOf = Callable[[Connected], Schedules]

READS = providers()["motive"].registration.reads
USUAL = int(READS[ResourceEnum.VEHICLE_LOCATION].every.total_seconds())
_OF_AN_ADMINISTRATOR = 77


async def sized(database: Database, connected: Connected, count: int) -> None:
    """The provider has so many vehicles and as many users, and both were just read. Others are removed."""
    async with database.transaction() as db:
        for resource in (VEHICLE, USER):
            before = await count_entities(db, resource, connected.fleet_id, UUID(str(connected.connection_id)))
            gained = [_named(number) for number in range(before, count)]
            await ingest_page(db, resource, connected.origin, records=gained, audience=())
            lost = [str(number) for number in range(count, before)]
            await remove_records(db, resource, connected.origin, source_ids=lost, audience=())
        await db.execute(
            """
            update schedule set last_success_at = clock_timestamp()
            where fleet_id = %(fleet_id)s and connection_id = %(connection_id)s and resource = 'user'
            """,
            _of(connected),
        )


async def at_motive(database: Database, connected: Connected) -> None:
    """The schedules are those of Motive, one of which an administrator has changed."""
    intervals = {"user": 900, "vehicle_location": USUAL, "hos_availability": _OF_AN_ADMINISTRATOR}
    async with database.transaction() as db:
        await db.execute("delete from schedule where fleet_id = %(fleet_id)s", _of(connected))
        for resource, seconds in intervals.items():
            await db.execute(
                """
                insert into schedule (
                  fleet_id, connection_id, source_name, resource, execution_interval_seconds, due_at)
                values (%(fleet_id)s, %(connection_id)s, 'motive', %(resource)s, %(seconds)s, now() + interval '1 day')
                """,
                {**_of(connected), "resource": resource, "seconds": seconds},
            )


def _named(number: int) -> IncomingRecord:
    return IncomingRecord(source_id=str(number), fields={}, source_data={})


def _of(connected: Connected) -> dict[str, UUID]:
    return {"fleet_id": connected.fleet_id, "connection_id": UUID(str(connected.connection_id))}


async def test_a_large_fleet_is_read_less_often_and_the_schedule_says_why(
    connect: Callable[..., Awaitable[Connected]], schedules: SchedulesOf, database: Database
) -> None:
    connected = await connect(permissions={"user": "read", "vehicle_location": "read", "hos_availability": "read"})
    await at_motive(database, connected)
    of, adjuster = schedules(connected), IntervalAdjuster(database)
    await sized(database, connected, 1000)
    await adjuster.fit_read()
    schedule = await of.get("vehicle_location")
    assert (schedule["execution_interval_seconds"], schedule["stretched"]) == (USUAL, None)

    await sized(database, connected, 2000)
    await adjuster.fit_read()
    schedule = await of.get("vehicle_location")
    assert schedule["execution_interval_seconds"] > USUAL
    said = schedule["stretched"]
    assert (said["usual_interval_seconds"], said["vehicles"], said["drivers"]) == (USUAL, 2000, 2000)
    assert "Motive" in said["reason"]
    # An interval of an administrator stays.
    of_administrator = await of.get("hos_availability")
    assert (of_administrator["execution_interval_seconds"], of_administrator["stretched"]) == (
        _OF_AN_ADMINISTRATOR,
        None,
    )

    await sized(database, connected, 10)
    await adjuster.fit_read()
    schedule = await of.get("vehicle_location")
    assert (schedule["execution_interval_seconds"], schedule["stretched"]) == (USUAL, None)


async def test_an_administrator_ends_the_stretching(
    connect: Callable[..., Awaitable[Connected]], schedules: SchedulesOf, database: Database, admin: Api
) -> None:
    connected = await connect(permissions={"user": "read", "vehicle_location": "read", "hos_availability": "read"})
    await at_motive(database, connected)
    of, adjuster = schedules(connected), IntervalAdjuster(database)
    await sized(database, connected, 2000)
    await adjuster.fit_read()
    schedule = await of.get("vehicle_location")
    path = f"/v2/integrations/connections/{connected.connection_id}/schedules/{schedule['id']}"
    changed: Any = await admin.patch(path, {"execution_interval_seconds": 30})
    assert changed.status == 200, changed.body
    await sized(database, connected, 3000)
    await adjuster.fit_read()
    schedule = await of.get("vehicle_location")
    assert (schedule["execution_interval_seconds"], schedule["stretched"]) == (30, None)
