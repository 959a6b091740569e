"""Feeds, windows and the ledger of a fleet whose time is held still."""

from typing import Any

import orjson
import pytest
from tests.unit.simulator.history_client import NOW, HistoryClient

from gladhand.simulator import serve


async def test_a_feed_is_the_ledger_whatever_the_size_of_its_pages(client: HistoryClient) -> None:
    start = "2026-03-12T13:00:00.000Z"
    large, _ = await client.feed("positions", since=start, limit=1000)
    small, _ = await client.feed("positions", since=start, limit=70)
    assert small == large
    assert len(large) > 500
    ids = {each["id"] for each in large}
    assert len(ids) == len(large)
    ledger = await client.ledger("positions", **{"from": "2026-03-12T12:00:00Z", "to": NOW})
    arrived = {each["id"]: each["row"] for each in ledger if start <= each["arrives"] < NOW}
    assert {each["id"]: each for each in large} == arrived


async def test_a_cursor_goes_on_with_what_has_arrived_since(client: HistoryClient) -> None:
    first, cursor = await client.feed("positions", since="2026-03-12T14:00:00Z")
    assert await client.feed("positions", after=cursor) == ([], cursor)
    await client.post("/_control/clock/advance", seconds=600)
    second, _ = await client.feed("positions", after=cursor)
    whole, _ = await client.feed("positions", since="2026-03-12T14:00:00Z")
    assert first + second == whole
    assert second


async def test_equal_fleets_are_equal_at_every_ask(client: HistoryClient) -> None:
    rows = await client.ledger("logs")
    async with serve(trucks=9) as url:
        again = HistoryClient(url, client.session)
        await again.set_clock(NOW)
        assert await again.ledger("logs") == rows
        page = await again.get("/api/feeds/positions", since="2026-01-30T00:00:00Z")
        assert page == await client.get("/api/feeds/positions", since="2026-01-30T00:00:00Z")
        assert page["positions"]


async def test_held_rows_come_late_and_in_the_order_of_arrival(client: HistoryClient) -> None:
    _, cursor = await client.feed("positions")
    await client.post("/_control/bad-days", 201, kind="late", minutes=20, delay_minutes=30)
    await client.post("/_control/clock/advance", seconds=30 * 60)
    on_time, cursor = await client.feed("positions", after=cursor)
    assert not any(NOW <= each["time"] < "2026-03-12T15:20" for each in on_time)
    assert on_time
    await client.post("/_control/clock/advance", seconds=30 * 60)
    late, _ = await client.feed("positions", after=cursor)
    held = [each for each in late if NOW <= each["time"] < "2026-03-12T15:20"]
    assert held
    assert late.index(held[-1]) > 0
    everything = {each["id"] for each in await client.ledger("positions", **{"from": NOW, "arrived": "yes"})}
    assert {each["id"] for each in on_time + late if each["time"] >= NOW} == everything


async def test_a_wrong_clock_shows_in_feed_and_ledger_alike(client: HistoryClient) -> None:
    await client.post("/_control/bad-days", 201, kind="clock_off", minutes=10, vehicle="veh:101")
    _, cursor = await client.feed("positions")
    await client.post("/_control/clock/advance", seconds=1200)
    rows, _ = await client.feed("positions", after=cursor)
    ahead = [each for each in rows if each["time"] >= "2026-03-12T16:00"]
    assert {each["vehicle"] for each in ahead} == {"veh:101"}
    ledger = {
        each["id"]: each["row"]
        for each in await client.ledger("positions", **{"from": NOW, "to": "2026-03-12T18:00:00Z"})
    }
    assert {each["id"]: ledger[each["id"]] for each in ahead} == {each["id"]: each for each in ahead}


async def test_pages_of_logs_hold_whole_drivers(client: HistoryClient) -> None:
    window = "2026-03-05T00:00:00Z", "2026-03-12T00:00:00Z"
    whole = await client.logs(*window)
    assert whole == await client.logs(*window, limit=2)
    assert len(whole) == 9
    rows = [entry for entries in whole.values() for entry in entries]
    ledger = await client.ledger("logs", **{"from": window[0], "to": window[1]})
    assert sorted(map(orjson.dumps, rows)) == sorted(orjson.dumps(each["row"]) for each in ledger)
    assert {entry["duty"] for entry in rows} >= {"off", "sleeper", "driving", "working", "yard", None}


async def test_the_running_log_entry_has_no_end(client: HistoryClient) -> None:
    logs = await client.logs("2026-03-06T15:00:00Z", NOW)
    running = [entry for entries in logs.values() for entry in entries if entry["end"] is None]
    assert len(running) <= 9
    assert all(entry["start"] <= NOW for entry in running)
    assert running


async def test_a_corrected_entry_takes_the_place_of_the_old_one(client: HistoryClient) -> None:
    window = {"from": "2026-02-20T00:00:00Z", "to": "2026-03-10T00:00:00Z"}
    edited = [each["row"] for each in await client.ledger("logs", **window) if each["row"]["edited_at"]]
    moved = next(each for each in edited if each["duty"] in ("off", "sleeper"))
    # Stood there before the driver corrected it.
    await client.set_clock(moved["start"])
    before = [
        each["row"]["start"]
        for each in await client.ledger("logs", **window)
        if each["row"]["driver"] == moved["driver"]
    ]
    assert moved["start"] not in before


@pytest.mark.parametrize(
    ("path", "query", "status", "field"),
    [
        ("/api/feeds/positions", {"after": "rubbish"}, 400, "after"),
        ("/api/feeds/positions", {"limit": 1001}, 422, "limit"),
        ("/api/feeds/positions", {"since": "soon"}, 422, "since"),
        ("/api/logs", {"from": NOW}, 422, "to"),
        ("/api/logs", {"from": NOW, "to": NOW}, 422, "to"),
        ("/api/logs", {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}, 422, "to"),
        ("/api/logs", {"from": "2026-01-01", "to": "2026-01-02", "cursor": "W10"}, 400, "cursor"),
    ],
)
async def test_bad_windows_and_cursors_are_refused_by_name(
    client: HistoryClient, path: str, query: dict[str, Any], status: int, field: str
) -> None:
    assert (await client.get(path, status, **query))["error"]["field"] == field


async def test_a_cursor_expires_after_two_months(client: HistoryClient) -> None:
    _, cursor = await client.feed("positions")
    await client.set_clock("2026-05-20T00:00:00Z")
    assert (await client.get("/api/feeds/positions", 410, after=cursor))["error"]["field"] == "after"


@pytest.mark.parametrize(
    "name", ["safety", "inspections", "defects", "purchases", "messages", "broadcasts", "files", "stretches"]
)
async def test_the_pages_of_a_table_are_its_ledger(client: HistoryClient, name: str) -> None:
    window = {"from": "2026-03-05T15:00:00.000Z", "to": NOW}
    ledger = {each["id"]: each["row"] for each in await client.ledger(name, **window)}
    assert await client.table(name) == ledger
    assert ledger
    assert await client.walk(f"/api/{name}", name, {**window, "limit": 7}) == ledger


@pytest.mark.parametrize("name", ["trailer_positions", "ignition", "faults", "inputs", "reefers"])
async def test_a_feed_of_devices_is_its_ledger(client: HistoryClient, name: str) -> None:
    start = "2026-03-08T15:00:00.000Z"
    rows, _ = await client.feed(name, since=start)
    ledger = {each["id"]: each["row"] for each in await client.ledger(name, **{"from": start, "to": NOW})}
    assert ledger
    # The newest state of a row comes last.
    latest = {each["id"]: each for each in rows if each["time"] >= start}
    missing = ledger.keys() - latest.keys()
    assert latest.items() <= ledger.items()
    assert len(missing) <= 1


@pytest.mark.parametrize("name", ["assignments", "hitches"])
async def test_whole_lists_have_their_total(client: HistoryClient, name: str) -> None:
    ledger = {each["id"]: each["row"] for each in await client.ledger(name)}
    assert await client.whole(name) == ledger
    assert any(row["end"] is None for row in ledger.values())


async def test_drivers_clocks_never_exceed_the_rules(client: HistoryClient) -> None:
    clocks = (await client.get("/api/clocks"))["clocks"]
    assert len(clocks) == 9
    for each in clocks:
        assert 0 <= each["left"]["driving"] <= 11 * 3600
        assert 0 <= each["left"]["cycle"] <= 70 * 3600


async def test_the_miles_of_a_month_are_those_of_its_stretches(client: HistoryClient) -> None:
    await client.set_clock("2026-03-02T00:00:00Z")
    stretches = await client.table("stretches", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")
    by_truck: dict[str, float] = {}
    for row in stretches.values():
        by_truck[row["vehicle"]] = by_truck.get(row["vehicle"], 0.0) + row["distance_km"]
    months = await client.table("fuel_tax", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")
    assert len(months) == 9
    for row in months.values():
        total = sum(each["metres"] for each in row["states"]) / 1000
        assert by_truck[row["vehicle"]] == pytest.approx(total, abs=2)


async def test_the_page_shows_trucks_that_move(client: HistoryClient) -> None:
    async def seen(path: str) -> str:
        async with client.session.get(client.url + path) as answer:
            assert answer.status == 200
            return await answer.text()

    page, part = await seen("/"), await seen("/_control/live")
    assert part in page
    assert page.count("<circle") == 9
    assert " km/h</td>" in part
    await client.post("/_control/clock/advance", seconds=5)
    assert await seen("/_control/live?account=demo-key") != part
