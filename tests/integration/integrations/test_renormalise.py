"""Rows that an older mapping has stored are mapped again by the adapter's present one."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from tests.integration.records.conftest import Ingest, new_ingest
from tests.own_installation import database_url

from gladhand.core import clock
from gladhand.core.clock import wire_time
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.integrations.connections.overview_queries import list_origins_of_all_fleets
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.renormalising.service import Renormaliser
from gladhand.integrations.renormalising.storing import Difference, RenormaliseCounts
from gladhand.records.incoming import IncomingRecord
from gladhand.records.service import lock_pages
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.hos_event import HOS_EVENT
from gladhand.resources.resource import Resource
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.adapter import Adapter

# A worker would read the connections.
__all__ = ["database_url"]

# So long ago that the page itself creates the partition.
NOON = datetime.combine(clock.now() - timedelta(days=20), time(12), UTC)


def position(number: int, *, source_id: str | None = None, **wrong: Any) -> IncomingRecord:
    """A position of the simulator, as a mapping with mistakes has stored it."""
    at = NOON + timedelta(seconds=number)
    row = {
        "id": f"p-{number}",
        "time": at.isoformat(),
        "vehicle": "v-1",
        "driver": None,
        "lat": 30.0,
        "lon": -97.0,
        "speed_kmh": 36.0,
        "fuel_percent": 50.0,
    }
    return IncomingRecord(
        source_id=source_id or f"p-{number}",
        fields={"source_vehicle_id": "v-1", "location": {"type": "Point", "coordinates": [-97.0, 30.0], "bbox": None}}
        | {"speed": 10.0, "fuel_level": 50.0}
        | wrong,
        source_data=row,
        occurred_at=at,
    )


class Stored:
    """A connection to the simulator whose rows are stored."""

    def __init__(self, ingest: Ingest, gateway: ProviderGateway) -> None:
        self.ingest, self.gateway = ingest, gateway
        self.told: list[Difference] = []

    async def renormaliser(self, since: datetime | None = None, *, is_dry: bool = False) -> Renormaliser:
        async with self.ingest.database.connection() as db:
            (connection,) = await list_origins_of_all_fleets(
                db, source_name="catena_simulator", connection_id=self.ingest.origin.connection_id
            )
        return Renormaliser(self.gateway, connection, since, is_dry, lambda _, each: self.told.append(each))

    async def run(
        self, resource: Resource, since: datetime | None = None, *, is_dry: bool = False
    ) -> RenormaliseCounts:
        renormaliser = await self.renormaliser(since, is_dry=is_dry)
        adapter: Adapter = await renormaliser.adapter()
        (read,) = renormaliser.reads(resource.name)
        return await renormaliser.run(adapter, read)


@pytest.fixture
async def stored(database: Database, keyring: Keyring, make_connection: Callable[..., Any]) -> Stored:
    ingest = await new_ingest(database, keyring)
    return Stored(ingest, await make_connection(ingest))


async def test_a_dry_run_shows_each_field_and_stores_nothing(stored: Stored) -> None:
    ingest = stored.ingest
    await ingest.page(VEHICLE_LOCATION, [position(1), position(2, speed=36.0), position(3, fuel_level=None)])
    before = await ingest.list_(VEHICLE_LOCATION)
    counts = await stored.run(VEHICLE_LOCATION, is_dry=True)
    assert (counts.unchanged, counts.modified, counts.fields) == (1, 2, {"speed": 1, "fuel_level": 1})
    assert [(each.source_id, each.field, each.old, each.new) for each in stored.told] == [
        ("p-2", "speed", 36.0, 10.0),
        ("p-3", "fuel_level", None, 50.0),
    ]
    assert await ingest.list_(VEHICLE_LOCATION) == before


async def test_what_differs_is_stored_and_differs_no_more(stored: Stored) -> None:
    ingest = stored.ingest
    await ingest.page(VEHICLE_LOCATION, [position(1), position(2, speed=36.0)])
    counts = await stored.run(VEHICLE_LOCATION)
    assert (counts.unchanged, counts.modified) == (1, 1)
    listed = {each["source_id"]: each for each in await ingest.list_(VEHICLE_LOCATION)}
    assert [listed[name]["speed"] for name in ("p-1", "p-2")] == [10.0, 10.0]
    assert listed["p-2"]["source_data"]["speed_kmh"] == 36.0
    again = await stored.run(VEHICLE_LOCATION)
    assert (again.unchanged, again.modified) == (2, 0)


async def test_a_record_whose_id_is_made_otherwise_now_moves(stored: Stored) -> None:
    ingest = stored.ingest
    await ingest.page(VEHICLE_LOCATION, [position(1, source_id="old-1"), position(2)])
    counts = await stored.run(VEHICLE_LOCATION)
    assert (counts.moved, counts.unchanged) == (1, 1)
    listed = await ingest.list_(VEHICLE_LOCATION)
    kept = [each["source_id"] for each in listed if each["deleted_at"] is None]
    assert kept == ["p-1", "p-2"]


async def test_a_record_that_would_move_to_a_day_that_is_not_kept_stays(stored: Stored) -> None:
    ingest = stored.ingest
    lost = position(1)
    lost = replace(lost, source_data={**lost.source_data, "time": "2001-01-01T00:00:00+00:00"})
    await ingest.page(VEHICLE_LOCATION, [lost, position(2, speed=1.0)])
    counts = await stored.run(VEHICLE_LOCATION)
    assert (counts.not_kept, counts.moved, counts.modified) == (1, 0, 1)
    assert [(each["source_id"], each["deleted_at"]) for each in await ingest.list_(VEHICLE_LOCATION)] == [
        ("p-1", None),
        ("p-2", None),
    ]


async def test_a_page_that_is_being_stored_may_change_a_row_that_is_mapped_again(stored: Stored) -> None:
    ingest = stored.ingest
    await ingest.page(VEHICLE_LOCATION, [position(1, speed=1.0)])
    async with ingest.database.transaction() as db:
        await lock_pages(db, VEHICLE_LOCATION, ingest.origin)
        running = asyncio.create_task(stored.run(VEHICLE_LOCATION))
        while not await ingest.rows("select 1 as one from pg_locks where locktype = 'advisory' and not granted"):
            assert not running.done(), await running
        # With locks in another order the database ends one of the two.
        await db.execute(
            "select from record_vehicle_location where fleet_id = %s for update", (ingest.origin.fleet_id,)
        )
    assert (await running).modified == 1


async def test_only_what_has_occurred_since_is_mapped_again(stored: Stored) -> None:
    await stored.ingest.page(VEHICLE_LOCATION, [position(1, speed=1.0), position(60, speed=1.0)])
    counts = await stored.run(VEHICLE_LOCATION, NOON + timedelta(seconds=30))
    assert (counts.modified, counts.unchanged) == (1, 0)
    assert [each["speed"] for each in await stored.ingest.list_(VEHICLE_LOCATION)] == [1.0, 10.0]


async def test_rows_that_are_no_longer_kept_are_counted(stored: Stored) -> None:
    ingest = stored.ingest
    await ingest.page(VEHICLE_LOCATION, [position(1, speed=1.0)])
    async with ingest.database.connection() as db:
        await db.execute("delete from record_raw where fleet_id = %s", (ingest.origin.fleet_id,))
    await ingest.page(VEHICLE_LOCATION, [position(2, speed=1.0)])
    counts = await stored.run(VEHICLE_LOCATION)
    assert (counts.not_kept, counts.modified) == (1, 1)


async def test_a_row_that_is_refused_now_is_skipped_with_its_reason(stored: Stored) -> None:
    await stored.ingest.page(
        VEHICLE_LOCATION,
        [position(1), IncomingRecord(source_id="bad", fields={}, source_data={"id": "bad"}, occurred_at=NOON)],
    )
    counts = await stored.run(VEHICLE_LOCATION)
    assert (counts.unchanged, counts.skipped) == (1, 1)
    assert len(counts.reasons) == 1


@pytest.mark.parametrize("is_dry", [False, True])
async def test_a_row_that_the_database_refuses_is_skipped_and_the_others_are_stored(
    stored: Stored, is_dry: bool
) -> None:
    ingest = stored.ingest
    # Longer than an entry of an index, also compressed.
    bad = replace(position(3), source_data={**position(3).source_data, "vehicle": secrets.token_hex(10_000)})
    await ingest.page(VEHICLE_LOCATION, [position(1, speed=1.0), position(2), bad, position(4, speed=1.0)])
    counts = await stored.run(VEHICLE_LOCATION, is_dry=is_dry)
    assert (counts.modified, counts.unchanged, counts.skipped, counts.fields) == (2, 1, 1, {"speed": 2})
    assert counts.reasons == {"The database cannot hold it: ProgramLimitExceeded.": 1}
    assert [each.source_id for each in stored.told] == ["p-1", "p-4"]
    speeds = [each["speed"] for each in await ingest.list_(VEHICLE_LOCATION)]
    assert speeds == ([1.0, 10.0, 10.0, 1.0] if is_dry else [10.0] * 4)


async def test_what_follows_from_the_time_of_the_row_differs_only_by_the_mapping(stored: Stored) -> None:
    ingest, as_of, ends = stored.ingest, wire_time(NOON), wire_time(NOON + timedelta(hours=5))

    def clocks(driver: str, **fields: Any) -> IncomingRecord:
        row: dict[str, Any] = {"driver": driver, "as_of": as_of, "duty": "driving", "shift_ends": ends}
        row |= {"left": {"shift": 3_600, "until_break": 60}, "over": {}}
        mapped: dict[str, Any] = {"source_driver_id": driver, "duty_status_code": "D", "is_cycle_applicable": True}
        mapped |= {"available_shift_seconds": 3_600, "time_until_break_seconds": 60}
        return IncomingRecord(source_id=driver, fields=mapped | fields, source_data=row, occurred_at=NOON)

    # An older mapping has left the end of the shift to the hub.
    await ingest.page(HOS_AVAILABILITY, [clocks("d-1"), clocks("d-2", shift_ends_at=ends)])
    counts = await stored.run(HOS_AVAILABILITY, is_dry=True)
    assert (counts.modified, counts.unchanged, counts.fields) == (1, 1, {"shift_ends_at": 1})
    await stored.run(HOS_AVAILABILITY)
    for each in await ingest.list_(HOS_AVAILABILITY):
        assert (each["shift_ends_at"], each["next_break_due_at"]) == (ends, wire_time(NOON + timedelta(minutes=1)))
    again = await stored.run(HOS_AVAILABILITY)
    assert (again.modified, again.unchanged) == (0, 2)


async def test_things_and_editable_rows_are_mapped_again_and_partners_hear_of_it(stored: Stored) -> None:
    ingest = stored.ingest
    vehicle = {"id": "vehicle:one", "name": "One", "vin": "1XPBDP9X1FD257820"}
    await ingest.page(
        VEHICLE, [IncomingRecord(source_id="vehicle:one", fields={"vehicle_name": "?"}, source_data=vehicle)]
    )
    (before,) = await ingest.list_(VEHICLE)
    counts = await stored.run(VEHICLE, NOON)
    assert (counts.modified, counts.fields["vehicle_name"], counts.fields["vin"]) == (1, 1, 1)
    # It has no time of its own: that of the read stays.
    assert [each["occurred_at"] for each in await ingest.list_(VEHICLE)] == [before["occurred_at"]]
    log = {"driver": "d-1", "start": NOON.isoformat(), "duty": "driving"}
    await ingest.page(
        HOS_EVENT,
        [
            IncomingRecord(
                source_id=f"d-1|{NOON.isoformat()}|driving",
                fields={"source_driver_id": "d-1", "started_at": NOON.isoformat(), "duty_status_code": "ON"},
                source_data=log,
                occurred_at=NOON,
            )
        ],
    )
    counts = await stored.run(HOS_EVENT, NOON)
    assert (counts.modified, counts.moved) == (1, 0)
    (entry,) = await ingest.list_(HOS_EVENT)
    assert entry["duty_status_code"] == "D"
    told = [each["event_name"] for each in await ingest.events()]
    assert told == ["vehicle.added", "vehicle.modified", "hos_event.added", "hos_event.modified"]
