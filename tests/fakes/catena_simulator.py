"""The simulator stands for itself: it is a server of gladhand's, and no fake is needed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
from tests.fakes.accounts import FakeAccount

from gladhand.resources.enums import ResourceEnum
from gladhand.simulator import serve

#: The fleet stands still, so that two reads see the same.
NOW = datetime(2026, 3, 12, 15, tzinfo=UTC)
#: What is rare in a small fleet.
_SPANS = {
    ResourceEnum.TRAILER_LOCATION: timedelta(hours=12),
    ResourceEnum.TRAILER_STATUS: timedelta(hours=12),
    ResourceEnum.ENGINE_STATUS: timedelta(days=1),
    ResourceEnum.VEHICLE_SENSOR: timedelta(days=1),
    ResourceEnum.ENGINE_LOG: timedelta(days=40),
    ResourceEnum.HOS_EVENT: timedelta(days=12),
    ResourceEnum.HOS_VIOLATION: timedelta(days=30),
    ResourceEnum.DVIR_LOG_DEFECT: timedelta(days=30),
    ResourceEnum.IFTA_SUMMARY: timedelta(days=30),
    ResourceEnum.DRIVER_SAFETY_EVENT: timedelta(days=12),
    ResourceEnum.FUEL_TRANSACTION: timedelta(days=12),
    ResourceEnum.HOS_EVENT_ATTACHMENT: timedelta(days=12),
}


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    async with serve(trucks=2) as url:
        async with http.put(f"{url}/_control/clock", json={"now": NOW.isoformat(), "speed": 0}) as answer:
            answer.raise_for_status()
        yield FakeAccount(
            "catena_simulator",
            url,
            http,
            {"api_key": "demo-key"},
            now=NOW,
            spans=_SPANS,
            references={ResourceEnum.USER: ["user:dispatch", "user:mara-lind"], ResourceEnum.VEHICLE: ["veh:101"]},
        )
