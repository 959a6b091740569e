"""Geotab's reads where the account is large, or where Geotab refuses a part."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from tests.fakes.geotab import GeotabFake
from tests.fakes.geotab_days import driver_named
from tests.fakes.serving import serve
from tests.integration.providers.geotab_bench import GeotabBench

from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk import clock
from gladhand.sdk.errors import NoAnswer, Rejected
from gladhand.sdk.http import Request, Response, Transport
from gladhand.sdk.reading import Batch, Slice, State
from gladhand.sdk.source_ids import utc_text

OF_DRIVERS = (ResourceEnum.HOS_AVAILABILITY, ResourceEnum.HOS_VIOLATION, ResourceEnum.HOS_DAILY_SNAPSHOT)


def window() -> Slice:
    return Slice(start=clock.now() - timedelta(days=3), end=clock.now())


async def _before_the_error(batches: AsyncIterator[Batch[Any]]) -> AsyncIterator[Batch[Any]]:
    with suppress(Rejected):
        async for batch in batches:
            yield batch


@pytest.fixture
async def bench() -> AsyncIterator[GeotabBench]:
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        yield GeotabBench(fake, http)


def drivers(bench: GeotabBench, count: int) -> list[str]:
    """Drivers who are on duty, with what Geotab calculates of each."""
    database, at, made = bench.fake.database, clock.now() - timedelta(hours=30), list[str]()
    for number in range(count):
        id_ = database.add("User", driver_named(f"driver-{number}"))
        driver = {"driver": {"id": id_}}
        database.feeds.put("DutyStatusLog", {**driver, "dateTime": utc_text(at), "status": "ON", "state": "Active"})
        database.feeds.put("DutyStatusAvailability", {**driver, "driving": "07:00:00"})
        broken = {"type": "Driving", "fromDate": utc_text(at), "toDate": utc_text(at + timedelta(hours=1))}
        database.feeds.put("DutyStatusViolation", {**driver, **broken})
        made.append(id_)
    return made


@pytest.mark.parametrize("resource", OF_DRIVERS)
async def test_a_driver_whom_geotab_refuses_costs_no_other(bench: GeotabBench, resource: ResourceEnum) -> None:
    of_drivers = drivers(bench, 7)
    refused = of_drivers[2]
    bench.fake.database.feeds.refused = {refused}
    found = await reading.collect(bench.adapter(), resource, window())
    assert [(each.source_id, each.reason) for each in found.skipped] == [(refused, "It cannot be calculated.")]
    assert {id_.split("|")[0] for id_ in found.by_id} == set(of_drivers) - {refused}


@pytest.mark.parametrize("resource", OF_DRIVERS)
async def test_a_refusal_of_all_drivers_fails_the_read(bench: GeotabBench, resource: ResourceEnum) -> None:
    bench.fake.database.feeds.refused = set(drivers(bench, 5))
    with pytest.raises(Rejected, match="cannot be calculated"):
        await reading.collect(bench.adapter(), resource, window())


@pytest.mark.parametrize("resource", OF_DRIVERS)
async def test_a_refusal_of_all_fails_the_next_run_too(bench: GeotabBench, resource: ResourceEnum) -> None:
    bench.fake.database.feeds.refused = set(drivers(bench, 5))
    adapter, part = bench.adapter(), window()
    read = reading.read_of(adapter, resource)
    *_, last = [batch async for batch in _before_the_error(read.fetch(adapter, part))]
    assert last.state is not None
    with pytest.raises(Rejected, match="cannot be calculated"):
        await reading.collect(adapter, resource, replace(part, state=last.state))


async def test_clocks_of_a_driver_without_a_recent_status_are_not_asked_for(bench: GeotabBench) -> None:
    [away, *others] = drivers(bench, 3)
    feeds = bench.fake.database.feeds
    [log] = [each.row for each in feeds.kept["DutyStatusLog"].values() if each.row["driver"]["id"] == away]
    feeds.put("DutyStatusLog", {**log, "dateTime": utc_text(clock.now() - timedelta(days=9))})
    found = await reading.collect(bench.adapter(), ResourceEnum.HOS_AVAILABILITY)
    assert set(found.by_id) == set(others)
    assert bench.fake.calls.count("Get DutyStatusAvailability") == 2


async def test_remarks_on_many_older_logs_come_in_batches_of_their_own(bench: GeotabBench) -> None:
    moment = clock.now()
    feeds = bench.fake.database.feeds
    for number in range(250):
        at = utc_text(moment - timedelta(days=1, minutes=number))
        feeds.put("DutyStatusLog", {"id": f"aLOG{number}", "dateTime": at, "status": "ON", "driver": {"id": "b3A7"}})
    resource, part = ResourceEnum.HOS_EVENT, Slice(start=moment - timedelta(days=30))
    first = await reading.collect(bench.adapter(), resource, part)
    for number in range(250):
        remark = {"dutyStatusLog": {"id": f"aLOG{number}"}, "dateTime": utc_text(moment), "comment": f"Stop {number}"}
        feeds.put("AnnotationLog", remark)
    pages = [each async for each in reading.batches(bench.adapter(), resource, Slice(state=first.state or {}))]
    assert [(len(each.records), each.state is None) for each in pages] == [
        (0, False),
        (200, True),
        (50, True),
        (0, False),
    ]
    found = {record.source_id: record.fields.stored() for each in pages for record in each.records}
    assert {id_: fields["annotations"]["remarks"] for id_, fields in found.items()} == {
        f"aLOG{number}": f"Stop {number}" for number in range(250)
    }
    again = await reading.collect(bench.adapter(), resource, Slice(state=pages[-1].state or {}))
    assert again.by_id == {}


async def test_the_logs_around_those_of_a_page_are_asked_for_driver_by_driver(bench: GeotabBench) -> None:
    of_drivers = drivers(bench, 4)
    resource, feeds, moment = ResourceEnum.HOS_EVENT, bench.fake.database.feeds, clock.now()
    first = await reading.collect(bench.adapter(), resource, Slice(start=moment - timedelta(days=30)))
    asked = bench.fake.calls.count("Get DutyStatusLog")
    for number in range(480):
        at, driver = utc_text(moment - timedelta(minutes=600 - number)), of_drivers[number % 4]
        feeds.put("DutyStatusLog", {"id": f"aLOG{number}", "dateTime": at, "status": "ON", "driver": {"id": driver}})
    found = await reading.collect(bench.adapter(), resource, Slice(state=first.state or {}))
    assert {f"aLOG{number}" for number in range(480)} <= set(found.by_id)
    # Three times two hundred logs of four drivers, two of whom are in two of the three.
    assert bench.fake.calls.count("Get DutyStatusLog") - asked == 6


async def test_a_rest_of_days_keeps_its_end_when_it_is_certified(bench: GeotabBench) -> None:
    (driver,) = drivers(bench, 1)
    resource, feeds, moment = ResourceEnum.HOS_EVENT, bench.fake.database.feeds, clock.now()
    rest, work = moment - timedelta(days=6), f"{moment - timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"
    of_driver = {"driver": {"id": driver}, "state": "Active"}
    off = {**of_driver, "id": "aOFF", "dateTime": utc_text(rest), "status": "OFF"}
    on = {**of_driver, "id": "aON", "dateTime": utc_text(rest - timedelta(hours=1)), "status": "ON"}
    for log in (on, off, {**off, "id": "aD", "dateTime": work, "status": "D"}):
        feeds.put("DutyStatusLog", log)
    first = await reading.collect(bench.adapter(), resource, Slice(start=moment - timedelta(days=30)))
    assert first.by_id["aOFF"].fields.stored()["ended_at"] == work
    feeds.put("DutyStatusLog", {**off, "verifyDateTime": utc_text(moment)})
    certified = await reading.collect(bench.adapter(), resource, Slice(state=first.state or {}))
    assert certified.by_id["aOFF"].fields.stored()["ended_at"] == work
    # Without the rest, the status before it lasts as long.
    feeds.put("DutyStatusLog", {**off, "state": "Inactive"})
    edited = await reading.collect(bench.adapter(), resource, Slice(state=certified.state or {}))
    assert edited.by_id["aON"].fields.stored()["ended_at"] == work


async def test_a_month_of_which_geotab_does_not_list_the_details_is_skipped(bench: GeotabBench) -> None:
    feeds, moment = bench.fake.database.feeds, utc_text(clock.now())
    way = {
        "jurisdiction": "IL",
        "enterTime": moment,
        "exitTime": moment,
        "enterOdometer": 1000.0,
        "exitOdometer": 1100.0,
    }
    for device in ("b1", "b2"):
        feeds.put("FuelTaxDetail", {**way, "device": {"id": device}})
    feeds.refused = {"b1"}
    resource, month = ResourceEnum.IFTA_SUMMARY, f"{clock.now():%Y-%m}"
    found = await reading.collect(bench.adapter(), resource, Slice(start=clock.now() - timedelta(days=1)))
    assert list(found.by_id) == [f"b2|{month}"]
    assert [each.source_id for each in found.skipped] == [f"b1|{month}"]


async def test_the_positions_of_now_do_not_shorten_the_backfill(bench: GeotabBench) -> None:
    database, moment = bench.fake.database, clock.now()
    place = {"device": {"id": "b1"}, "longitude": -89.65, "latitude": 39.78, "speed": 87}
    for days in (6, 5, 0):
        at = moment - timedelta(days=days)
        database.feeds.put("LogRecord", {**place, "dateTime": utc_text(at)}, received_at=at)
    database.feeds.put("DeviceStatusInfo", {**place, "dateTime": utc_text(moment)})
    resource, start = ResourceEnum.VEHICLE_LOCATION, moment - timedelta(days=7)
    batches = reading.batches(bench.adapter(), resource, Slice(start=start))
    now = await anext(batches)
    await batches.aclose()
    assert now.is_preliminary
    # The run was cut there: the hub takes the position of now for the newest one.
    rest = await reading.collect(
        bench.adapter(), resource, Slice(state=now.state or {}, start=moment - timedelta(days=2))
    )
    assert len(rest.by_id) == 3
    assert {record.source_id for record in now.records} <= set(rest.by_id)
    assert bench.fake.calls.count("Get DeviceStatusInfo") == 1


async def test_positions_are_read_although_a_feed_beside_them_does_not_answer(bench: GeotabBench) -> None:
    moment = clock.now()
    place = {"device": {"id": "b1"}, "longitude": -89.65, "latitude": 39.78}
    bench.fake.database.feeds.put("LogRecord", {**place, "dateTime": utc_text(moment)})
    bench.fake.faults.matches = bench.fake.on("GetFeed StatusData")
    bench.fake.faults.cut_before = 1
    part = Slice(state={"version": "0" * 16, "measured": "0" * 16, "drivers": "0" * 16})
    found = await reading.collect(bench.adapter(), ResourceEnum.VEHICLE_LOCATION, part)
    assert len(found.by_id) == 1
    assert found.state is not None
    assert (found.state["measured"], found.state["drivers"]) == ("0" * 16, f"{1:016x}")


class _Silent:
    """A network that loses the answers of one feed, and keeps how long each was waited for."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self.waited: list[float] = []

    async def send(self, request: Request) -> Response:
        if b'"GetFeed"' in (request.body or b"") and b'"StatusData"' in (request.body or b""):
            self.waited.append(request.timeout)
            raise NoAnswer("no answer")
        return await self._inner.send(request)


async def test_a_feed_beside_positions_that_does_not_answer_gets_its_whole_time_once_an_hour(
    bench: GeotabBench,
) -> None:
    network = _Silent(AiohttpTransport(bench.http))

    async def run(state: State, *, is_silent: bool = True) -> State:
        place = {"device": {"id": "b1"}, "longitude": -89.65, "latitude": 39.78}
        bench.fake.database.feeds.put("LogRecord", {**place, "dateTime": utc_text(clock.now())})
        adapter = bench.adapter()
        if is_silent:
            adapter.client.transport = network
        return (await reading.collect(adapter, ResourceEnum.VEHICLE_LOCATION, Slice(state=state))).state

    first = await run({"version": "0" * 16, "measured": "0" * 16, "drivers": "0" * 16})
    second = await run(first)
    # The hour counts from the last time that was waited for in full.
    assert second["silent"] == first["silent"]
    an_hour_ago = utc_text(clock.now() - timedelta(minutes=61))
    await run({**second, "silent": {"measured": an_hour_ago}})
    whole, usual, again = network.waited
    assert whole == again == 180
    assert usual < 180
    assert "silent" not in await run(second, is_silent=False)


async def test_a_run_reads_a_bounded_number_of_remarks_and_the_next_one_goes_on(bench: GeotabBench) -> None:
    feeds, moment = bench.fake.database.feeds, utc_text(clock.now())
    for _ in range(20_001):
        feeds.put("AnnotationLog", {"dateTime": moment})
    resource, reached = ResourceEnum.HOS_EVENT, list[str]()
    part = Slice(start=clock.now() - timedelta(days=30))
    for _ in range(2):
        found = await reading.collect(bench.adapter(), resource, part)
        assert found.state is not None
        reached.append(found.state["remarks"])
        part = Slice(state=found.state)
    assert reached == [f"{20_000:016x}", f"{20_001:016x}"]


async def test_a_type_that_the_account_may_not_see_is_asked_for_once(bench: GeotabBench) -> None:
    moment = utc_text(clock.now())
    for number in range(3):
        fault = {"device": {"id": "b1"}, "diagnostic": {"id": f"Diagnostic{number}"}, "dateTime": moment}
        bench.fake.database.feeds.put("FaultData", fault)
    bench.fake.database.feeds.hidden = {"Diagnostic"}
    part = Slice(start=clock.now() - timedelta(days=1))
    found = await reading.collect(bench.adapter(), ResourceEnum.ENGINE_LOG, part)
    assert {record.fields.stored().get("fault_code_source") for record in found.by_id.values()} == {None}
    assert bench.fake.calls.count("Get Diagnostic") == 1
