"""Geotab's feeds that begin again after a lost version, and walks that say how many there are."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import aiohttp
import pytest
from tests.fakes.geotab import GeotabFake
from tests.fakes.geotab_days import driver_named
from tests.fakes.networks import Failing
from tests.fakes.serving import serve
from tests.integration.providers.geotab_bench import GeotabBench

from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.integrations.reading.confirming import MOST, ids_that_may_be_there
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk import clock
from gladhand.sdk.http import Request, Response, Transport
from gladhand.sdk.reading import Slice
from gladhand.sdk.source_ids import utc_text


@pytest.fixture
async def bench() -> AsyncIterator[GeotabBench]:
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        yield GeotabBench(fake, http)


@dataclass
class CountsMore:
    """A network whose Geotab counts more than it lists."""

    network: Transport
    more: int

    async def send(self, request: Request) -> Response:
        answer = await self.network.send(request)
        if b"GetCountOf" not in (request.body or b""):
            return answer
        return replace(answer, body=json.dumps({"result": answer.object()["result"] + self.more}).encode())


def parked(bench: GeotabBench, moment: datetime) -> None:
    """A truck whose driver signed in a week ago, with a position of now and an odometer of some minutes before."""
    feeds, of_truck = bench.fake.database.feeds, {"device": {"id": "b1"}}
    signed_in = moment - timedelta(days=7)
    measured = {**of_truck, "diagnostic": {"id": "DiagnosticOdometerId"}, "data": 402336000}
    feeds.put(
        "DriverChange", {**of_truck, "dateTime": utc_text(signed_in), "driver": {"id": "b3A7"}}, received_at=signed_in
    )
    earlier = moment - timedelta(minutes=10)
    feeds.put("StatusData", {**measured, "dateTime": utc_text(earlier)}, received_at=earlier)
    place = {"latitude": 39.78, "longitude": -89.65, "speed": 87}
    feeds.put("LogRecord", {**of_truck, **place, "dateTime": utc_text(moment)}, received_at=moment)


async def test_a_feed_that_begins_again_knows_what_was_measured_before_and_who_drives(bench: GeotabBench) -> None:
    moment = clock.now() - timedelta(minutes=1)
    parked(bench, moment)
    # As after a lost version: the state is empty, and the feed begins with the last position.
    found = await reading.collect(bench.adapter(), ResourceEnum.VEHICLE_LOCATION, Slice(start=moment))
    [record] = found.records
    fields = record.fields.stored()
    assert (fields["odometer"], fields["source_driver_id"]) == (402336000, "b3A7")


@pytest.mark.parametrize("side", ["measured", "drivers"])
async def test_the_lost_version_of_a_side_feed_costs_neither_the_positions_nor_its_values(
    bench: GeotabBench, side: str
) -> None:
    moment = clock.now() - timedelta(minutes=1)
    parked(bench, moment)
    feeds = bench.fake.database.feeds
    state = {"version": f"{feeds.last_version - 1:016x}", "measured": f"{0:016x}", "drivers": f"{0:016x}"}
    lost = {**state, side: f"{feeds.last_version + 7:016x}"}
    found = await reading.collect(bench.adapter(), ResourceEnum.VEHICLE_LOCATION, Slice(state=lost))
    [record] = found.records
    fields = record.fields.stored()
    assert (fields["odometer"], fields["source_driver_id"]) == (402336000, "b3A7")
    assert found.state is not None
    assert found.state[side] == f"{feeds.last_version:016x}"


async def test_the_lost_version_of_remarks_costs_no_log(bench: GeotabBench) -> None:
    moment = clock.now() - timedelta(minutes=1)
    database, feeds = bench.fake.database, bench.fake.database.feeds
    driver = database.add("User", driver_named("dana"))
    written = {"driver": {"id": driver}, "status": "ON", "state": "Active", "dateTime": utc_text(moment)}
    log = feeds.put("DutyStatusLog", written)["id"]
    remark = {"dutyStatusLog": {"id": log}, "dateTime": utc_text(moment), "comment": "Dock 4"}
    feeds.put("AnnotationLog", remark)
    state = {"version": f"{feeds.last_version:016x}", "remarks": f"{feeds.last_version + 7:016x}"}
    found = await reading.collect(bench.adapter(), ResourceEnum.HOS_EVENT, Slice(state=state))
    [record] = found.records
    fields = record.fields.stored()
    assert (fields["source_driver_id"], fields["annotations"]["remarks"]) == (driver, "Dock 4")


@pytest.mark.parametrize(("missing", "total"), [(0, 2), (1, 3)])
async def test_a_walk_says_how_many_there_are(bench: GeotabBench, missing: int, total: int) -> None:
    database = bench.fake.database
    for number, group in enumerate(("GroupVehicleId", "GroupVehicleId", "GroupTrailerId")):
        serial = f"G9000000000{number}"
        database.add("Device", {"name": f"T-{number}", "serialNumber": serial, "groups": [{"id": group}]})
    adapter = bench.adapter()
    adapter.client.transport = CountsMore(AiohttpTransport(bench.http), missing)
    pages = [each async for each in reading.batches(adapter, ResourceEnum.VEHICLE, Slice())]
    assert sum(len(each.records) for each in pages) == 2
    assert pages[-1].total == total


async def test_what_a_walk_lacks_is_there_while_geotab_gives_it_or_does_not_answer(bench: GeotabBench) -> None:
    device = {"name": "T-1", "serialNumber": "G90000000001", "groups": [{"id": "GroupVehicleId"}]}
    there, gone = ("there", bench.fake.database.add("Device", device)), ("gone", "b7777")
    assert await ids_that_may_be_there(bench.adapter(), ResourceEnum.VEHICLE, [gone, there]) == ["there"]
    # Only the first ones are asked for.
    many = [(f"more {number}", "b7777") for number in range(MOST)]
    assert await ids_that_may_be_there(bench.adapter(), ResourceEnum.VEHICLE, [*many, gone]) == ["gone"]
    adapter = bench.adapter()
    adapter.client.transport = Failing(AiohttpTransport(bench.http), Response(status=503), after=1)
    assert await ids_that_may_be_there(adapter, ResourceEnum.VEHICLE, [gone, there]) == ["there"]


async def test_an_exception_was_where_its_device_was_nearest_to_its_begin(bench: GeotabBench) -> None:
    feeds, begun = bench.fake.database.feeds, clock.now() - timedelta(hours=1)
    exception = {"rule": {"id": "RuleHarshBrakingId"}, "activeFrom": utc_text(begun)}
    for device in ("b1", "b2", "b3"):
        feeds.put("ExceptionEvent", {"id": f"a-{device}", **exception, "device": {"id": device}})
    feeds.put("ExceptionEvent", {"id": "a-own", **exception, "rule": {"id": "aOwnRule"}, "device": {"id": "b1"}})
    for seconds, longitude in ((-50, -89.67), (-5, -89.66), (20, -89.65), (70, -89.64)):
        moment = utc_text(begun + timedelta(seconds=seconds))
        place = {"dateTime": moment, "longitude": longitude, "latitude": 39.78}
        feeds.put("LogRecord", {"device": {"id": "b1"}, **place})
    feeds.refused = {"b3"}
    found = await reading.collect(bench.adapter(), ResourceEnum.DRIVER_SAFETY_EVENT, Slice(start=begun))
    places = {id_: record.fields.stored()["location"] for id_, record in found.by_id.items()}
    assert places["a-b1"]["coordinates"] == [-89.66, 39.78]
    assert (places["a-b2"], places["a-b3"]) == (None, None)
    assert [each.source_id for each in found.skipped] == ["a-own"]
    # The exception of the fleet's own rule is not asked for.
    assert bench.fake.calls.count("Get LogRecord") == 3
