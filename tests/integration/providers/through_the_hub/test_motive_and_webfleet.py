"""A partner writes to Motive and Webfleet through the hub: real processes, the fakes behind them, lost answers."""

import json
from collections.abc import AsyncIterator

import pytest
from tests.conftest import Api, Process
from tests.fakes import webfleet
from tests.fakes.motive import API_KEY, MotiveFake
from tests.fakes.serving import serve
from tests.fakes.webfleet import WebfleetFake
from tests.integration.providers.through_the_hub.fleet import ConnectedFleet, fleet_at

PROVIDERS = ("motive", "webfleet")
OPTIONS = {"webfleet": {"api_key": webfleet.API_KEY}}


@pytest.fixture
async def at_motive(
    api: Api, anyone: Api, worker: Process, ports: dict[str, int]
) -> AsyncIterator[tuple[ConnectedFleet, MotiveFake]]:
    async with serve(MotiveFake(), port=ports["motive"]) as fake:
        yield await fleet_at(api, anyone, "motive", {"api_key": API_KEY}), fake


@pytest.fixture
async def at_webfleet(
    api: Api, anyone: Api, worker: Process, ports: dict[str, int]
) -> AsyncIterator[tuple[ConnectedFleet, WebfleetFake]]:
    async with serve(WebfleetFake(), port=ports["webfleet"]) as fake:
        yield await fleet_at(api, anyone, "webfleet", webfleet.ACCOUNT), fake


async def test_motive_gets_a_driver_a_vehicle_and_a_trailer(at_motive: tuple[ConnectedFleet, MotiveFake]) -> None:
    fleet, fake = at_motive
    body = {"username": "dana", "first_name": "Dana", "last_name": "Example", "notes": "x"}
    made = await fleet.write("users", body, is_sync="true")
    assert made.status == 200, made.body
    assert {each["field"]: each["outcome"] for each in made.body["field_results"]}["notes"] == "not_supported"
    changed = await fleet.write("users", {"allow_yard_move": True}, record=made.body["resource_id"], is_sync="true")
    assert changed.status == 200, changed.body
    assert fake.users[0]["yard_moves_enabled"] is True
    assert (await fleet.write("vehicles", {"vehicle_name": "7", "external_id": "T7"}, is_sync="true")).status == 200
    trailer = {"trailer_name": "T", "trailer_type": "Flatbed", "oem": "A", "model_type": "B", "model_year": 2020}
    assert (await fleet.write("trailers", trailer, is_sync="true")).status == 200
    assert [len(table.rows) for table in fake.tables.values()] == [1, 1, 1]


async def test_a_refusal_by_motive_names_the_field(at_motive: tuple[ConnectedFleet, MotiveFake]) -> None:
    fleet, _ = at_motive
    body = {"username": "dana", "first_name": "Dana", "last_name": "Example"}
    assert (await fleet.write("users", body, is_sync="true")).status == 200
    again = await fleet.write("users", body, is_sync="true")
    assert again.status == 502, again.body
    assert {each["field"]: each["outcome"] for each in again.body["field_results"]}["username"] == "rejected"


async def test_lost_answers_make_no_second_driver_at_motive(at_motive: tuple[ConnectedFleet, MotiveFake]) -> None:
    fleet, fake = at_motive
    fake.faults.cut_after = 3
    fake.faults.matches = lambda request: request.method == "POST"
    answers = [
        await fleet.write("users", {"username": f"d{n}", "first_name": "Dana", "last_name": "E"}) for n in range(4)
    ]
    operations = [await fleet.settled(answer.body["id"]) for answer in answers]
    assert [each["status"] for each in operations] == ["success"] * 4
    assert sorted(str(user["id"]) for user in fake.users) == sorted(each["source_id"] for each in operations)


async def test_a_lost_answer_makes_no_second_driver_at_webfleet(
    at_webfleet: tuple[ConnectedFleet, WebfleetFake],
) -> None:
    fleet, fake = at_webfleet
    fake.faults.cut_after = 1
    fake.faults.matches = lambda request: request.query["action"] == "insertDriverExtern"
    answer = await fleet.write("users", {"employee_number": "E-1", "first_name": "Dana", "country_code": "DEU"})
    operation = await fleet.settled(answer.body["id"])
    assert operation["status"] == "success", operation
    assert [operation["source_id"]] == [f"driver:{uid}" for uid in fake.drivers]
    assert fake.over_quota == 0
    shown = json.dumps([operation, answer.body])
    assert webfleet.ACCOUNT["password"] not in shown
    assert webfleet.API_KEY not in shown


async def test_a_dry_run_at_webfleet_shows_the_address_without_its_secrets(
    at_webfleet: tuple[ConnectedFleet, WebfleetFake],
) -> None:
    fleet, fake = at_webfleet
    asked = len(fake.seen)
    answer = await fleet.write("users", {"employee_number": "E-1", "first_name": "Dana"}, dry_run="true")
    assert answer.status == 200, answer.body
    shown = json.dumps(answer.body)
    assert "action=insertDriverExtern" in shown
    assert not any(secret in shown for secret in (webfleet.API_KEY, "EXAMPLE%2F", "Pass%2B", "Pass+"))
    assert len(fake.seen) == asked


async def test_a_vehicle_cannot_be_made_at_webfleet_and_the_reason_is_said(
    at_webfleet: tuple[ConnectedFleet, WebfleetFake],
) -> None:
    fleet, _ = at_webfleet
    answer = await fleet.write("vehicles", {"vehicle_name": "7"})
    assert answer.status == 501, answer.body
    assert "contract" in json.dumps(answer.body)
