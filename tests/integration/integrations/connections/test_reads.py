"""Reading connections: partners those of fleets that share with them, fleets their own."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api
from tests.integration.conftest import Connected

from gladhand.core.db import Database

PATH = "/v2/integrations/connections"
Connect = Callable[..., Awaitable[Connected]]


def ids(answer: Any) -> list[str]:
    assert answer.status == 200, answer.body
    return [each["id"] for each in answer.body["items"]]


async def test_a_partner_sees_the_connections_of_its_fleets(api: Api, connect: Connect) -> None:
    first, second = await connect(), await connect()
    answer = await api.get(PATH)
    assert ids(answer) == [first.connection_id, second.connection_id]
    assert [each["fleet_ref"] for each in answer.body["items"]] == [first.fleet_ref, second.fleet_ref]
    assert "total" not in answer.body


async def test_a_fleet_sees_its_own(connected: Connected, connect: Connect) -> None:
    other = await connect()
    assert ids(await connected.fleet.get(PATH)) == [connected.connection_id]
    assert (await connected.fleet.get(f"{PATH}/{other.connection_id}")).status == 404
    assert (await connected.fleet.get(f"{PATH}/{connected.connection_id}")).body["fleet_ref"] is None


async def test_filters_narrow_the_list(api: Api, connect: Connect) -> None:
    first, second = await connect(), await connect()
    assert ids(await api.get(PATH, params={"fleet_refs": first.fleet_ref})) == [first.connection_id]
    assert ids(await api.get(PATH, params={"fleet_ids": str(second.fleet_id)})) == [second.connection_id]
    both = [("fleet_refs", first.fleet_ref), ("fleet_refs", second.fleet_ref)]
    assert ids(await api.get(PATH, params=both)) == [first.connection_id, second.connection_id]
    assert ids(await api.get(PATH, params={"tsp_id": first.tsp_id})) == [first.connection_id, second.connection_id]
    assert ids(await api.get(PATH, params={"tsp_id": str(uuid4())})) == []
    assert ids(await api.get(PATH, params={"fleet_refs": "nobody"})) == []
    assert ids(await first.fleet.get(PATH, params={"fleet_refs": first.fleet_ref})) == []


async def test_pages_lead_through_the_list_in_both_directions(api: Api, connect: Connect) -> None:
    made = [(await connect()).connection_id for _ in range(3)]
    first = await api.get(PATH, params={"size": 2})
    assert ids(first) == made[:2]
    assert first.body["previous_page"] is None
    second = await api.get(PATH, params={"size": 2, "cursor": first.body["next_page"]})
    assert ids(second) == made[2:]
    assert second.body["next_page"] is None
    assert ids(await api.get(PATH, params={"size": 2, "cursor": second.body["previous_page"]})) == made[:2]


async def test_another_partner_sees_nothing(
    connected: Connected, anyone: Api, make_partner: Callable[..., Awaitable[Any]]
) -> None:
    stranger = anyone.with_token((await make_partner()).token)
    assert ids(await stranger.get(PATH)) == []
    foreign = await stranger.get(f"{PATH}/{connected.connection_id}")
    missing = await stranger.get(f"{PATH}/{uuid4()}")
    assert foreign.status == missing.status == 404
    assert foreign.body == missing.body


async def test_nothing_is_seen_when_the_agreement_no_longer_holds(connected: Connected, database: Database) -> None:
    async with database.connection() as db:
        await db.execute("update share_agreement set status = 'paused' where fleet_id = %s", (connected.fleet_id,))
    assert ids(await connected.api.get(PATH)) == []
    assert (await connected.api.get(f"{PATH}/{connected.connection_id}")).status == 404


async def test_deleted_connections_are_gone(connected: Connected, database: Database) -> None:
    async with database.connection() as db:
        await db.execute("update connection set status = 'deleted' where id = %s", (connected.connection_id,))
    assert ids(await connected.api.get(PATH)) == []
    assert (await connected.api.get(f"{PATH}/{connected.connection_id}")).status == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [("size=0", 422), ("size=1001", 422), ("tsp_id=x", 422), ("cursor=nonsense", 400), ("size=1000", 200)],
)
async def test_bad_parameters_are_told(api: Api, query: str, status: int) -> None:
    assert (await api.get(f"{PATH}?{query}")).status == status
