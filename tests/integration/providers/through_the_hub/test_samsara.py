"""A partner writes to Samsara through the hub: real processes, the fake behind them, a network that loses answers."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api, PartnerFixture, Process, fetch_token, wait_for_http
from tests.fakes.samsara import SamsaraFake
from tests.fakes.serving import serve
from tests.integration.providers.samsara_bench import TOKEN

from gladhand.stack import free_port

RIGHTS = {"user": "read_write", "vehicle": "read_write", "trailer": "read_write"}


@dataclass
class Hub:
    """A server and a worker of their own, which reach Samsara at a port of this machine."""

    url: str
    samsara_port: int
    worker: Process


@pytest.fixture(scope="module")
def hub(environment: dict[str, str], server: str) -> Iterator[Hub]:
    port, samsara = free_port(), free_port()
    own = environment | {"GLADHAND_PROVIDER_URLS": json.dumps({"samsara": f"http://127.0.0.1:{samsara}"})}
    serving = Process(["serve"], own | {"GLADHAND_PORT": str(port)}).start()
    worker = Process(["worker"], own).start()
    wait_for_http(f"http://127.0.0.1:{port}/health", serving)
    yield Hub(f"http://127.0.0.1:{port}", samsara, worker)
    assert worker.stop() == 0
    assert serving.stop() == 0


@dataclass
class Fleet:
    """A fleet that has connected its account at the fake, seen by its partner."""

    api: Api
    connection_id: str
    fake: SamsaraFake

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


@pytest.fixture
async def fleet(hub: Hub, anyone: Api, partner: PartnerFixture) -> AsyncIterator[Fleet]:
    stranger = Api(anyone.session, hub.url)
    mine = stranger.with_token(await fetch_token(stranger, partner.client_id, partner.client_secret))
    async with serve(SamsaraFake(), port=hub.samsara_port) as fake:
        invited = await mine.post(
            "/v2/orgs/invitations", {"fleet_ref": f"samsara-{uuid4().hex}", "permissions": RIGHTS}
        )
        assert invited.status == 201, invited.body
        accepted = await stranger.post(f"/v2/orgs/invitations/{invited.body['id']}/accept")
        tsps = (await mine.get("/v2/orgs/tsps?slug=samsara")).body
        (tsp,) = tsps if isinstance(tsps, list) else tsps["items"]
        connected = await stranger.with_token(accepted.body["pre_registration_access_token"]).post(
            "/v2/integrations/connections", {"tsp_id": tsp["id"], "credentials": TOKEN}
        )
        assert connected.status == 200, connected.body
        yield Fleet(mine, connected.body["id"], fake)


def driver(number: int) -> dict[str, Any]:
    return {"username": f"driver{number}", "first_name": "Dana", "last_name": f"Number{number}"}


async def test_a_driver_is_written_read_and_changed(fleet: Fleet) -> None:
    made = await fleet.write("users", {**driver(1), "license_country": "USA"}, is_sync="true")
    assert made.status == 200, made.body
    results = {each["field"]: each["outcome"] for each in made.body["field_results"]}
    assert results["username"] == "applied"
    assert results["license_country"] == "not_supported"
    changed = await fleet.write("users", {"notes": "x"}, record=made.body["resource_id"], is_sync="true")
    assert changed.status == 200, changed.body
    assert fleet.fake.organization.drivers[0]["notes"] == "x"


async def test_a_vehicle_cannot_be_made_and_the_reason_is_said(fleet: Fleet) -> None:
    answer = await fleet.write("vehicles", {"vehicle_name": "Truck 7"})
    assert answer.status == 501
    assert "gateway" in json.dumps(answer.body)


async def test_a_dry_run_sends_nothing_and_shows_no_secret(fleet: Fleet) -> None:
    asked = len(fleet.fake.seen)
    answer = await fleet.write("users", driver(1), dry_run="true")
    assert answer.status == 200, answer.body
    shown = json.dumps(answer.body)
    assert "/fleet/drivers" in shown
    assert TOKEN["token"] not in shown
    assert "*****" in shown
    assert len(fleet.fake.seen) == asked


async def test_losses_failures_throttling_and_a_killed_worker_make_no_second_driver(fleet: Fleet, hub: Hub) -> None:
    luck = random.Random(7)  # noqa: S311 - no secret
    faults = fleet.fake.faults

    async def disturb() -> None:
        while True:
            setattr(faults, luck.choice(["cut_before", "cut_after", "fail"]), 1)
            # Seldom enough that nobody runs out of tries, of which there are five.
            await asyncio.sleep(0.3)

    fleet.fake.limits = {"POST drivers": (20, 1.0)}
    faults.matches = lambda request: request.path.startswith("/fleet/drivers")
    disturbing = asyncio.create_task(disturb())
    answers = await asyncio.gather(
        *(fleet.write("users", {**driver(n), "is_active": n % 4 != 0}) for n in range(30)),
    )
    await asyncio.sleep(1)
    hub.worker.kill()
    hub.worker.start()
    await asyncio.sleep(2)
    disturbing.cancel()
    faults.matches = lambda _: False
    operations = await asyncio.gather(*(fleet.settled(answer.body["id"]) for answer in answers))
    assert [each["status"] for each in operations] == ["success"] * 30
    drivers = {each["username"]: each for each in fleet.fake.organization.drivers}
    assert len(fleet.fake.organization.drivers) == len(drivers) == 30
    assert {f"driver:{each['id']}" for each in drivers.values()} == {each["source_id"] for each in operations}
    inactive = {name for name, each in drivers.items() if each["driverActivationStatus"] == "deactivated"}
    assert inactive == {f"driver{n}" for n in range(0, 30, 4)}
