"""Figures over a small fleet, computed by hand."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.integration.records.conftest import Ingest
from tests.own_installation import database_url

from gladhand.records.analytics.filter_queries import FleetFilter
from gladhand.records.analytics.queries import count_assets, list_fleet_growth, list_growth
from gladhand.records.incoming import IncomingRecord
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE

# A worker would read the connections.
__all__ = ["database_url"]


def today() -> date:
    return datetime.now(UTC).date()


def records(*source_ids: str, **fields: Any) -> list[IncomingRecord]:
    return [IncomingRecord(source_id=source_id, fields=fields, source_data={}) for source_id in source_ids]


async def overview(ingest: Ingest, filters: FleetFilter | None = None) -> dict[str, int]:
    async with ingest.database.connection() as db:
        found: dict[str, int] = json.loads(await count_assets(db, ingest.partner_id, filters or FleetFilter()))
    return found


async def growth(ingest: Ingest, resource: Resource | None, days: int) -> list[list[Any]]:
    since = today() - timedelta(days=days)
    async with ingest.database.connection() as db:
        if resource is None:
            text = await list_fleet_growth(db, ingest.partner_id, FleetFilter(), since=since, until=today())
        else:
            text = await list_growth(db, ingest.partner_id, resource, FleetFilter(), since=since, until=today())
    return [[(today() - date.fromisoformat(each["date"])).days, *list(each.values())[1:]] for each in json.loads(text)]


async def change(ingest: Ingest, statement: str, *values: Any) -> None:
    async with ingest.database.transaction() as db:
        await db.execute(statement, values)


async def a_small_fleet(ingest: Ingest) -> Ingest:
    """Two fleets: four vehicles of which one has gone, three drivers beside a clerk, one trailer."""
    other = await ingest.another_fleet()
    await ingest.page(VEHICLE, records("v1", "v2", "v3"))
    await ingest.page(USER, records("d1", "d2", is_driver=True) + records("clerk", is_driver=False))
    await ingest.page(TRAILER, records("t1"))
    await other.page(VEHICLE, records("v1"))
    await other.page(USER, records("d3"))
    await change(
        ingest,
        "update record_vehicle set deleted_at = now(), updated_at = now() where fleet_id = %s and source_id = 'v3'",
        ingest.origin.fleet_id,
    )
    return other


async def test_the_overview_counts_what_is_present(ingest: Ingest) -> None:
    other = await a_small_fleet(ingest)
    assert await overview(ingest) == {"fleets": 2, "vehicles": 3, "drivers": 3, "trailers": 1}
    of_other = {"fleets": 1, "vehicles": 1, "drivers": 1, "trailers": 0}
    assert await overview(ingest, FleetFilter(fleet_ids=[other.origin.fleet_id])) == of_other
    first = {"fleets": 1, "vehicles": 2, "drivers": 2, "trailers": 1}
    assert await overview(ingest, FleetFilter(fleet_refs=["mine"])) == first
    assert await overview(ingest, FleetFilter(fleet_refs=["mine"], fleet_ids=[other.origin.fleet_id])) == dict.fromkeys(
        first, 0
    )


async def test_the_overview_counts_one_connection(ingest: Ingest) -> None:
    await a_small_fleet(ingest)
    second = Ingest(ingest.database, replace(ingest.origin, connection_id=uuid4()), ingest.partner_id)
    await second.page(VEHICLE, records("v9", "v10"))
    assert (await overview(ingest))["vehicles"] == 5
    await connect(second)
    found = await overview(ingest, FleetFilter(connection_id=second.origin.connection_id))
    assert found == {"fleets": 1, "vehicles": 2, "drivers": 0, "trailers": 0}


async def test_only_what_an_active_agreement_shares_is_counted(ingest: Ingest) -> None:
    other = await a_small_fleet(ingest)
    await change(
        ingest,
        "update share_agreement set scopes = scopes - 'user' where fleet_id = %s",
        ingest.origin.fleet_id,
    )
    assert await overview(ingest) == {"fleets": 2, "vehicles": 3, "drivers": 1, "trailers": 1}
    assert [day[2] for day in await growth(ingest, USER, 1)] == [0, 1]
    await change(ingest, "update share_agreement set status = 'paused' where fleet_id = %s", other.origin.fleet_id)
    assert await overview(ingest) == {"fleets": 1, "vehicles": 2, "drivers": 0, "trailers": 1}
    assert [day[2] for day in await growth(ingest, None, 1)] == [0, 1]


async def test_another_partner_counts_nothing(ingest: Ingest) -> None:
    await a_small_fleet(ingest)
    stranger = Ingest(ingest.database, ingest.origin, uuid4())
    assert await overview(stranger) == {"fleets": 0, "vehicles": 0, "drivers": 0, "trailers": 0}


async def test_growth_has_every_day_and_ends_at_the_overview(ingest: Ingest) -> None:
    await a_small_fleet(ingest)
    await first_seen(ingest, "v1", 5)
    await first_seen(ingest, "v2", 2)
    # The other fleet's vehicle is of today; what has gone is not counted on any day.
    assert await growth(ingest, VEHICLE, 3) == [[3, 0, 1], [2, 1, 2], [1, 0, 2], [0, 1, 3]]
    assert await growth(ingest, TRAILER, 1) == [[1, 0, 0], [0, 1, 1]]
    assert await growth(ingest, USER, 1) == [[1, 0, 0], [0, 3, 3]]


async def test_fleets_of_one_reference_grow_as_one(ingest: Ingest) -> None:
    other = await ingest.another_fleet()
    await change(
        ingest,
        "update share_agreement set fleet_ref = 'mine', created_at = now() - interval '2 days' where fleet_id = %s",
        other.origin.fleet_id,
    )
    assert await growth(ingest, None, 2) == [[2, 1, 1], [1, 0, 1], [0, 0, 1]]
    assert (await overview(ingest))["fleets"] == 1


async def first_seen(ingest: Ingest, source_id: str, days_ago: int) -> None:
    await change(
        ingest,
        """
        update record_vehicle set created_at = now() - make_interval(days => %s)
        where fleet_id = %s and source_id = %s
        """,
        days_ago,
        ingest.origin.fleet_id,
        source_id,
    )


async def connect(ingest: Ingest) -> None:
    """Give the connection of the origin its row."""
    await change(
        ingest,
        """
        with t as (insert into tsp (slug, name, source_name, conn_type) values (%s, 'T', 'catena_simulator', 'api_key')
          returning id)
        insert into connection (fleet_id, id, tsp_id, source_name, credentials, masked_credentials, account_id,
          account_fingerprint)
        select %s, %s, t.id, 'catena_simulator', '', '{}', 'a', 'a' from t
        """,
        f"t-{uuid4().hex[:8]}",
        ingest.origin.fleet_id,
        ingest.origin.connection_id,
    )
