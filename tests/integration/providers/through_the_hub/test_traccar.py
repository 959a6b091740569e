"""A partner reads what trackers send to a real Traccar server, through the hub."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from tests.conftest import Api, Process, settings
from tests.integration.providers.through_the_hub.fleet import fleet_at
from tests.integration.providers.traccar_server import NEEDED, RealServer, prepared, real_server

pytestmark = [*NEEDED, pytest.mark.timeout(300)]

READS = ("user", "vehicle", "vehicle_location", "engine_status", "driver_safety_event")
# Positions are read once a minute, and ignitions and alarms every five.
_PATIENCE = 200.0
_KNOT = 0.514444
START = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
MEASURED = {"speed": 20, "odometer": 250_000_300, "fuelLevel": 62, "hours": 3_600_000 * 12}


@pytest.fixture(scope="module")
def environment(database_url: str, encryption_keys: str) -> dict[str, str]:
    more = {"GLADHAND_EXECUTION_CONCURRENCY": "4", "GLADHAND_PROVIDER_TIMEOUT_SECONDS": "30"}
    return settings(database_url, encryption_keys, **more)


@dataclass
class Trackers:
    """Trackers that speak the protocol of OsmAnd."""

    server: RealServer
    session: aiohttp.ClientSession
    token: str

    async def register(self, kind: str, **fields: str) -> Any:
        own = {"Authorization": f"Bearer {self.token}"}
        async with self.session.post(f"{self.server.url}/api/{kind}", json=fields, headers=own) as answer:
            assert answer.status == 200, await answer.text()
            return (await answer.json())["id"]

    async def send(self, device: str, minute: int, **more: Any) -> None:
        moment = START + timedelta(minutes=minute)
        place = {"lat": 30.0 + minute / 1000, "lon": -97.0}
        sent = {"id": device, "timestamp": int(moment.timestamp()), **place, **more}
        async with self.session.get(self.server.tracker_url, params=sent) as answer:
            assert answer.status == 200, await answer.text()

    async def is_noticed(self) -> None:
        """Wait until the server shows the alarm: it sorts for some seconds what arrives."""
        query = {"from": "2000-01-01T00:00:00Z", "to": "2099-01-01T00:00:00Z", "type": "alarm"}
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        while True:
            async with self.session.get(
                f"{self.server.url}/api/reports/events", params=query, headers=headers
            ) as answer:
                if await answer.json():
                    return
            await asyncio.sleep(0.5)


@dataclass
class Lists:
    """The lists of one connection."""

    api: Api
    connection_id: str

    async def read(self, path: str, size: int, **query: Any) -> list[Any]:
        """The list as soon as it has so many rows."""
        deadline, wanted = time.monotonic() + _PATIENCE, {"connection_id": self.connection_id, **query}
        while True:
            found = await self.api.get(f"/v2/telematics/{path}", params=wanted)
            assert found.status == 200, found.body
            rows: list[Any] = found.body["items"]
            if len(rows) >= size:
                return rows
            assert time.monotonic() < deadline, rows
            await asyncio.sleep(0.5)


async def test_positions_arrive_with_their_driver_and_late_ones_stay_in_the_past(
    api: Api, anyone: Api, worker: Process, tmp_path: Path
) -> None:
    async with real_server(tmp_path) as server, aiohttp.ClientSession() as session:
        _, token = await prepared(session, server.url)
        trackers = Trackers(server, session, token)
        for name in ("T-1", "T-2"):
            await trackers.register("devices", name=name, uniqueId=name)
        driver = f"driver:{await trackers.register('drivers', name='Dana Example', uniqueId='card-7')}"
        # A server tells of an ignition when it differs from that of the position before.
        await trackers.send("T-1", 98, ignition="false")
        await trackers.send("T-1", 100, ignition="true", driverUniqueId="card-7", **MEASURED)
        await trackers.send("T-1", 105, ignition="true", alarm="hardBraking", **MEASURED)
        await trackers.send("T-1", 110, ignition="false")
        await trackers.send("T-2", 90)
        # Late, and without reception.
        await trackers.send("T-1", 20)
        await trackers.send("T-2", 95, lat=0, lon=0, valid="false")
        await trackers.is_noticed()
        access = dict.fromkeys(READS, "read")
        fleet = await fleet_at(api, anyone, "traccar", {"url": server.url, "token": token}, rights=access)
        lists = Lists(api, fleet.connection["id"])
        vehicles = {each["vehicle_name"]: each["id"] for each in await lists.read("vehicles", 2)}
        assert vehicles.keys() == {"T-1", "T-2"}
        assert driver in {each["source_id"] for each in await lists.read("users", 1)}
        window = {"from_datetime": (START - timedelta(days=1)).isoformat()}
        history = await lists.read("vehicle-locations", 5, **of(vehicles["T-1"]), **window)
        assert [minute_of(each) for each in history] == [20, 98, 100, 105, 110]
        driving = history[2]
        assert driving["speed"] == pytest.approx(20 * _KNOT)
        assert (driving["odometer"], driving["fuel_level"], driving["engine_hours"]) == (250_000_300, 62, 12)
        assert driving["source_driver_id"] == driver
        assert driving["location"]["coordinates"] == [-97.0, 30.1]
        latest = {each["vehicle_id"]: minute_of(each) for each in await lists.read("vehicle-locations", 2)}
        assert latest == {vehicles["T-1"]: 110, vehicles["T-2"]: 90}
        (braked,) = await lists.read("driver-safety-events", 1, **window)
        assert (braked["event"], braked["vehicle_id"]) == ("hard_braking", vehicles["T-1"])
        states = await lists.read("engine-statuses", 2, **of(vehicles["T-1"]), **window)
        assert [each["engine_status"] for each in states] == ["ON", "OFF"]
        # What comes later arrives with a later run, and becomes the newest.
        fresh = (datetime.now(UTC) - START) // timedelta(minutes=1)
        await trackers.send("T-2", fresh)
        history = await lists.read("vehicle-locations", 2, **of(vehicles["T-2"]), **window)
        assert [minute_of(each) for each in history] == [90, fresh]


def of(vehicle_id: str) -> dict[str, str]:
    """The query of the history of one vehicle."""
    return {"only_latest": "false", "vehicle_ids": vehicle_id}


def minute_of(row: Any) -> int:
    return round((datetime.fromisoformat(row["occurred_at"]) - START) / timedelta(minutes=1))
