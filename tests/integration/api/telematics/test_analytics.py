"""Analytics through its routes; `records/test_analytics.py` has the figures."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.conftest import Api
from tests.integration.conftest import Connected

GROWTH = pytest.mark.parametrize("noun", ["fleets", "vehicles", "drivers", "trailers"])


async def test_the_overview_counts_the_fleets_of_the_partner(connected: Connected) -> None:
    await connected.created(first_name="Ann", last_name="Lee", username="ann", is_driver=True)
    answer = await connected.api.get("/v2/telematics/analytics/overview")
    assert answer.status == 200
    assert (answer.body["fleets"], answer.body["drivers"]) == (1, 1)
    of_connection = f"?connection_id={connected.connection_id}&fleet_refs={connected.fleet_ref}"
    assert (await connected.api.get(f"/v2/telematics/analytics/overview{of_connection}")).body == answer.body


@GROWTH
async def test_a_series_begins_before_the_period_and_ends_today(api: Api, noun: str) -> None:
    answer = await api.get(f"/v2/telematics/analytics/{noun}/time-series", params={"period_days": 2})
    assert answer.status == 200
    today = datetime.now(UTC).date()
    assert [day["date"] for day in answer.body] == [str(today - timedelta(days=days)) for days in (2, 1, 0)]
    assert {day["cumulative_count"] for day in answer.body} == {0}


async def test_a_period_has_limits(api: Api) -> None:
    for days in (0, 366):
        answer = await api.get("/v2/telematics/analytics/fleets/time-series", params={"period_days": days})
        assert answer.status == 422


async def test_analytics_needs_a_token(anyone: Api) -> None:
    assert (await anyone.get("/v2/telematics/analytics/overview")).status == 401


LISTS = [
    *("fleets", "vehicles", "drivers", "trailers"),
    *("vehicles/live-locations", "trailers/live-locations"),
]


@pytest.mark.parametrize("path", LISTS)
async def test_a_list_is_paged_sorted_and_narrowed(connected: Connected, path: str) -> None:
    url = f"/v2/telematics/analytics/{path}"
    answer = await connected.api.get(url, params={"fleet_refs": connected.fleet_ref, "size": 1})
    assert answer.status == 200
    assert answer.body["total"] == len(answer.body["items"])
    assert (await connected.api.get(url, params={"sort_by": "nonsense"})).status == 422
    assert (await connected.api.get(url, params={"cursor": "nonsense"})).status == 400


async def test_drivers_lead_from_page_to_page(connected: Connected) -> None:
    for name in ("Ann", "Bob", "Cid"):
        await connected.created(first_name=name, username=name, is_driver=True)
    url, query = "/v2/telematics/analytics/drivers", {"size": 2, "sort_by": "first_name", "sort_order": "desc"}
    first = await connected.api.get(url, params=query)
    second = await connected.api.get(f"{url}?cursor={first.body['next_page']}", params=query)
    assert [row["first_name"] for row in first.body["items"] + second.body["items"]] == ["Cid", "Bob", "Ann"]
    assert (first.body["total"], second.body["next_page"]) == (3, None)
    (fleet,) = (await connected.api.get("/v2/telematics/analytics/fleets")).body["items"]
    assert (fleet["fleet_ref"], fleet["drivers"], fleet["connections"]) == (connected.fleet_ref, 3, 1)
    other_order = await connected.api.get(f"{url}?cursor={first.body['next_page']}&sort_by=username")
    assert other_order.status == 400
