"""Live positions gathered in the cells of a map, and who sees them."""

import pytest
from tests.integration.records.conftest import Ingest
from tests.integration.records.positions import NOW, store_positions

from gladhand.core.ids import record_id
from gladhand.records.analytics import map_queries
from gladhand.records.analytics.filter_queries import FleetFilter
from gladhand.records.analytics.map_queries import MapArea, VehicleCluster
from gladhand.records.tasks import TIMELINES, create_ahead

TEXAS = MapArea(-107, 25, -93, 37)
PLACES = {"v1": (-97.74, 30.26), "v2": (-97.70, 30.30), "v3": (-96.79, 32.77), "v4": (-122.4, 37.7)}


async def clusters(ingest: Ingest, area: MapArea = TEXAS, filters: FleetFilter | None = None) -> list[VehicleCluster]:
    async with ingest.database.connection() as db:
        return await map_queries.list_clusters(db, ingest.partner_id, filters or FleetFilter(), area, columns=7, rows=6)


async def whole(ingest: Ingest) -> MapArea | None:
    async with ingest.database.connection() as db:
        return await map_queries.find_area(db, ingest.partner_id, FleetFilter())


@pytest.fixture
async def fleet(ingest: Ingest) -> Ingest:
    await create_ahead(ingest.database, TIMELINES)
    await store_positions(ingest, {"v1": (10.0, 50.0)}, hours=2)
    await store_positions(ingest, PLACES)
    return ingest


async def test_vehicles_close_together_are_one_cluster_and_a_single_one_has_its_name(fleet: Ingest) -> None:
    two, one = await clusters(fleet)
    assert (two.count, len(two.vehicle_ids), two.name, two.is_one_place) == (2, 2, None, False)
    assert (two.longitude, two.latitude) == pytest.approx((-97.72, 30.28))
    assert (one.count, one.name, one.occurred_at) == (1, "Unit v3", NOW)
    assert one.vehicle_ids == [record_id(fleet.origin.connection_id, "vehicle", "v3")]
    # Nearer, they come apart.
    near = await clusters(fleet, MapArea(-97.8, 30.2, -97.6, 30.4))
    assert sorted(each.name or "" for each in near) == ["Unit v1", "Unit v2"]


async def test_the_area_is_that_of_the_latest_positions(fleet: Ingest) -> None:
    assert await whole(fleet) == MapArea(-122.4, 30.26, -96.79, 37.7)


async def test_other_fleets_are_left_out_by_a_filter(fleet: Ingest) -> None:
    other = await fleet.another_fleet()
    await store_positions(other, {"x": (-100.0, 31.0)})
    assert sum(each.count for each in await clusters(fleet)) == 4
    only = FleetFilter(fleet_ids=[other.origin.fleet_id])
    assert [each.name for each in await clusters(fleet, filters=only)] == ["Unit x"]


@pytest.mark.parametrize("hidden", ["vehicle", "vehicle_location"])
async def test_what_the_agreement_does_not_share_is_on_no_map(fleet: Ingest, hidden: str) -> None:
    async with fleet.database.transaction() as db:
        await db.execute(
            "update share_agreement set scopes = scopes - %s where fleet_id = %s", (hidden, fleet.origin.fleet_id)
        )
    assert await clusters(fleet) == []
    assert await whole(fleet) is None


async def test_protected_movement_is_on_no_map(fleet: Ingest) -> None:
    """Without a log, the strictest level of the agreement counts."""
    async with fleet.database.transaction() as db:
        await db.execute(
            """update share_agreement set movement_privacy = '{"OFF": "withheld"}' where fleet_id = %s""",
            (fleet.origin.fleet_id,),
        )
    assert await clusters(fleet) == []
    assert await whole(fleet) is None
