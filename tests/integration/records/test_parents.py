"""Parents that arrive after the records that name them."""

import asyncio
from datetime import timedelta
from typing import Any

from tests.conftest import eventually
from tests.integration.records.conftest import Ingest

from gladhand.core import clock
from gladhand.core.db import Database, Db
from gladhand.core.ids import record_id
from gladhand.records import service
from gladhand.records.incoming import IncomingRecord, IngestResult
from gladhand.records.ingest_queries import Audience
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT, DriverSafetyEventFields
from gladhand.resources.enums import DriverSafetyEventEnum
from gladhand.resources.group_message import GROUP_MESSAGE, GroupMessageFields
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


async def test_the_recipients_of_a_message_are_those_that_are_known_in_the_order_of_the_provider(
    ingest: Ingest,
) -> None:
    fields = GroupMessageFields(source_recipient_ids=["d-3", "d-1", "d-2"], message_text="Dock 4").stored()
    message = IncomingRecord(
        source_id="m-1", fields=fields, source_data={}, occurred_at=clock.now() - timedelta(hours=1)
    )
    ids = {name: str(record_id(ingest.origin.connection_id, "user", name)) for name in ("d-1", "d-2", "d-3")}

    async def recipients() -> Any:
        (row,) = await ingest.list_(GROUP_MESSAGE)
        return row["recipient_ids"]

    await ingest.page(GROUP_MESSAGE, [message])
    assert await recipients() is None
    await ingest.page(USER, [thing("d-2")])
    assert await recipients() == [ids["d-2"]]
    await ingest.page(USER, [thing("d-3"), thing("d-1")])
    assert await recipients() == [ids["d-3"], ids["d-1"], ids["d-2"]]
    # Read again, it is as it was.
    assert await ingest.page(GROUP_MESSAGE, [message]) == [IngestResult.UNCHANGED]
    events = [each["event_name"] for each in await ingest.events() if each["event_name"].startswith("group")]
    assert events == ["group_message.added", "group_message.modified", "group_message.modified"]
    waiting = await ingest.rows("select from record_missing_parent where fleet_id = %s", ingest.origin.fleet_id)
    assert waiting == []
