"""Webfleet's own client for Python drives the fake that stands in for WEBFLEET.connect."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.fakes.serving import serve
from tests.fakes.webfleet import ACCOUNT, API_KEY, WebfleetFake
from wfconnect.wfconnect import WfConnect, WfConnectError

DANA = {"driverno": "EMP-0042", "name": "Dana", "name2": "Exämple", "email": "dana@fleet.example", "country": "DE"}


@pytest.fixture
async def fake() -> AsyncIterator[WebfleetFake]:
    async with serve(WebfleetFake()) as served:
        # Its client reads every answer as JSON, that of a write too.
        served.says_nothing_for = "[]"
        yield served


async def asked(fake: WebfleetFake, action: str, *, password: str = ACCOUNT["password"], **parameters: Any) -> Any:
    def ask() -> Any:
        client = WfConnect(f"{fake.url}/extern")
        client.setAuthentication(ACCOUNT["company_id"], ACCOUNT["username"], password, API_KEY)
        try:
            return getattr(client, action)(**parameters)
        finally:
            client._requests_session.close()

    return await asyncio.to_thread(ask)


async def test_it_makes_changes_and_finds_drivers(fake: WebfleetFake) -> None:
    assert await asked(fake, "insertDriverExtern", **DANA) == []
    [driver] = await asked(fake, "showDriverReportExtern", driverno="EMP-0042")
    assert (driver["name1"], driver["name2"], driver["state"]) == ("Dana", "Exämple", "DE")
    await asked(fake, "updateDriverExtern", driveruid=driver["driveruid"], driverno="EMP-1", email="new@fleet.example")
    [driver] = await asked(fake, "showDriverReportExtern", driveruid=driver["driveruid"])
    assert (driver["driverno"], driver["email"], driver["name1"]) == ("EMP-1", "new@fleet.example", "Dana")
    assert await asked(fake, "showDriverReportExtern", driverno="EMP-0042") == []


async def test_it_reads_and_changes_vehicles(fake: WebfleetFake) -> None:
    uid = fake.add_vehicle(objectname="Truck 7", licenseplatenumber="B-GH 1")
    await asked(fake, "updateVehicle", objectuid=uid, licenseplatenumber="B-GH 2")
    [vehicle] = await asked(fake, "showVehicleReportExtern")
    assert (vehicle["objectuid"], vehicle["licenseplatenumber"]) == (uid, "B-GH 2")
    assert await asked(fake, "showObjectReportExtern", filterstring="nothing") == []


async def test_it_reads_errors_by_their_number(fake: WebfleetFake) -> None:
    with pytest.raises(WfConnectError) as caught:
        await asked(fake, "showObjectReportExtern", password="wrong")
    assert caught.value.id == 1101
    for _ in range(6):
        await asked(fake, "showObjectReportExtern")
    with pytest.raises(WfConnectError) as caught:
        await asked(fake, "showObjectReportExtern")
    assert caught.value.id == 8011


async def test_it_reads_tracks_events_and_messages_by_a_range(fake: WebfleetFake) -> None:
    uid = fake.add_vehicle(objectname="Truck 7", objecttype="truck")
    fake.drive()
    now = datetime.now(UTC)
    day = {"range_pattern": "ud", "rangefrom_string": (now - timedelta(days=1)).isoformat()}
    day["rangeto_string"] = now.isoformat()
    assert len(await asked(fake, "showTracks", objectuid=uid, **day)) == 2
    for action in ("showAccelerationEvents", "showSpeedingEvents", "showIdleExceptions", "showIOReportExtern"):
        assert [row["objectuid"] for row in await asked(fake, action, **day)] == [uid]
    assert len(await asked(fake, "showMessages", **day)) == 2
    [driver, _] = fake.drivers
    assert await asked(fake, "showWorkingTimes", driveruid=driver, **day | {"rangefrom_string": _days_ago(now, 3)})
    with pytest.raises(WfConnectError, match="too long"):
        await asked(fake, "showTracks", objectuid=uid, **day | {"rangefrom_string": _days_ago(now, 3)})


def _days_ago(now: datetime, count: int) -> str:
    return (now - timedelta(days=count)).isoformat()
