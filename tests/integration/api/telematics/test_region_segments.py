"""Where vehicles were on a day, derived from their positions."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from tests.conftest import Api
from tests.contract.strict import require_strict_list
from tests.integration.conftest import Connected

from gladhand.core import clock
from gladhand.core.db import Database
from gladhand.records.incoming import IncomingRecord
from gladhand.records.service import ingest_page
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

# So long ago that pages create the partitions.
DAY = (clock.now() - timedelta(days=20)).date()
MIDNIGHT = datetime.combine(DAY, time(), UTC)
PATH = "/v2/telematics/vehicle-region-segments"
SHARED = {"vehicle": "read", "vehicle_location": "read", "vehicle_region_segment": "read"}

Travelled = Callable[[Connected, str, Sequence[tuple[int, str | None, float | None]]], Awaitable[None]]


@pytest.fixture
def travelled(database: Database) -> Travelled:
    """Stores a vehicle and its positions: minute of the day, region, odometer."""

    async def store(
        connected: Connected, vehicle: str, samples: Sequence[tuple[int, str | None, float | None]]
    ) -> None:
        origin = connected.origin
        positions = [
            IncomingRecord(
                source_id=f"{vehicle}-{minute}",
                fields={"source_vehicle_id": vehicle, "odometer": odometer}
                | ({"inferred_address": {"city": "X", "province": region, "country_code": "US"}} if region else {}),
                source_data={},
                occurred_at=MIDNIGHT + timedelta(minutes=minute),
            )
            for minute, region, odometer in samples
        ]
        name = IncomingRecord(source_id=vehicle, fields={"vehicle_name": vehicle}, source_data={})
        async with database.transaction() as db:
            await ingest_page(db, VEHICLE, origin, records=[name], audience=())
            await ingest_page(db, VEHICLE_LOCATION, origin, records=positions, audience=())

    return store


async def listed(api: Api, connected: Connected, **query: Any) -> list[Any]:
    wanted = {"processing_date": DAY.isoformat(), "fleet_refs": connected.fleet_ref} | query
    answer = await api.get(PATH, params=wanted)
    assert answer.status == 200, answer.body
    assert answer.body["total"] == len(answer.body["items"])
    return list(answer.body["items"])


def short(item: Any) -> tuple[Any, ...]:
    times = (datetime.fromisoformat(item[name]) - MIDNIGHT for name in ("segment_start_time", "segment_end_time"))
    return (
        item["region"],
        *(int(each.total_seconds() // 60) for each in times),
        item["distance"],
        item["location_count"],
    )


CROSSING = [
    (-5, "Texas", 0.0),
    (0, None, 1_000.0),
    (10, "Texas", 11_000.0),
    (20, None, 21_000.0),
    (30, "Oklahoma", 31_000.0),
    (40, "Oklahoma", None),
    (50, "Texas", 51_000.0),
    (60, "Texas", 61_500.0),
    (1440, "Texas", 99_000.0),
]


async def test_each_stay_in_a_state_is_a_segment_of_the_day(
    connect: Callable[..., Awaitable[Connected]], travelled: Travelled
) -> None:
    connected = await connect(permissions=SHARED)
    await travelled(connected, "t-1", CROSSING)
    items = await listed(connected.api, connected)
    assert [short(each) for each in items] == [
        ("TX", 0, 20, 20_000.0, 3),
        ("OK", 30, 40, 0.0, 2),
        ("TX", 50, 60, 10_500.0, 2),
    ]
    assert {(each["country_code"], each["processing_date"]) for each in items} == {("USA", DAY.isoformat())}
    assert {each["connection_id"] for each in items} == {connected.connection_id}
    assert len({each["id"] for each in items}) == 3
    await require_strict_list(connected.api, PATH, f"?processing_date={DAY.isoformat()}")
    assert [each["id"] for each in await listed(connected.api, connected)] == [each["id"] for each in items]


async def test_repeated_visits_are_merged_if_asked_for(
    connect: Callable[..., Awaitable[Connected]], travelled: Travelled
) -> None:
    connected = await connect(permissions=SHARED)
    await travelled(connected, "t-1", CROSSING)
    items = await listed(connected.api, connected, group_by="segment")
    assert [short(each) for each in items] == [("TX", 0, 60, 30_500.0, 5), ("OK", 30, 40, 0.0, 2)]


async def test_a_provider_without_addresses_has_one_segment_without_a_region(
    connect: Callable[..., Awaitable[Connected]], travelled: Travelled
) -> None:
    connected = await connect(permissions=SHARED)
    await travelled(connected, "t-1", [(1, None, None), (2, None, None)])
    assert [short(each) for each in await listed(connected.api, connected)] == [(None, 1, 2, None, 2)]


async def test_pages_go_both_ways_and_filters_narrow(
    connect: Callable[..., Awaitable[Connected]], travelled: Travelled
) -> None:
    connected = await connect(permissions=SHARED)
    for vehicle in ("t-1", "t-2", "t-3"):
        await travelled(connected, vehicle, CROSSING)
    every = await listed(connected.api, connected)
    assert len(every) == 9
    seen, cursor = [], None
    while True:
        wanted = {"processing_date": DAY.isoformat(), "fleet_refs": connected.fleet_ref, "size": 2}
        page = (await connected.api.get(PATH, params=wanted | ({"cursor": cursor} if cursor else {}))).body
        assert page["total"] == 9
        seen += page["items"]
        if page["next_page"] is None:
            break
        cursor, last = page["next_page"], page
    assert seen == every
    await travelled(connected, "t-4", CROSSING)
    back = (await connected.api.get(PATH, params=wanted | {"cursor": page["previous_page"]})).body
    assert back["items"] == last["items"]
    assert back["total"] == 9, "only a first page counts"
    assert len(await listed(connected.api, connected)) == 12
    vehicle_id = every[0]["vehicle_id"]
    assert await listed(connected.api, connected, vehicle_ids=vehicle_id) == every[:3]
    assert await listed(connected.api, connected, connection_id=connected.tsp_id) == []
    other = (DAY + timedelta(days=2)).isoformat()
    assert await listed(connected.api, connected, processing_date=other) == []


async def test_segments_need_their_own_permission_and_a_day(
    connect: Callable[..., Awaitable[Connected]], travelled: Travelled, make_partner: Callable[..., Any], anyone: Api
) -> None:
    shared = await connect(permissions=SHARED)
    await travelled(shared, "t-1", CROSSING)
    other = anyone.with_token((await make_partner("Other")).token)
    assert await listed(other, shared) == []
    unshared = await connect(permissions={"vehicle": "read", "vehicle_location": "read"})
    await travelled(unshared, "t-1", CROSSING)
    assert await listed(unshared.api, unshared) == []
    for query in (
        "",
        "?processing_date=yesterday",
        "?processing_date=9999-12-31",
        f"?processing_date={DAY}&group_by=day",
    ):
        assert (await shared.api.get(f"{PATH}{query}")).status == 422
    assert (await shared.api.get(f"{PATH}?processing_date={DAY}&cursor=bm9uc2Vuc2U=")).status == 400
    assert (await anyone.get(f"{PATH}?processing_date={DAY}")).status == 401
