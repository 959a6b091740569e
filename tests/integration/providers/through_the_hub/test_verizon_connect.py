"""A partner writes to Reveal through the hub: real processes, a fake behind them, a lost answer, a token that ended."""

from collections.abc import AsyncIterator

import pytest
from tests.conftest import Api, Process
from tests.fakes.serving import serve
from tests.fakes.verizon_connect import CREDENTIALS, RevealFake
from tests.integration.providers.through_the_hub.fleet import ConnectedFleet, fleet_at

PROVIDERS = ("verizon_connect",)
DANA = {"employee_number": "EMP-0042", "first_name": "Dana", "notes": "Night shift"}


@pytest.fixture
async def fake(ports: dict[str, int]) -> AsyncIterator[RevealFake]:
    async with serve(RevealFake(), port=ports["verizon_connect"]) as running:
        yield running


@pytest.fixture
async def fleet(api: Api, anyone: Api, worker: Process, fake: RevealFake) -> ConnectedFleet:
    connected = await fleet_at(api, anyone, "verizon-connect-reveal", CREDENTIALS)
    assert connected.connection["credentials"]["password"] == "*****"
    return connected


async def test_a_driver_is_made_changed_and_told_field_by_field(fleet: ConnectedFleet, fake: RevealFake) -> None:
    made = await fleet.write("users", DANA, is_sync="true")
    assert (made.status, made.body["source_id"]) == (200, "driver:EMP-0042")
    outcomes = {each["field"]: each["outcome"] for each in made.body["field_results"]}
    assert outcomes == {"employee_number": "applied", "first_name": "applied", "notes": "not_supported"}
    fake.tokens.clear()
    record = made.body["resource_id"]
    changed = await fleet.write("users", {"last_name": "Example", "first_name": "Dana"}, record=record, is_sync="true")
    outcomes = {each["field"]: each["outcome"] for each in changed.body["field_results"]}
    assert outcomes == {"last_name": "applied", "first_name": "unchanged"}
    assert fake.drivers["EMP-0042"]["LastName"] == "Example"
    refused = await fleet.write("users", {"is_active": False}, record=record, is_sync="true")
    assert refused.status == 502
    [result] = refused.body["field_results"]
    assert (result["field"], result["outcome"]) == ("is_active", "rejected")


async def test_a_create_whose_answer_is_lost_makes_one_driver_and_succeeds(
    fleet: ConnectedFleet, fake: RevealFake
) -> None:
    fake.faults.cut_after, fake.faults.matches = 1, lambda request: request.method == "POST"
    begun = await fleet.write("users", DANA)
    operation = await fleet.settled(begun.body["id"])
    assert (operation["status"], operation["source_id"]) == ("success", "driver:EMP-0042")
    assert [each.method for each in fake.seen].count("POST") == 1
    assert list(fake.drivers) == ["EMP-0042"]
