"""Two parents of the same records arrive at the same time."""

import asyncio
from datetime import timedelta

from tests.conftest import eventually
from tests.integration.records.conftest import Ingest

from gladhand.core import clock
from gladhand.core.db import Database, Db
from gladhand.records import service
from gladhand.records.incoming import IncomingRecord
from gladhand.records.ingest_queries import Audience
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT, DriverSafetyEventFields
from gladhand.resources.enums import DriverSafetyEventEnum
from gladhand.resources.resource import Resource
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE


def thing(source_id: str) -> IncomingRecord:
    return IncomingRecord(source_id=source_id, fields={}, source_data={"id": source_id})


def braking(source_id: str, vehicle: str, driver: str) -> IncomingRecord:
    fields = DriverSafetyEventFields(
        source_vehicle_id=vehicle, source_driver_id=driver, event=DriverSafetyEventEnum.HARD_BRAKING
    )
    return IncomingRecord(
        source_id=source_id,
        fields=fields.stored(),
        source_data={"id": source_id},
        occurred_at=clock.now() - timedelta(hours=1),
    )


async def test_parents_that_arrive_at_once_do_not_wait_for_each_other_in_a_circle(
    ingest: Ingest, database: Database
) -> None:
    async def arrives(db: Db, resource: Resource, source_id: str) -> None:
        audience = [Audience(ingest.partner_id, ingest.fleet_ref)]
        await service.ingest_page(db, resource, ingest.origin, records=[thing(source_id)], audience=audience)

    async def drivers() -> None:
        async with database.transaction() as db:
            await arrives(db, USER, "d-1")
            await arrives(db, USER, "d-2")

    async def somebody_waits() -> bool:
        return bool(await ingest.rows("select from pg_locks l join pg_stat_activity a using (pid)"
                                      " where not l.granted and a.datname = current_database()"))  # fmt: skip

    await ingest.page(DRIVER_SAFETY_EVENT, [braking("r-1", "v-1", "d-2"), braking("r-2", "v-2", "d-1")])
    async with database.transaction() as db:
        await arrives(db, VEHICLE, "v-1")
        task = asyncio.create_task(drivers())
        await eventually(somebody_waits, "the drivers' transaction to wait")
        await arrives(db, VEHICLE, "v-2")
    await task

    listed = await ingest.list_(DRIVER_SAFETY_EVENT)
    assert len(listed) == 2
    assert all(each["vehicle_id"] and each["driver_id"] for each in listed)
