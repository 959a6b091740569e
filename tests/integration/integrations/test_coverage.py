"""What the records of a connection really hold, by API and command."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api
from tests.integration.conftest import Connected
from typer.testing import CliRunner

from gladhand.cli import main
from gladhand.core import clock
from gladhand.core.db import Database
from gladhand.records.incoming import IncomingRecord
from gladhand.records.service import ingest_page, remove_records
from gladhand.resources.resource import Resource
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION, VehicleLocationFields

# Older days than those of which a worker creates the partitions: pages create them.
LAST = datetime.combine(clock.now() - timedelta(days=9), time(12), UTC)


@pytest.fixture
async def covered(connect: Callable[..., Awaitable[Connected]], database: Database) -> Connected:
    """A connection with three vehicles and a removed one, and positions on ten days but one."""
    connected = await connect(permissions={"vehicle": "read", "vehicle_location": "read"})

    async def store(resource: Resource, records: list[IncomingRecord]) -> None:
        async with database.transaction() as db:
            await ingest_page(db, resource, connected.origin, records=records, audience=())

    await store(VEHICLE, [_vehicle("a", vin="1"), _vehicle("b", vin="2"), _vehicle("c"), _vehicle("d")])
    await store(VEHICLE_LOCATION, [_position(days, speed=1.0 if days else None) for days in range(10) if days != 4])
    async with database.transaction() as db:
        await remove_records(db, VEHICLE, connected.origin, source_ids=["d"], audience=())
    async with database.connection() as db:
        # As if each had come ninety seconds late, and the schedule were older than all of them.
        await db.execute(
            """
            update record_vehicle_location set first_stored_at = occurred_at + interval '90 seconds'
            where fleet_id = %s
            """,
            (connected.fleet_id,),
        )
        await db.execute(
            "update schedule set created_at = %s where fleet_id = %s and resource = 'vehicle_location'",
            (LAST - timedelta(days=30), connected.fleet_id),
        )
    return connected


def _vehicle(name: str, **fields: Any) -> IncomingRecord:
    return IncomingRecord(source_id=name, fields={"vehicle_name": name} | fields, source_data={})


def _position(days: int, **fields: Any) -> IncomingRecord:
    at = LAST - timedelta(days=days)
    return IncomingRecord(source_id=f"p-{days}", fields=fields, source_data={}, occurred_at=at)


def _path(connected: Connected, query: str = "") -> str:
    return f"/v2/integrations/connections/{connected.connection_id}/coverage{query}"


async def test_coverage_has_fields_lateness_and_gaps(covered: Connected) -> None:
    answer = await covered.api.get(_path(covered))
    assert answer.status == 200, answer.body
    assert (answer.body["connection_id"], answer.body["source_name"]) == (covered.connection_id, "catena_simulator")
    found = {each["resource"]: each for each in answer.body["resources"]}
    # Only what an agreement lets the partner see.
    assert found.keys() == {"vehicle", "vehicle_location"}
    vehicles, positions = found["vehicle"], found["vehicle_location"]
    # One of four is removed.
    assert (vehicles["records"], vehicles["gaps"], vehicles["lateness_p50_seconds"]) == (3, [], None)
    assert _shares(vehicles)["vehicle_name"] == (1.0, True)
    assert _shares(vehicles)["vin"] == (2 / 3, True)
    assert _shares(vehicles)["license_plate_number"] == (0.0, True)
    assert (positions["records"], positions["sample"]) == (9, 9)
    assert positions["latest_at"] == LAST.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (positions["lateness_p50_seconds"], positions["lateness_p95_seconds"]) == (90.0, 90.0)
    assert _shares(positions).keys() <= VehicleLocationFields.model_fields.keys()
    assert _shares(positions)["speed"] == (8 / 9, True)
    assert _shares(positions)["co_driver_id"] == (0.0, False)
    assert (LAST - timedelta(days=4)).date().isoformat() in positions["gaps"]


def _shares(resource: Any) -> dict[str, tuple[float, bool]]:
    return {each["field"]: (each["filled"], each["is_declared"]) for each in resource["fields"]}


async def test_the_window_has_the_days_that_are_asked_for(covered: Connected) -> None:
    answer = await covered.api.get(_path(covered, "?days=12"))
    found = {each["resource"]: each["records"] for each in answer.body["resources"]}
    assert found == {"vehicle": 3, "vehicle_location": 3}
    for days in ("0", "46", "x"):
        assert (await covered.api.get(_path(covered, f"?days={days}"))).status == 422


async def test_a_fleet_sees_all_of_its_own_connection(covered: Connected) -> None:
    answer = await covered.fleet.get(_path(covered))
    assert answer.status == 200, answer.body
    assert {"vehicle", "user", "hos_event"} <= {each["resource"] for each in answer.body["resources"]}


async def test_nobody_sees_the_coverage_of_others(
    covered: Connected,
    connect: Callable[..., Awaitable[Connected]],
    make_partner: Callable[..., Any],
    anyone: Api,
    admin: Api,
) -> None:
    missing = await covered.api.get(f"/v2/integrations/connections/{uuid4()}/coverage")
    other = await make_partner("Other")
    foreign = await anyone.with_token(other.token).get(_path(covered))
    assert (missing.status, foreign.status) == (404, 404)
    assert foreign.body["detail"] == missing.body["detail"]
    assert (await (await connect()).fleet.get(_path(covered))).status == 404
    assert (await anyone.get(_path(covered))).status == 401
    assert (await admin.get(_path(covered))).status == 403
    assert (await covered.api.get("/v2/integrations/connections/7/coverage")).status in (404, 422)


async def test_the_command_shows_the_same(
    covered: Connected, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLADHAND_DATABASE_URL", database_url)
    arguments = ["coverage", "--connection", covered.connection_id, "--resource", "vehicle"]
    done = await asyncio.to_thread(CliRunner().invoke, main.build(["coverage"]), arguments)
    assert done.exit_code == 0, done.output
    assert ["vehicle", "vin", "67%", "yes"] in [line.split() for line in done.output.splitlines()]
