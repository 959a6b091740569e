"""Following writes: the list with its filters and window, and one operation."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api
from tests.integration.conftest import Connected

from gladhand.core.db import Database

PATH = "/v2/integrations/connections/resource-operations"


def ids(answer: Any) -> list[str]:
    assert answer.status == 200, answer.body
    return [each["id"] for each in answer.body["items"]]


async def test_each_filter_narrows_the_list(connected: Connected, connect: Callable[..., Awaitable[Connected]]) -> None:
    other = await connect()
    made = await connected.created(username="ann")
    changed = (await connected.update(made["resource_id"], is_sync=True, first_name="Ann")).body
    elsewhere = await other.created(username="bob")
    api = connected.api
    assert ids(await api.get(PATH)) == [made["id"], changed["id"], elsewhere["id"]]
    expected = {
        "connection_id": (connected.connection_id, [made["id"], changed["id"]]),
        "fleet_refs": (other.fleet_ref, [elsewhere["id"]]),
        "operation": ("update", [changed["id"]]),
        "resource": ("user", [made["id"], changed["id"], elsewhere["id"]]),
        "source_name": ("samsara", []),
    }
    for name, (value, found) in expected.items():
        assert ids(await api.get(PATH, params={name: value})) == found, name
    assert ids(await api.get(PATH, params={"resource": "vehicle"})) == []
    both = {"source_id": elsewhere["source_id"], "resource": "user"}
    assert ids(await api.get(PATH, params=both)) == [elsewhere["id"]]


async def test_a_reference_finds_the_writes_of_the_fleet_that_has_it_now(
    connected: Connected, connect: Callable[..., Awaitable[Connected]]
) -> None:
    other = await connect()
    former, new = other.fleet_ref, f"{other.fleet_ref}-new"
    here, there = await connected.created(username="ann"), await other.created(username="bob")
    for changed, fleet_ref in ((other, new), (connected, former)):
        answer = await changed.fleet.patch(f"/v2/orgs/fleets/{changed.fleet_id}", {"fleet_ref": fleet_ref})
        assert answer.status == 200, answer.body
    assert ids(await connected.api.get(PATH, params={"fleet_refs": former})) == [here["id"]]
    assert ids(await connected.api.get(PATH, params={"fleet_refs": new})) == [there["id"]]


async def test_the_list_has_no_total_and_leads_through_in_both_directions(connected: Connected) -> None:
    made = [(await connected.created(username=f"driver-{number}"))["id"] for number in range(3)]
    first = await connected.api.get(PATH, params={"size": 2})
    assert "total" not in first.body
    assert ids(first) == made[:2]
    second = await connected.api.get(PATH, params={"size": 2, "cursor": first.body["next_page"]})
    assert ids(second) == made[2:]
    assert ids(await connected.api.get(PATH, params={"size": 2, "cursor": second.body["previous_page"]})) == made[:2]


async def test_the_usual_window_is_the_last_day(connected: Connected, database: Database) -> None:
    old, new = await connected.created(username="old"), await connected.created(username="new")
    two_days_ago = datetime.now(UTC) - timedelta(days=2)
    async with database.connection() as db:
        await db.execute("update resource_operation set created_at = %s where id = %s", (two_days_ago, old["id"]))
    assert ids(await connected.api.get(PATH)) == [new["id"]]
    since = (two_days_ago - timedelta(hours=1)).isoformat()
    assert ids(await connected.api.get(PATH, params={"from_datetime": since})) == [old["id"], new["id"]]
    # The end is not part of the window, the beginning is; and a window may end in the past.
    exact = {"from_datetime": two_days_ago.isoformat(), "to_datetime": new["created_at"]}
    assert ids(await connected.api.get(PATH, params=exact)) == [old["id"]]
    # Given only an end, the window is the day before it.
    assert ids(await connected.api.get(PATH, params={"to_datetime": since})) == []


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"from_datetime": "2026-01-01T00:00:00Z", "to_datetime": "2026-03-01T00:00:00Z"}, "query.from_datetime"),
        ({"from_datetime": "2026-01-02T00:00:00Z", "to_datetime": "2026-01-02T00:00:00Z"}, "query.from_datetime"),
        ({"from_datetime": "2026-01-03T00:00:00Z", "to_datetime": "2026-01-02T00:00:00Z"}, "query.from_datetime"),
        ({"from_datetime": "0001-01-01T00:00:00+14:00"}, "query.from_datetime"),
        ({"to_datetime": "0001-01-01T00:00:00Z"}, "query.to_datetime"),
        ({"source_id": "user:ann"}, "query.source_id"),
        ({"resource": "users"}, "query.resource"),
        ({"source_name": "nobody"}, "query.source_name"),
        ({"operation": "delete"}, "query.operation"),
        ({"connection_id": "x"}, "query.connection_id"),
        ({"size": "1001"}, "query.size"),
    ],
)
async def test_a_window_or_filter_that_makes_no_sense_is_422(api: Api, query: dict[str, str], path: str) -> None:
    answer = await api.get(PATH, params=query)
    assert answer.status == 422, answer.body
    assert answer.body["detail"][0]["path"] == path


async def test_45_days_are_allowed(api: Api) -> None:
    window = {"from_datetime": "2026-01-01T00:00:00Z", "to_datetime": "2026-02-15T00:00:00Z"}
    assert ids(await api.get(PATH, params=window)) == []


async def test_one_operation_is_found_under_its_connection_only(
    connected: Connected, connect: Callable[..., Awaitable[Connected]], anyone: Api, make_partner: Callable[..., Any]
) -> None:
    made = await connected.created(username="ann")
    base = "/v2/integrations/connections"
    mine = await connected.api.get(f"{base}/{connected.connection_id}/resource-operations/{made['id']}")
    assert mine.body["logs"] == made["logs"]
    assert "deleted_at" not in mine.body
    other = await connect()
    assert (await connected.api.get(f"{base}/{other.connection_id}/resource-operations/{made['id']}")).status == 404
    stranger = anyone.with_token((await make_partner()).token)
    foreign = await stranger.get(f"{base}/{connected.connection_id}/resource-operations/{made['id']}")
    missing = await stranger.get(f"{base}/{connected.connection_id}/resource-operations/{uuid4()}")
    assert foreign.status == missing.status == 404
    assert foreign.body == missing.body
