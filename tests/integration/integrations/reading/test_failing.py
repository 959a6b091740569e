"""The log of runs that fail: once when it begins, once when it is over. Real database, an adapter that does as told."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from structlog.testing import capture_logs
from tests.integration.integrations.reading.scripted import SIMULATOR, ScriptedSchedule
from tests.integration.records.conftest import new_ingest
from tests.own_installation import database_url

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.integrations.schedules import service
from gladhand.resources.vehicle_location import VEHICLE_LOCATION, VehicleLocationFields
from gladhand.sdk.errors import Unavailable
from gladhand.sdk.reading import FEED, Batch, Read, Slice

# A worker would read the connections.
__all__ = ["database_url"]

DAY = timedelta(days=1)


@dataclass
class MaintainedProvider:
    is_down: bool = False


async def _fetch(adapter: Any, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    provider: MaintainedProvider = adapter.options["answers"]
    if provider.is_down:
        raise Unavailable("Down for maintenance.")
    yield Batch([], state={"after": "1"})


class MaintainedFeed(SIMULATOR):  # type: ignore[misc,valid-type]  # the registry finds it
    reads = (Read(VEHICLE_LOCATION, _fetch, mode=FEED, every=DAY, backfill=DAY, lookback=DAY, shows=()),)
    writes = ()


async def test_an_outage_is_logged_once_and_its_end_once_also_when_the_schedule_was_switched_off_meanwhile(
    database: Database, keyring: Keyring, make_connection: Callable[..., Awaitable[Any]]
) -> None:
    ingest, provider = await new_ingest(database, keyring), MaintainedProvider()
    schedule = await ScriptedSchedule.add(
        ingest, await make_connection(ingest), MaintainedFeed, provider, history=timedelta()
    )
    ids = (await schedule.schedule())["id"], ingest.origin.connection_id
    await ingest.rows("update schedule set consecutive_error_threshold = 2 where id = %s returning id", ids[0])

    async def logged() -> list[str]:
        with capture_logs() as lines:
            await schedule.run()
        return [line["event"] for line in lines if line.get("schedule_id") == str(ids[0])]

    assert await logged() == []
    provider.is_down = True
    assert await logged() == ["schedule.failing"]
    assert await logged() == ["schedule.deactivated"]
    async with database.transaction() as db:
        await service.activate(db, ingest.origin.fleet_id, ids[1], ids[0])
    assert await logged() == []
    provider.is_down = False
    assert await logged() == ["schedule.recovered"]
    assert await logged() == []
