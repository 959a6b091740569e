"""Motive's adapter against a fake of Motive, over real HTTP: reads without a right, without numbers, and cut short."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import orjson
import pytest
from tests.fakes.motive import MotiveFake
from tests.fakes.serving import serve
from tests.integration.providers.motive_bench import MotiveBench
from tests.integration.records.conftest import new_ingest

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.integrations.ingest import incoming
from gladhand.records.tasks import TIMELINES, create_ahead
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.errors import Malformed, NotAllowed
from gladhand.sdk.http import Request, Response
from gladhand.sdk.reading import Skipped, Slice
from gladhand.sdk.source_ids import utc_text

NOW = datetime.now(UTC)
WHOLE = Slice(start=NOW - timedelta(days=3), end=NOW)


@pytest.fixture(autouse=True)
def stopped_clock(stop_clock: Callable[[datetime], None]) -> None:
    stop_clock(NOW)


@pytest.fixture
async def bench() -> AsyncIterator[MotiveBench]:
    async with serve(MotiveFake()) as fake, aiohttp.ClientSession() as session:
        fake.drive()
        yield MotiveBench(fake, session)


class WithoutNumbers(AiohttpTransport):
    """Takes the numbers of the page from every answer."""

    async def send(self, request: Request) -> Response:
        response = await super().send(request)
        answer = {name: value for name, value in orjson.loads(response.body).items() if name != "pagination"}
        return replace(response, body=orjson.dumps(answer))


async def test_safety_events_come_without_the_lists_that_are_forbidden(bench: MotiveBench) -> None:
    bench.fake.forbidden = {"/v1/speeding_events", "/v1/idle_events"}
    bench.fake.reports.performance[1]["status"] = "invalid"
    found = await reading.collect(bench.adapter(), ResourceEnum.DRIVER_SAFETY_EVENT, WHOLE)
    assert (list(found.by_id), found.removed, found.state) == (["690001"], ["690002"], {"list": 3})
    assert found.skipped == [Skipped(None, "Forbidden")] * 2
    bench.fake.forbidden = {"/v2/driver_performance_events"}
    with pytest.raises(NotAllowed):
        await reading.collect(bench.adapter(), ResourceEnum.DRIVER_SAFETY_EVENT, WHOLE)


async def test_fault_codes_take_their_scope(bench: MotiveBench) -> None:
    assert (await reading.collect(bench.consented(), ResourceEnum.ENGINE_LOG)).by_id
    bench.fake.granted_scopes.discard("fault_codes.read")
    with pytest.raises(NotAllowed):
        await reading.collect(bench.consented(), ResourceEnum.ENGINE_LOG)


async def test_a_list_without_numbers_ends_with_a_page_that_is_not_full_and_a_full_walk_needs_them(
    bench: MotiveBench,
) -> None:
    bench.fake.reports.faults = [{**bench.fake.reports.faults[0], "id": number} for number in range(1, 151)]
    adapter = bench.adapter(transport=WithoutNumbers(bench.session))
    assert len((await reading.collect(adapter, ResourceEnum.ENGINE_LOG)).by_id) == 150
    for resource in (ResourceEnum.USER, ResourceEnum.VEHICLE, ResourceEnum.TRAILER):
        with pytest.raises(Malformed, match="does not say how many"):
            await reading.collect(adapter, resource)


async def test_a_parked_truck_has_one_position_with_the_driver_of_its_time(
    bench: MotiveBench, database: Database, keyring: Keyring
) -> None:
    """The list has the position in another form than the history, and with the driver of today."""
    await create_ahead(database, TIMELINES)
    ingest, fake = await new_ingest(database, keyring), bench.fake
    (parked, *_), at = fake.readings.now["vehicles"], NOW - timedelta(hours=20)
    place = {**parked["current_location"], "located_at": utc_text(at)}
    then, number = {"id": 800099}, str(parked["id"])
    parked["current_location"] = place
    fake.readings.history[number] = [{**place, "id": "of the history", "driver": then}]
    shown = []
    for part in (Slice(), WHOLE, Slice()):
        async for batch in reading.batches(bench.adapter(), ResourceEnum.VEHICLE_LOCATION, part):
            rows = [incoming(record) for record in batch.records]
            await ingest.page(VEHICLE_LOCATION, rows, only_new=batch.is_preliminary)
        (row,) = [row for row in await ingest.list_(VEHICLE_LOCATION) if row["source_vehicle_id"] == number]
        shown.append(row)
    assert [row["source_driver_id"] for row in shown] == [None, "800099", "800099"]
    assert shown[1] == shown[2]


@pytest.mark.parametrize("state", [{}, {"is_spread": True, "after": 0}], ids=["on time", "resumed late"])
async def test_a_short_run_asks_no_history_of_trailers_without_a_tracker(
    bench: MotiveBench, state: dict[str, object]
) -> None:
    bench.fake.readings.now["assets"] = []
    end = NOW if not state else NOW - timedelta(hours=1)
    part = Slice(state=state, start=end - timedelta(minutes=15), end=end)
    await reading.collect(bench.adapter(), ResourceEnum.TRAILER_LOCATION, part)
    assert [path.partition("?")[0] for path in bench.sent("GET")] == ["/v1/asset_locations"]


async def test_a_run_of_reefers_ends_when_those_that_are_left_are_gone(bench: MotiveBench) -> None:
    state = {"since": utc_text(NOW - timedelta(days=1)), "until": utc_text(NOW), "after": 10**9}
    found = await reading.collect(bench.adapter(), ResourceEnum.TRAILER_STATUS, Slice(state=state))
    assert (found.records, found.state) == ([], {"since": utc_text(NOW)})
