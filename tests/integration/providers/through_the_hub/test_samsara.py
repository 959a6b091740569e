"""A partner writes to Samsara through the hub: real processes, the fake behind them, a network that loses answers."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.conftest import Api, Process
from tests.fakes.samsara import SamsaraFake
from tests.fakes.serving import serve
from tests.integration.providers.samsara_bench import TOKEN
from tests.integration.providers.through_the_hub.fleet import ConnectedFleet, fleet_at

PROVIDERS = ("samsara",)


@pytest.fixture
async def fake(ports: dict[str, int]) -> AsyncIterator[SamsaraFake]:
    async with serve(SamsaraFake(), port=ports["samsara"]) as running:
        yield running


@pytest.fixture
async def fleet(api: Api, anyone: Api, worker: Process, fake: SamsaraFake) -> ConnectedFleet:
    return await fleet_at(api, anyone, "samsara", TOKEN)


def driver(number: int) -> dict[str, Any]:
    return {"username": f"driver{number}", "first_name": "Dana", "last_name": f"Number{number}"}


async def test_a_driver_is_written_read_and_changed(fleet: ConnectedFleet, fake: SamsaraFake) -> None:
    made = await fleet.write("users", {**driver(1), "license_country": "USA"}, is_sync="true")
    assert made.status == 200, made.body
    results = {each["field"]: each["outcome"] for each in made.body["field_results"]}
    assert results["username"] == "applied"
    assert results["license_country"] == "not_supported"
    changed = await fleet.write("users", {"notes": "x"}, record=made.body["resource_id"], is_sync="true")
    assert changed.status == 200, changed.body
    assert fake.organization.drivers[0]["notes"] == "x"


async def test_a_vehicle_cannot_be_made_and_the_reason_is_said(fleet: ConnectedFleet) -> None:
    answer = await fleet.write("vehicles", {"vehicle_name": "Truck 7"})
    assert answer.status == 501
    assert "gateway" in json.dumps(answer.body)


async def test_a_dry_run_sends_nothing_and_shows_no_secret(fleet: ConnectedFleet, fake: SamsaraFake) -> None:
    asked = len(fake.seen)
    answer = await fleet.write("users", driver(1), dry_run="true")
    assert answer.status == 200, answer.body
    shown = json.dumps(answer.body)
    assert "/fleet/drivers" in shown
    assert TOKEN["token"] not in shown
    assert "*****" in shown
    assert len(fake.seen) == asked


async def test_losses_failures_throttling_and_a_killed_worker_make_no_second_driver(
    fleet: ConnectedFleet, fake: SamsaraFake, worker: Process
) -> None:
    luck = random.Random(7)  # noqa: S311 - no secret
    faults = fake.faults

    async def disturb() -> None:
        while True:
            setattr(faults, luck.choice(["cut_before", "cut_after", "fail"]), 1)
            # Seldom enough that nobody runs out of tries, of which there are five.
            await asyncio.sleep(0.3)

    # As many as Samsara's documented rate lets through within the time of this test, repetitions included.
    fake.limits = {"POST drivers": (12, 1.0)}
    faults.matches = lambda request: request.path.startswith("/fleet/drivers")
    disturbing = asyncio.create_task(disturb())
    answers = await asyncio.gather(
        *(fleet.write("users", {**driver(n), "is_active": n % 4 != 0}) for n in range(18)),
    )
    await asyncio.sleep(1)
    worker.kill()
    worker.start()
    await asyncio.sleep(2)
    disturbing.cancel()
    faults.matches = lambda _: False
    operations = await asyncio.gather(*(fleet.settled(answer.body["id"]) for answer in answers))
    assert [each["status"] for each in operations] == ["success"] * 18
    drivers = {each["username"]: each for each in fake.organization.drivers}
    assert len(fake.organization.drivers) == len(drivers) == 18
    assert {f"driver:{each['id']}" for each in drivers.values()} == {each["source_id"] for each in operations}
    inactive = {name for name, each in drivers.items() if each["driverActivationStatus"] == "deactivated"}
    assert inactive == {f"driver{n}" for n in range(0, 18, 4)}
