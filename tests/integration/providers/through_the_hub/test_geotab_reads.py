"""Everything that Geotab has, read by a worker and listed for the partner."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import PATIENCE, Api, Process
from tests.fakes.geotab import GeotabFake
from tests.fakes.geotab_days import drive
from tests.fakes.serving import serve
from tests.integration.providers.through_the_hub.fleet import ConnectedFleet, fleet_at

from gladhand.integrations.hosting.registry import providers
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk import clock
from gladhand.sdk.source_ids import utc_text

PROVIDERS = ("geotab",)
SETTINGS = {"GLADHAND_EXECUTION_CONCURRENCY": "4"}
CREDENTIALS = {"username": GeotabFake.USER, "password": GeotabFake.PASSWORD, "database": GeotabFake.DATABASE}
READ = providers()["geotab"].registration.reads


@pytest.fixture
async def fake(ports: dict[str, int]) -> AsyncIterator[GeotabFake]:
    async with serve(GeotabFake(), port=ports["geotab"]) as running:
        drive(running.database, clock.now())
        yield running


@pytest.fixture
async def fleet(api: Api, anyone: Api, worker: Process, fake: GeotabFake) -> ConnectedFleet:
    rights = {resource.value: "read" for resource in READ}
    return await fleet_at(api, anyone, "geotab", CREDENTIALS, rights=rights)


async def records(fleet: ConnectedFleet, resource: ResourceEnum, is_there: Callable[[list[Any]], bool]) -> list[Any]:
    """The records of a list, as soon as they are there."""
    known = REGISTRY[resource]
    place = f"/v2/telematics/{known.path}?connection_id={fleet.connection['id']}"
    if known.has_window:
        place += f"&from_datetime={utc_text(clock.now() - timedelta(days=40))}"
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await fleet.api.get(place)
            assert answer.status == 200, answer.body
            if is_there(answer.body["items"]):
                return list(answer.body["items"])
            await asyncio.sleep(0.2)


async def test_every_resource_is_listed_and_refers_to_drivers_and_vehicles(fleet: ConnectedFleet) -> None:
    ids = {each: {row["id"] for row in await records(fleet, each, bool)} for each in READ}
    for resource in (ResourceEnum.HOS_EVENT, ResourceEnum.DRIVER_SAFETY_EVENT, ResourceEnum.FUEL_TRANSACTION):
        found = await records(fleet, resource, lambda rows: all(row["driver_id"] and row["vehicle_id"] for row in rows))
        assert {row["driver_id"] for row in found} <= ids[ResourceEnum.USER]
        assert {row["vehicle_id"] for row in found} <= ids[ResourceEnum.VEHICLE]
    attached = ResourceEnum.TRAILER_VEHICLE_ASSOCIATION
    found = await records(fleet, attached, lambda rows: all(row["trailer_id"] for row in rows))
    assert {row["trailer_id"] for row in found} == ids[ResourceEnum.TRAILER]
