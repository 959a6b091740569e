"""Histories of Reveal that overlap: what an engine measured at a position stays, through a real database."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from tests.fakes.serving import serve
from tests.fakes.verizon_connect import CREDENTIALS, RevealFake
from tests.integration.records.conftest import Ingest, new_ingest
from tests.processes import PATIENCE

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.keyset import Cursor
from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.integrations.ingest import incoming
from gladhand.records.answer_queries import list_records
from gladhand.records.filter_queries import RecordFilter
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.reading import Slice
from gladhand.sdk.session import InMemorySessionStore

# So long ago that a page itself creates the partition.
NOW = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(days=20)
STEP = timedelta(minutes=5)
TRUCK, PLACE = "T-7", {"Latitude": 39.78, "Longitude": -89.65}


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


class DrivingTruck:
    """A truck that is heard every five minutes, and the hub that reads it."""

    def __init__(self, fake: RevealFake, http: aiohttp.ClientSession, stop_clock: Callable[[datetime], None]) -> None:
        self.fake, self.stop_clock = fake, stop_clock
        self.sessions = InMemorySessionStore()
        self.transport = AiohttpTransport(http)
        fake.vehicles.append({"VehicleNumber": TRUCK})

    def drive(self, moment: datetime) -> None:
        readings, at = self.fake.readings, _written(moment)
        readings.history[TRUCK].append({**PLACE, "UpdateUtc": at, "OdometerInKM": 402336.0, "Speed": 87.2})
        readings.now[TRUCK] = {**PLACE, "UpdateUTC": at, "Speed": 54.0}
        readings.engines[TRUCK] = {"UpdateUTC": at, "EngineMintutes": 614070, "FuelLevelPercentage": 71.0}

    async def read(self, ingest: Ingest, part: Slice) -> None:
        assert part.end is not None
        self.stop_clock(part.end)
        adapter = providers()["verizon_connect"].adapter(
            CREDENTIALS, self.transport, base_url=self.fake.url, timeout=PATIENCE, sessions=self.sessions
        )
        async for batch in reading.batches(adapter, ResourceEnum.VEHICLE_LOCATION, part):
            await ingest.page(
                VEHICLE_LOCATION, [incoming(each) for each in batch.records], only_new=batch.is_preliminary
            )


@pytest.fixture
async def truck(stop_clock: Callable[[datetime], None]) -> AsyncIterator[DrivingTruck]:
    async with serve(RevealFake()) as fake, aiohttp.ClientSession() as http:
        yield DrivingTruck(fake, http, stop_clock)


async def measured(ingest: Ingest) -> dict[str, tuple[float, float]]:
    """Fuel and running time of the engine by the time of the position, where they are known."""
    async with ingest.database.connection() as db:
        found = await list_records(
            db,
            ingest.partner_id,
            VEHICLE_LOCATION,
            filters=RecordFilter(),
            sort_by="occurred_at",
            cursor=Cursor(),
            size=5000,
            descending=False,
            with_source_data=False,
        )
    rows = [json.loads(item) for _, item in found]
    return {
        each["occurred_at"]: (each["fuel_level"], each["engine_hours"])
        for each in rows
        if (each["fuel_level"], each["engine_hours"]) != (None, None)
    }


async def test_what_an_engine_measured_stays_when_the_time_is_read_again(
    database: Database, keyring: Keyring, truck: DrivingTruck
) -> None:
    ingest, known = await new_ingest(database, keyring), dict[str, tuple[float, float]]()
    for number in range(1, 60):
        end = NOW + number * STEP
        truck.drive(end - STEP / 2)
        await truck.read(ingest, Slice(start=end - STEP, end=end))
        found = await measured(ingest)
        assert found.items() >= known.items()
        known = found
    # Once in two hours, at the end of each span.
    assert 2 <= len(known) <= 3
    assert set(known.values()) == {(71, 10234.5)}
    # The whole time again, as history and as what came late.
    end = NOW + timedelta(hours=5)
    for _ in range(2):
        await truck.read(ingest, Slice(start=end - timedelta(hours=20), end=end))
        assert await measured(ingest) == known
