"""A partner writes to Motive and Webfleet through the hub: real processes, the fakes behind them, lost answers."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api, PartnerFixture, Process, fetch_token, wait_for_http
from tests.fakes import webfleet
from tests.fakes.motive import API_KEY, MotiveFake
from tests.fakes.serving import serve
from tests.fakes.webfleet import WebfleetFake

from gladhand.stack import free_port

RIGHTS = {"user": "read_write", "vehicle": "read_write", "trailer": "read_write"}


@dataclass
class Hub:
    """A server and a worker of their own, which reach both providers at ports of this machine."""

    url: str
    ports: dict[str, int]
    worker: Process


@pytest.fixture(scope="module")
def hub(environment: dict[str, str], server: str) -> Iterator[Hub]:
    port, ports = free_port(), {"motive": free_port(), "webfleet": free_port()}
    own = environment | {
        "GLADHAND_PROVIDER_URLS": json.dumps({name: f"http://127.0.0.1:{at}" for name, at in ports.items()}),
        "GLADHAND_PROVIDER_OPTIONS": json.dumps({"webfleet": {"api_key": webfleet.API_KEY}}),
    }
    serving = Process(["serve"], own | {"GLADHAND_PORT": str(port)}).start()
    worker = Process(["worker"], own).start()
    wait_for_http(f"http://127.0.0.1:{port}/health", serving)
    yield Hub(f"http://127.0.0.1:{port}", ports, worker)
    assert worker.stop() == 0
    assert serving.stop() == 0


@dataclass
class Fleet:
    """A fleet that has connected its account at a fake, seen by its partner."""

    api: Api
    connection_id: str

    async def write(self, path: str, body: dict[str, Any], *, record: str | None = None, **query: str) -> Any:
        asked = "".join(f"?{name}={value}" for name, value in query.items())
        place = f"/v2/telematics/{path}{f'/{record}' if record else ''}{asked}"
        sent = {"connection_id": self.connection_id, **body}
        return await (self.api.patch(place, sent) if record else self.api.post(place, sent))

    async def settled(self, operation_id: str) -> Any:
        place = f"/v2/integrations/connections/{self.connection_id}/resource-operations/{operation_id}"
        for _ in range(1200):
            operation = (await self.api.get(place)).body
            if operation["status"] != "pending":
                return operation
            await asyncio.sleep(0.05)
        raise AssertionError(f"not settled: {operation}")


async def fleet_at(hub: Hub, anyone: Api, partner: PartnerFixture, slug: str, credentials: dict[str, str]) -> Fleet:
    stranger = Api(anyone.session, hub.url)
    mine = stranger.with_token(await fetch_token(stranger, partner.client_id, partner.client_secret))
    wanted = {"fleet_ref": f"{slug}-{uuid4().hex}", "permissions": RIGHTS}
    invited = await mine.post("/v2/orgs/invitations", wanted)
    accepted = await stranger.post(f"/v2/orgs/invitations/{invited.body['id']}/accept")
    tsps = (await mine.get(f"/v2/orgs/tsps?slug={slug}")).body
    (tsp,) = tsps if isinstance(tsps, list) else tsps["items"]
    connected = await stranger.with_token(accepted.body["pre_registration_access_token"]).post(
        "/v2/integrations/connections", {"tsp_id": tsp["id"], "credentials": credentials}
    )
    assert connected.status == 200, connected.body
    return Fleet(mine, connected.body["id"])


@pytest.fixture
async def at_motive(hub: Hub, anyone: Api, partner: PartnerFixture) -> AsyncIterator[tuple[Fleet, MotiveFake]]:
    async with serve(MotiveFake(), port=hub.ports["motive"]) as fake:
        yield await fleet_at(hub, anyone, partner, "motive", {"api_key": API_KEY}), fake


@pytest.fixture
async def at_webfleet(hub: Hub, anyone: Api, partner: PartnerFixture) -> AsyncIterator[tuple[Fleet, WebfleetFake]]:
    async with serve(WebfleetFake(), port=hub.ports["webfleet"]) as fake:
        yield await fleet_at(hub, anyone, partner, "webfleet", webfleet.ACCOUNT), fake


async def test_motive_gets_a_driver_a_vehicle_and_a_trailer(at_motive: tuple[Fleet, MotiveFake]) -> None:
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


async def test_a_refusal_by_motive_names_the_field(at_motive: tuple[Fleet, MotiveFake]) -> None:
    fleet, _ = at_motive
    body = {"username": "dana", "first_name": "Dana", "last_name": "Example"}
    assert (await fleet.write("users", body, is_sync="true")).status == 200
    again = await fleet.write("users", body, is_sync="true")
    assert again.status == 502, again.body
    assert {each["field"]: each["outcome"] for each in again.body["field_results"]}["username"] == "rejected"


async def test_lost_answers_make_no_second_driver_at_motive(at_motive: tuple[Fleet, MotiveFake]) -> None:
    fleet, fake = at_motive
    fake.faults.cut_after = 3
    fake.faults.matches = lambda request: request.method == "POST"
    answers = [
        await fleet.write("users", {"username": f"d{n}", "first_name": "Dana", "last_name": "E"}) for n in range(4)
    ]
    operations = [await fleet.settled(answer.body["id"]) for answer in answers]
    assert [each["status"] for each in operations] == ["success"] * 4
    assert sorted(str(user["id"]) for user in fake.users) == sorted(each["source_id"] for each in operations)


async def test_a_lost_answer_makes_no_second_driver_at_webfleet(at_webfleet: tuple[Fleet, WebfleetFake]) -> None:
    fleet, fake = at_webfleet
    fake.faults.cut_after = 1
    fake.faults.matches = lambda request: request.query["action"] == "insertDriverExtern"
    answer = await fleet.write("users", {"employee_number": "E-1", "first_name": "Dana", "country_code": "DEU"})
    operation = await fleet.settled(answer.body["id"])
    assert operation["status"] == "success", operation
    assert [operation["source_id"]] == list(fake.drivers)
    assert fake.over_quota == 0
    shown = json.dumps([operation, answer.body])
    assert webfleet.ACCOUNT["password"] not in shown
    assert webfleet.API_KEY not in shown


async def test_a_dry_run_at_webfleet_shows_the_address_without_its_secrets(
    at_webfleet: tuple[Fleet, WebfleetFake],
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
    at_webfleet: tuple[Fleet, WebfleetFake],
) -> None:
    fleet, _ = at_webfleet
    answer = await fleet.write("vehicles", {"vehicle_name": "7"})
    assert answer.status == 501, answer.body
    assert "contract" in json.dumps(answer.body)
