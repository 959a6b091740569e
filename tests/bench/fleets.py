"""A fleet that shares with one partner, without a provider behind it, and what its provider would say."""

import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import uvloop
from tests.bench.installation import MeasuredInstallation

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.processes.collector import spare_loaded_code
from gladhand.notifications.events.reader_queries import upsert_reader
from gladhand.orgs.partners.service import create_partner
from gladhand.records import service
from gladhand.records.incoming import IncomingRecord, IngestResult
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.tasks import TIMELINES, create_ahead
from gladhand.resources.resource import Resource
from gladhand.resources.vehicle import VEHICLE

ROWS_PER_PAGE = 5_000
_FIRST_VEHICLE = 210_000_000


class MeasuredFleet:
    """One fleet, and the partner who sees it and reads its events."""

    def __init__(self, database: Database, partner_id: UUID, origin: RecordOrigin) -> None:
        self.database, self.partner_id, self.origin = database, partner_id, origin

    async def ingest(self, resource: Resource, records: list[IncomingRecord]) -> list[IngestResult]:
        """Store them page by page, as a worker does."""
        results: list[IngestResult] = []
        for first in range(0, len(records), ROWS_PER_PAGE):
            async with self.database.transaction() as db:
                outcome = await service.ingest_page(
                    db,
                    resource,
                    self.origin,
                    records=records[first : first + ROWS_PER_PAGE],
                    audience=[Audience(self.partner_id, "bench")],
                )
            results += outcome.results
        return results

    async def timed(self, resource: Resource, records: list[IncomingRecord], expected: IngestResult) -> float:
        """Records taken in per second."""
        started = time.perf_counter()
        results = await self.ingest(resource, records)
        seconds = time.perf_counter() - started
        assert set(results) == {expected}
        return len(results) / seconds


def with_fleet(
    installation: MeasuredInstallation, measure: Callable[[MeasuredFleet], Coroutine[Any, Any, None]]
) -> None:
    async def run() -> None:
        spare_loaded_code()  # as a worker does
        async with Database(installation.database_url, max_size=4, name="bench") as database:
            await create_ahead(database, TIMELINES)
            await measure(await new_fleet(installation, database))

    uvloop.run(run())


async def new_fleet(installation: MeasuredInstallation, database: Database) -> MeasuredFleet:
    """A new fleet with a partner of its own."""
    async with database.transaction() as db:
        keyring = Keyring.parse(installation.keys)
        partner = await create_partner(db, keyring, name="Bench", slug=f"bench-{uuid4().hex[:8]}")
        await upsert_reader(db, partner.id)
        found = await db.execute(
            """
            with f as (insert into fleet (slug, name) values (%(slug)s, 'Fleet') returning id)
            insert into share_agreement (partner_id, fleet_id, fleet_ref, scopes)
            select %(partner)s, f.id, 'bench', '{"vehicle": "read", "vehicle_location": "read"}' from f
            returning fleet_id
            """,
            {"slug": f"bench-{uuid4().hex[:8]}", "partner": partner.id},
        )
        row = await found.fetchone()
    assert row is not None
    names = ("bench", "catena_simulator")
    origin = RecordOrigin(row["fleet_id"], uuid4(), uuid4(), *names, execution_id=uuid4(), schedule_id=uuid4())
    return MeasuredFleet(database, partner.id, origin)


def vehicles(count: int) -> list[IncomingRecord]:
    return [
        IncomingRecord(
            source_id=f"{_FIRST_VEHICLE + number}",
            fields=VEHICLE.fields_model(
                vehicle_name=f"Unit {number}", vin=f"1FUJHHDR0RL{number:06}", oem="Freightliner", model_year=2024
            ).stored(),
            source_data={"id": _FIRST_VEHICLE + number, "name": f"Unit {number}", "make": "Freightliner", "year": 2024},
        )
        for number in range(count)
    ]


def positions(count: int, fleet_size: int = 500) -> list[IncomingRecord]:
    """Of some vehicles, one of each every thirty seconds up to now."""
    begin = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=30 * (count // fleet_size))
    return [
        _position(number, begin + timedelta(seconds=30 * (number // fleet_size)), fleet_size) for number in range(count)
    ]


def _position(number: int, moment: datetime, fleet_size: int) -> IncomingRecord:
    vehicle = _FIRST_VEHICLE + number % fleet_size
    longitude, latitude = -97.7 + number % 9973 / 1e4, 30.2 + number % 7919 / 1e4
    fields = {
        "source_vehicle_id": str(vehicle),
        "location": {"type": "Point", "coordinates": [longitude, latitude], "bbox": None},
        "speed": number % 30 + 0.5,
        "odometer": 402_336_000.0 + number,
        "fuel_level": float(number % 100),
    }
    row = {
        "id": 900_000_000 + number,
        "vehicle": {"id": vehicle},
        "time": moment.isoformat(),
        "lon": longitude,
        "lat": latitude,
        "speed": fields["speed"],
        "odometer": fields["odometer"],
        "fuel": fields["fuel_level"],
    }
    return IncomingRecord(source_id=f"{900_000_000 + number}", fields=fields, source_data=row, occurred_at=moment)
