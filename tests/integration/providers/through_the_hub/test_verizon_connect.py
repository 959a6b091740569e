"""A partner writes to Reveal through the hub: real processes, a fake behind them, a lost answer, a token that ended."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api, PartnerFixture, Process, fetch_token, wait_for_http
from tests.fakes.serving import serve
from tests.fakes.verizon_connect import CREDENTIALS, RevealFake

from gladhand.stack import free_port

DANA = {"employee_number": "EMP-0042", "first_name": "Dana", "notes": "Night shift"}


@pytest.fixture(scope="module")
def hub(environment: dict[str, str], server: str) -> Iterator[tuple[str, int]]:
    """The address of a server that has a worker, and the port at which both look for Reveal."""
    port, place = free_port(), free_port()
    own = environment | {"GLADHAND_PROVIDER_URLS": json.dumps({"verizon_connect": f"http://127.0.0.1:{place}"})}
    serving = Process(["serve"], own | {"GLADHAND_PORT": str(port)}).start()
    worker = Process(["worker"], own).start()
    wait_for_http(f"http://127.0.0.1:{port}/health", serving)
    yield f"http://127.0.0.1:{port}", place
    assert worker.stop() == 0
    assert serving.stop() == 0


@dataclass
class Fleet:
    """A fleet that has connected its account, seen by its partner."""

    api: Api
    connection_id: str
    fake: RevealFake

    def body(self, **fields: Any) -> dict[str, Any]:
        return {"connection_id": self.connection_id, **fields}

    async def settled(self, operation_id: str) -> Any:
        place = f"/v2/integrations/connections/{self.connection_id}/resource-operations/{operation_id}"
        for _ in range(1200):
            operation = (await self.api.get(place)).body
            if operation["status"] != "pending":
                return operation
            await asyncio.sleep(0.05)
        raise AssertionError(f"not settled: {operation}")


@pytest.fixture
async def fleet(hub: tuple[str, int], anyone: Api, partner: PartnerFixture) -> AsyncIterator[Fleet]:
    url, place = hub
    async with serve(RevealFake(), port=place) as fake:
        stranger = Api(anyone.session, url)
        mine = stranger.with_token(await fetch_token(stranger, partner.client_id, partner.client_secret))
        wanted = {"fleet_ref": f"reveal-{uuid4().hex}", "permissions": {"user": "read_write"}}
        invited = await mine.post("/v2/orgs/invitations", wanted)
        accepted = await stranger.post(f"/v2/orgs/invitations/{invited.body['id']}/accept")
        [tsp] = (await mine.get("/v2/orgs/tsps?slug=verizon-connect-reveal")).body
        connected = await stranger.with_token(accepted.body["pre_registration_access_token"]).post(
            "/v2/integrations/connections", {"tsp_id": tsp["id"], "credentials": CREDENTIALS}
        )
        assert connected.status == 200, connected.body
        assert connected.body["credentials"]["password"] == "*****"
        yield Fleet(mine, connected.body["id"], fake)


async def test_a_driver_is_made_changed_and_told_field_by_field(fleet: Fleet) -> None:
    made = await fleet.api.post("/v2/telematics/users?is_sync=true", fleet.body(**DANA))
    assert (made.status, made.body["source_id"]) == (200, "EMP-0042")
    outcomes = {each["field"]: each["outcome"] for each in made.body["field_results"]}
    assert outcomes == {"employee_number": "applied", "first_name": "applied", "notes": "not_supported"}
    fleet.fake.tokens.clear()
    place = f"/v2/telematics/users/{made.body['resource_id']}?is_sync=true"
    changed = await fleet.api.patch(place, fleet.body(last_name="Example", first_name="Dana"))
    outcomes = {each["field"]: each["outcome"] for each in changed.body["field_results"]}
    assert outcomes == {"last_name": "applied", "first_name": "unchanged"}
    assert fleet.fake.drivers["EMP-0042"]["LastName"] == "Example"
    refused = await fleet.api.patch(place, fleet.body(is_active=False))
    assert refused.status == 502
    [result] = refused.body["field_results"]
    assert (result["field"], result["outcome"]) == ("is_active", "rejected")


async def test_a_create_whose_answer_is_lost_makes_one_driver_and_succeeds(fleet: Fleet) -> None:
    fleet.fake.faults.cut_after, fleet.fake.faults.matches = 1, lambda request: request.method == "POST"
    begun = await fleet.api.post("/v2/telematics/users", fleet.body(**DANA))
    operation = await fleet.settled(begun.body["id"])
    assert (operation["status"], operation["source_id"]) == ("success", "EMP-0042")
    assert [each.method for each in fleet.fake.seen].count("POST") == 1
    assert list(fleet.fake.drivers) == ["EMP-0042"]
