"""Summaries and live locations of a small fleet, computed by hand."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.integration.records.conftest import Ingest

from gladhand.core.ids import record_id
from gladhand.core.keyset import Cursor
from gladhand.records.analytics import fleet_queries, report_queries
from gladhand.records.analytics import summary_queries as summaries
from gladhand.records.analytics.filter_queries import FleetFilter
from gladhand.records.analytics.report_queries import ReportFilter
from gladhand.records.analytics.summary_queries import Report
from gladhand.records.incoming import IncomingRecord
from gladhand.records.tasks import TIMELINES, create_ahead
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.hos_violation import HOS_VIOLATION
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.trailer_vehicle_association import TRAILER_VEHICLE_ASSOCIATION
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

# A minute ago: positions of the same minute may not be from the future.
NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
AUSTIN = {"type": "Point", "coordinates": [-97.7431, 30.2672]}
DALLAS = {"type": "Point", "coordinates": [-96.797, 32.7767]}


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def wire(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def record(resource: Resource, source_id: str, occurred_at: datetime | None = None, **fields: Any) -> IncomingRecord:
    return IncomingRecord(
        source_id=source_id,
        fields=resource.fields_model.model_validate(fields).stored(),
        source_data={},
        occurred_at=occurred_at,
    )


async def rows(
    ingest: Ingest, report: Report, sort_by: str = "occurred_at", size: int = 50, **values: list[Any]
) -> list[Any]:
    """All rows of a report, page by page."""
    found: list[Any] = []
    filters, cursor = ReportFilter(FleetFilter(), values), Cursor()
    async with ingest.database.connection() as db:
        while True:
            page = await report_queries.list_rows(
                db, ingest.partner_id, report, filters=filters, sort_by=sort_by, cursor=cursor, size=size
            )
            found += [json.loads(item) for _, item in page[:size]]
            if len(page) <= size:
                break
            text, id_ = page[size - 1][0]
            cursor = Cursor((report.sort_key(sort_by).parse(text), id_))
        assert await report_queries.count_rows(db, ingest.partner_id, report, filters) == len(found)
    for row in found:
        report.model.model_validate(row)
    return found


async def fleets(ingest: Ingest, sort_by: str = "fleet_ref", filters: FleetFilter | None = None) -> list[Any]:
    async with ingest.database.connection() as db:
        found = await fleet_queries.list_fleets(
            db, ingest.partner_id, filters or FleetFilter(), sort_by=sort_by, cursor=Cursor(), size=50
        )
        assert await fleet_queries.count_fleets(db, ingest.partner_id, filters or FleetFilter()) == len(found)
    return [json.loads(item) for _, item in found]


def id_of(ingest: Ingest, resource: Resource, source_id: str) -> UUID:
    return record_id(ingest.origin.connection_id, resource.name.value, source_id)


async def stop_sharing(ingest: Ingest, *resources: Resource) -> None:
    async with ingest.database.transaction() as db:
        await db.execute(
            "update share_agreement set scopes = scopes - %s::text[] where fleet_id = %s",
            ([resource.name.value for resource in resources], ingest.origin.fleet_id),
        )


@pytest.fixture
async def fleet(ingest: Ingest) -> Ingest:
    """Three vehicles of which one has gone, two drivers and a clerk, two trailers, and what they reported."""
    await create_ahead(ingest.database, TIMELINES)
    await ingest.page(
        VEHICLE,
        [
            record(VEHICLE, "v1", vehicle_name="Unit 1", vin="VIN1", license_plate_country="USA", model_year=2021),
            record(VEHICLE, "v2", vehicle_name="Unit 2", license_plate_country="Texas"),
            record(VEHICLE, "v3", vehicle_name="Unit 3"),
        ],
    )
    await ingest.page(
        USER,
        [
            record(USER, "d1", first_name="Ann", last_name="Lee", is_driver=True, license_country="CAN"),
            record(USER, "d2", username="bob", is_driver=True),
            record(USER, "clerk", first_name="Cleo", is_driver=False),
        ],
    )
    await ingest.page(TRAILER, [record(TRAILER, "t1", trailer_name="Box 1"), record(TRAILER, "t2")])
    await ingest.page(
        VEHICLE_LOCATION,
        [
            record(
                VEHICLE_LOCATION, "p1", ago(minutes=10), source_vehicle_id="v1", source_driver_id="d1", location=AUSTIN,
                h3_index_11=622236750694711295, speed=24.5, odometer=1000.0, fuel_level=62.0, engine_hours=12.5,
            ),
            record(VEHICLE_LOCATION, "p3", ago(minutes=5), source_vehicle_id="v2", location=DALLAS, speed=0.0),
            record(VEHICLE_LOCATION, "p4", ago(minutes=5), source_vehicle_id="v3", location=DALLAS, speed=1.0),
        ],
    )  # fmt: skip
    # Late: it happened before what is known already.
    await ingest.page(
        VEHICLE_LOCATION,
        [record(VEHICLE_LOCATION, "p2", ago(minutes=30), source_vehicle_id="v1", location=DALLAS, speed=99.0)],
    )
    async with ingest.database.transaction() as db:
        await db.execute(
            "update record_vehicle set deleted_at = now() where fleet_id = %s and source_id = 'v3'",
            (ingest.origin.fleet_id,),
        )
    return ingest


async def assign(ingest: Ingest, source_id: str, moment: datetime, driver: str, vehicle: str) -> None:
    await ingest.page(
        DRIVER_VEHICLE_ASSOCIATION,
        [record(DRIVER_VEHICLE_ASSOCIATION, source_id, moment, source_driver_id=driver, source_vehicle_id=vehicle)],
    )


async def test_a_vehicle_has_what_it_reported_last(fleet: Ingest) -> None:
    first, second = await rows(fleet, summaries.VEHICLE_SUMMARIES, "vehicle_name")
    assert first == {
        "fleet_id": str(fleet.origin.fleet_id),
        "fleet_ref": "mine",
        "connection_id": str(fleet.origin.connection_id),
        "tsp_id": str(fleet.origin.tsp_id),
        "tsp_slug": "t-mine",
        "source_name": "catena_simulator",
        "vehicle_id": str(id_of(fleet, VEHICLE, "v1")),
        "source_id": "v1",
        "status": None,
        "vehicle_name": "Unit 1",
        "oem": None,
        "model_type": None,
        "model_year": 2021,
        "vin": "VIN1",
        "engine_vin": None,
        "license_plate_country": "US",
        "license_plate_region": None,
        "license_plate_number": None,
        "last_location_ping": wire(ago(minutes=10)),
        "last_location_h3_index_11": 622236750694711295,
        "last_location": first["last_location"],
        "last_fuel_level": 62.0,
        "last_odometer_reading": 1000.0,
        "last_engine_hours": 12.5,
        "last_speed_reading": 24.5,
        "last_speed_reading_unit": "m/s",
        "last_odometer_reading_unit": "m",
    }
    assert first["last_location"]["coordinates"] == AUSTIN["coordinates"]
    # A country that is no code stays as the provider has it.
    assert (second["source_id"], second["license_plate_country"], second["last_speed_reading"]) == ("v2", "Texas", 0.0)


async def test_positions_that_are_not_shared_are_null(fleet: Ingest) -> None:
    await stop_sharing(fleet, VEHICLE_LOCATION)
    found = await rows(fleet, summaries.VEHICLE_SUMMARIES)
    assert [(row["last_location_ping"], row["last_location"]) for row in found] == [(None, None)] * 2
    assert await rows(fleet, summaries.VEHICLE_LIVE_LOCATIONS) == []
    assert [row["vehicles_with_locations"] for row in await fleets(fleet)] == [0]


async def test_summaries_are_sorted_by_what_is_joined_and_paged(fleet: Ingest) -> None:
    for sort_by, order in {
        "last_speed_reading": ["v2", "v1"],
        "last_location_ping": ["v1", "v2"],
        "last_location_h3_index_11": ["v1", "v2"],
        "vin": ["v2", "v1"],
        "fleet_ref": None,
        "last_speed_reading_unit": None,
        "last_location": None,
        "license_plate_country": ["v2", "v1"],
        "vehicle_id": None,
    }.items():
        found = [row["source_id"] for row in await rows(fleet, summaries.VEHICLE_SUMMARIES, sort_by, size=1)]
        assert found == order or (order is None and sorted(found) == ["v1", "v2"]), sort_by


@pytest.mark.parametrize(
    "report",
    [
        summaries.VEHICLE_SUMMARIES,
        summaries.DRIVER_SUMMARIES,
        summaries.TRAILER_SUMMARIES,
        summaries.VEHICLE_LIVE_LOCATIONS,
        summaries.TRAILER_LIVE_LOCATIONS,
    ],
    ids=lambda report: report.model.__name__,
)
async def test_every_field_sorts_a_list(fleet: Ingest, report: Report) -> None:
    whole = sorted(map(json.dumps, await rows(fleet, report)))
    for sort_by in report.sort_names:
        assert sorted(map(json.dumps, await rows(fleet, report, sort_by, size=1))) == whole, sort_by


async def test_live_locations_name_the_driver_of_the_position(fleet: Ingest) -> None:
    first, second = await rows(fleet, summaries.VEHICLE_LIVE_LOCATIONS)
    assert (first["vehicle_name"], first["driver_id"], first["driver_name"]) == (
        "Unit 1", str(id_of(fleet, USER, "d1")), "Ann Lee",
    )  # fmt: skip
    assert (first["speed"], first["occurred_at"], first["vin"]) == (24.5, wire(ago(minutes=10)), "VIN1")
    assert (second["vehicle_name"], second["driver_id"], second["driver_name"]) == ("Unit 2", None, None)
    d1 = id_of(fleet, USER, "d1")
    assert [row["vin"] for row in await rows(fleet, summaries.VEHICLE_LIVE_LOCATIONS, driver_ids=[d1])] == ["VIN1"]
    assert [row["vin"] for row in await rows(fleet, summaries.VEHICLE_LIVE_LOCATIONS, source_ids=["v2"])] == [None]


async def test_the_driver_is_else_who_was_assigned_last(fleet: Ingest) -> None:
    await assign(fleet, "a1", ago(hours=3), "d1", "v2")
    await assign(fleet, "a2", ago(hours=2), "d2", "v2")
    assert [row["driver_name"] for row in await rows(fleet, summaries.VEHICLE_LIVE_LOCATIONS)] == [
        "Ann Lee",
        "bob",
    ]
    # Who drives another vehicle now has left this one.
    await assign(fleet, "a3", ago(hours=1), "d2", "v1")
    assert [row["driver_name"] for row in await rows(fleet, summaries.VEHICLE_LIVE_LOCATIONS)] == [
        "Ann Lee",
        None,
    ]


async def test_what_is_not_shared_of_a_driver_is_null(fleet: Ingest) -> None:
    await assign(fleet, "a2", ago(hours=2), "d2", "v2")
    await stop_sharing(fleet, USER, DRIVER_VEHICLE_ASSOCIATION)
    found = await rows(fleet, summaries.VEHICLE_LIVE_LOCATIONS)
    d1 = str(id_of(fleet, USER, "d1"))
    assert [(row["driver_id"], row["driver_name"]) for row in found] == [(d1, None), (None, None)]


async def test_a_driver_has_the_events_of_the_last_30_days(fleet: Ingest) -> None:
    events = [
        record(DRIVER_SAFETY_EVENT, f"e{days}", ago(days=days), source_driver_id=driver, event="hard_braking")
        for days, driver in ((1, "d1"), (29, "d1"), (31, "d1"), (2, "d2"), (3, "d2"), (4, "d2"))
    ]
    await fleet.page(DRIVER_SAFETY_EVENT, events)
    await fleet.page(HOS_VIOLATION, [record(HOS_VIOLATION, "h1", ago(days=5), source_driver_id="d2")])
    first, second = await rows(fleet, summaries.DRIVER_SUMMARIES, "safety_events_30d", size=1)
    assert (first["source_id"], first["safety_events_30d"], first["hos_violations_30d"]) == ("d1", 2, 0)
    assert (second["source_id"], second["safety_events_30d"], second["hos_violations_30d"]) == ("d2", 3, 1)
    assert (first["license_country"], second["license_country"]) == ("CA", None)
    await stop_sharing(fleet, DRIVER_SAFETY_EVENT)
    found = await rows(fleet, summaries.DRIVER_SUMMARIES, "hos_violations_30d")
    assert [(row["safety_events_30d"], row["hos_violations_30d"]) for row in found] == [(0, 0), (0, 1)]


async def test_a_trailer_is_with_its_vehicle(fleet: Ingest) -> None:
    await fleet.page(
        TRAILER_LOCATION, [record(TRAILER_LOCATION, "x1", ago(minutes=7), source_trailer_id="t1", location=AUSTIN)]
    )
    association = record(
        TRAILER_VEHICLE_ASSOCIATION, "b1", ago(hours=1), source_trailer_id="t1", source_vehicle_id="v1"
    )
    await fleet.page(TRAILER_VEHICLE_ASSOCIATION, [association])
    (found,) = await rows(fleet, summaries.TRAILER_LIVE_LOCATIONS)
    assert (found["trailer_name"], found["vehicle_id"]) == ("Box 1", str(id_of(fleet, VEHICLE, "v1")))
    assert (found["driver_id"], found["driver_name"]) == (str(id_of(fleet, USER, "d1")), "Ann Lee")
    assert found["trailer_location_occurred_at"] == wire(ago(minutes=7))
    assert found["vehicle_location_occurred_at"] == wire(ago(minutes=10))
    assert found["vehicle_h3_index_11"] == 622236750694711295
    found_trailers = await rows(fleet, summaries.TRAILER_SUMMARIES, "source_id")
    assert [row["location"] and row["location"]["coordinates"] for row in found_trailers] == [
        AUSTIN["coordinates"],
        None,
    ]
    await stop_sharing(fleet, VEHICLE_LOCATION, TRAILER_VEHICLE_ASSOCIATION)
    (found,) = await rows(fleet, summaries.TRAILER_LIVE_LOCATIONS)
    assert (found["vehicle_id"], found["vehicle_location"], found["driver_id"]) == (None, None, None)


async def test_fleets_are_grouped_by_reference(fleet: Ingest) -> None:
    other = await fleet.another_fleet()
    await other.page(VEHICLE, [record(VEHICLE, "v9")])
    without_ref, mine = await fleets(fleet)
    assert without_ref == {
        "fleet_ref": None,
        "fleet_ids": [str(other.origin.fleet_id)],
        "connections": 0,
        "drivers": 0,
        "vehicles": 1,
        "vehicles_with_locations": 0,
    }
    assert mine == {
        "fleet_ref": "mine",
        "fleet_ids": [str(fleet.origin.fleet_id)],
        "connections": 0,
        "drivers": 2,
        "vehicles": 2,
        "vehicles_with_locations": 2,
    }
    for sort_by in fleet_queries.SORT_NAMES:
        assert sorted(map(json.dumps, await fleets(fleet, sort_by))) == sorted(map(json.dumps, (without_ref, mine)))
    assert [each["vehicles"] for each in await fleets(fleet, "vehicles")] == [1, 2]
    async with fleet.database.transaction() as db:
        await db.execute("update share_agreement set fleet_ref = 'mine' where fleet_id = %s", (other.origin.fleet_id,))
    (both,) = await fleets(fleet)
    assert both["fleet_ids"] == [str(fleet.origin.fleet_id), str(other.origin.fleet_id)]
    assert (both["vehicles"], both["drivers"], both["vehicles_with_locations"]) == (3, 2, 2)
    assert await fleets(fleet, filters=FleetFilter(fleet_refs=["nobody's"])) == []


async def test_another_partner_sees_nothing(fleet: Ingest) -> None:
    stranger = Ingest(fleet.database, fleet.origin, UUID(int=0))
    assert await fleets(stranger) == []
    assert await rows(stranger, summaries.VEHICLE_SUMMARIES) == []
    assert await rows(stranger, summaries.VEHICLE_LIVE_LOCATIONS) == []
