"""Each bad day, by one control call: what clients then see, and what the ledger says."""

from typing import Any

import aiohttp
import pytest
from tests.unit.simulator.history_client import NOW, HistoryClient

DAY_BEFORE = "2026-03-11T15:00:00.000Z"


async def bad_day(client: HistoryClient, kind: str, **order: Any) -> Any:
    return await client.post("/_control/bad-days", 201, kind=kind, **order)


async def fault(client: HistoryClient, kind: str, **order: Any) -> None:
    await client.post("/_control/faults", 201, kind=kind, **order)


async def test_an_edited_log_has_its_rest_later_and_nothing_where_it_was(client: HistoryClient) -> None:
    window = "2026-03-05T15:00:00.000Z", NOW
    before = await client.logs(*window)
    made = (await bad_day(client, "edit", resource="logs", count=2))["amendments"]
    after = await client.logs(*window)
    assert len(made) == 4
    assert sum(map(len, after.values())) == sum(map(len, before.values()))
    moved = [each["values"]["start"] for each in made if "start" in each["values"]]
    starts = {entry["start"] for entries in after.values() for entry in entries}
    assert set(moved) <= starts
    assert len(starts - {entry["start"] for entries in before.values() for entry in entries}) == 2
    ledger = await client.ledger("logs", **{"from": window[0], "to": NOW})
    assert sum(each["row"]["remark"] == "Corrected by the office" for each in ledger) == 4


@pytest.mark.parametrize("resource", ["safety", "purchases", "messages"])
async def test_an_edited_row_keeps_its_id(client: HistoryClient, resource: str) -> None:
    before = await client.table(resource)
    made = (await bad_day(client, "edit", resource=resource, count=2))["amendments"]
    after = await client.table(resource)
    assert before.keys() == after.keys()
    assert {key for key in before if before[key] != after[key]} == {each["row_id"] for each in made}
    assert len(made) == 2


async def test_an_edited_row_of_a_feed_comes_once_more(client: HistoryClient) -> None:
    _, cursor = await client.feed("positions")
    made = (await bad_day(client, "edit", resource="positions", count=3, days=0.1))["amendments"]
    await client.post("/_control/clock/advance", seconds=5)
    rows, _ = await client.feed("positions", after=cursor)
    again = {each["id"] for each in rows if each["near"] == "Corrected"}
    assert again == {each["row_id"] for each in made}


@pytest.mark.parametrize("resource", ["logs", "purchases", "assignments", "vehicles"])
async def test_a_deleted_row_is_gone_everywhere(client: HistoryClient, resource: str) -> None:
    async def count() -> int:
        if resource == "logs":
            return sum(map(len, (await client.logs("2026-03-05T15:00:00.000Z", NOW)).values()))
        return len(await client.whole(resource) if resource != "purchases" else await client.table(resource))

    before = await count()
    await bad_day(client, "delete", resource=resource, count=2)
    assert await count() == before - 2


async def test_the_night_when_clocks_go_back_has_a_day_of_25_hours(client: HistoryClient) -> None:
    assert (await bad_day(client, "dst_night", season="spring"))["now"] == "2026-03-08T06:00:00.000Z"
    assert (await bad_day(client, "dst_night"))["now"] == "2025-11-02T05:00:00.000Z"
    await client.set_clock("2025-11-04T12:00:00Z")
    ledger = await client.ledger("days", **{"from": "2025-11-01T00:00:00Z", "to": "2025-11-04T00:00:00Z"})
    lengths = {(each["row"]["date"], sum(each["row"]["seconds"].values())) for each in ledger}
    assert {length for day, length in lengths if day == "2025-11-02"} <= {25 * 3600, 24 * 3600}
    assert ("2025-11-02", 25 * 3600) in lengths
    assert {length for day, length in lengths if day == "2025-11-03"} == {24 * 3600}


async def test_a_loop_gives_back_the_cursor_that_it_got(client: HistoryClient) -> None:
    await fault(client, "page_loop", count=None)
    first = await client.get("/api/hitches", limit=10)
    second = await client.get("/api/hitches", limit=10, cursor=first["next"])
    assert (second["next"], second["hitches"]) == (first["next"], first["hitches"])


async def test_a_cursor_that_never_ends_has_empty_pages(client: HistoryClient) -> None:
    await fault(client, "endless", count=None)
    cursors: set[str] = set()
    query: dict[str, Any] = {}
    for _ in range(5):
        page = await client.get("/api/feeds/positions", **query)
        query = {"after": page["next"]}
        cursors.add(page["next"])
        assert (page["positions"], page["more"]) == ([], True)
    assert len(cursors) == 5


async def test_a_cursor_that_was_made_up_is_refused_by_every_other_answer(client: HistoryClient) -> None:
    await fault(client, "endless")
    made_up = (await client.get("/api/feeds/positions", since=DAY_BEFORE))["next"]
    await fault(client, "duplicates")
    # A feed that begins now instead would lead past the rows of the day.
    await client.get("/api/feeds/positions", 400, after=made_up)


async def test_rows_are_doubled_added_and_misspelt(client: HistoryClient) -> None:
    window: dict[str, Any] = {"from": DAY_BEFORE, "to": NOW}
    honest = (await client.get("/api/safety", **window))["safety"]
    for kind, told in (
        ("duplicates", len(honest) * 2),
        ("garbage_row", len(honest) + 1),
        ("unknown_value", len(honest)),
    ):
        await fault(client, kind)
        rows = (await client.get("/api/safety", **window))["safety"]
        assert len(rows) == told
        assert any(row.get("kind") == "hibernating" for row in rows) == (kind == "unknown_value")


async def test_a_list_ends_silently_after_so_many_rows(client: HistoryClient) -> None:
    await fault(client, "cap", count=None, rows=25)
    first = await client.get("/api/hitches", limit=20)
    second = await client.get("/api/hitches", limit=20, cursor=first["next"])
    assert (len(first["hitches"]), len(second["hitches"]), second["next"]) == (20, 5, None)
    assert second["total"] > 25


async def test_html_an_expired_cursor_and_a_cut_answer(client: HistoryClient) -> None:
    await fault(client, "html")
    async with client.session.get(f"{client.url}/api/hitches", headers=client.headers) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
    _, cursor = await client.feed("positions")
    await fault(client, "expire_cursor")
    await client.get("/api/feeds/positions", 410, after=cursor)
    await fault(client, "cut_answer")
    with pytest.raises(aiohttp.ClientPayloadError):
        await client.get("/api/hitches")


async def test_a_huge_body_is_as_large_as_it_was_asked_for(client: HistoryClient) -> None:
    await fault(client, "huge", megabytes=3)
    async with client.session.get(f"{client.url}/api/me", headers=client.headers) as answer:
        assert len(await answer.read()) > 3_000_000


async def test_an_account_has_its_rate_and_says_so(client: HistoryClient) -> None:
    async with client.session.put(
        f"{client.url}/_control/accounts", json={"key": "demo-key", "name": "Demo Trucking", "requests_per_minute": 2}
    ) as answer:
        assert (await answer.json())["trucks"] == 9
    seen = []
    for _ in range(3):
        async with client.session.get(f"{client.url}/api/me", headers=client.headers) as answer:
            seen.append((answer.status, answer.headers["X-RateLimit-Remaining"], "Retry-After" in answer.headers))
    assert seen == [(200, "1", False), (200, "0", False), (429, "0", True)]


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"kind": "sunny"}, "kind"),
        ({"kind": "edit", "resource": "days"}, "resource"),
        ({"kind": "delete", "resource": "positions"}, "resource"),
        ({"kind": "late", "minutes": "x"}, "minutes"),
        ({"kind": "late", "account": "nobody"}, "account"),
        ({"kind": "dst_night", "season": "fall"}, "season"),
    ],
)
async def test_a_bad_day_that_makes_no_sense_is_refused(
    client: HistoryClient, order: dict[str, Any], field: str
) -> None:
    status = 404 if field == "account" else 422
    assert (await client.post("/_control/bad-days", status, **order))["error"]["field"] == field
