"""Reveal's reads against a fake of its API, over real HTTP: forgotten numbers, private time, tokens and no news."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import aiohttp
import pytest
from tests.fakes.serving import serve
from tests.fakes.verizon_connect import CREDENTIALS, RevealFake
from tests.processes import PATIENCE

from gladhand.core.crypto import Keyring
from gladhand.integrations.executions.plan import PlannedSlice
from gladhand.integrations.executions.sealed_state import StateSeal
from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.integrations.reading.pages import slice_pages
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import NotAllowed
from gladhand.sdk.reading import Skipped, Slice
from gladhand.sdk.session import InMemorySessionStore

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = Slice(start=NOW - timedelta(days=1), end=NOW)
LOCATION, ENGINE, DRIVERS = (
    ResourceEnum.VEHICLE_LOCATION,
    ResourceEnum.ENGINE_STATUS,
    ResourceEnum.DRIVER_VEHICLE_ASSOCIATION,
)


@pytest.fixture(autouse=True)
def stopped_clock(stop_clock: Callable[[datetime], None]) -> None:
    stop_clock(NOW)


class VerizonReadsBench:
    """The fake with two trucks that drive, and adapters for it that share a session."""

    def __init__(self, fake: RevealFake, http: aiohttp.ClientSession) -> None:
        self.fake, self.http, self.sessions = fake, http, InMemorySessionStore()
        fake.vehicles += [{"VehicleNumber": f"T-{number}", "Name": f"Truck {number}"} for number in (7, 8)]
        fake.vehicles.append({"VehicleNumber": None, "Name": "Spare"})
        self.fake.readings.drive(["T-7", "T-8"], NOW)

    def adapter(self) -> Adapter:
        return providers()["verizon_connect"].adapter(
            CREDENTIALS,
            AiohttpTransport(self.http),
            base_url=self.fake.url,
            timeout=PATIENCE,
            sessions=self.sessions,
        )

    async def vehicles_of(self, resource: ResourceEnum, part: Slice = DAY) -> set[object]:
        found = await reading.collect(self.adapter(), resource, part)
        return {each.fields.stored()["source_vehicle_id"] for each in found.records}


SINCE = "2026-01-02T08:12:00"


def past(code: str, day: int, *, is_active: bool) -> dict[str, object]:
    """A row of the history of a vehicle's codes."""
    return {"DTC": code, "IsActive": is_active, "LastUpdatedDateTime": f"2026-01-{day:02}T08:12:00"}


@pytest.fixture
async def bench() -> AsyncIterator[VerizonReadsBench]:
    async with serve(RevealFake()) as fake, aiohttp.ClientSession() as http:
        yield VerizonReadsBench(fake, http)


@pytest.mark.parametrize("resource", [LOCATION, ENGINE])
async def test_a_vehicle_that_reveal_forgot_costs_no_other(bench: VerizonReadsBench, resource: ResourceEnum) -> None:
    assert await bench.vehicles_of(resource) == {"T-7", "T-8"}
    bench.fake.readings.unknown, bench.fake.readings.now = {"T-7"}, {}
    found = await reading.collect(bench.adapter(), resource, DAY)
    assert {each.fields.stored()["source_vehicle_id"] for each in found.records} == {"T-8"}
    assert found.skipped == [Skipped("T-7", "There is no such number.")]


@pytest.mark.parametrize("state", [{}, {"is_spread": True}])
async def test_the_hub_takes_every_page_of_a_large_fleet(bench: VerizonReadsBench, state: dict[str, object]) -> None:
    numbers = [f"L-{number:03}" for number in range(200)]
    bench.fake.vehicles += [{"VehicleNumber": number} for number in numbers]
    bench.fake.readings.drive(numbers, NOW)
    # In a spread run of so many hours some vehicles are due for both, what came late and what their engines measure.
    length = timedelta(hours=11, minutes=59) if state else timedelta(days=1)
    part = PlannedSlice(Slice(state=state, start=NOW - length, end=NOW))
    seal = StateSeal(Keyring.parse(Keyring.new_key()), uuid4())
    pages = [page async for _, page in slice_pages(seal, bench.adapter(), LOCATION, part)]
    found = {each.fields.stored()["source_vehicle_id"] for page in pages for each in page.records}
    assert found == {"T-7", "T-8", *numbers}


async def test_a_resumed_run_brings_the_newest_positions_and_stays_at_its_place(bench: VerizonReadsBench) -> None:
    pages = [each async for each in reading.batches(bench.adapter(), LOCATION, replace(DAY, state={"after": "T-7"}))]
    assert [(len(each.records), each.state) for each in pages] == [(2, None), (3, {"after": "T-8"})]


async def test_private_time_leaves_no_trace(bench: VerizonReadsBench) -> None:
    readings = bench.fake.readings
    readings.now["T-7"]["IsPrivate"] = True
    for row in readings.history["T-7"]:
        row["IsPrivate"] = True
    assert await bench.vehicles_of(LOCATION) == {"T-8"}
    assert await bench.vehicles_of(DRIVERS, Slice()) == {"T-8"}
    for segment in readings.segments["T-7"]:
        segment["StartLocationIsPrivate"] = True
    found = await reading.collect(bench.adapter(), ENGINE, DAY)
    private = [each for each in found.records if each.fields.stored()["source_vehicle_id"] == "T-7"]
    assert private
    assert not any("StartLocation" in each.source_data for each in private)


async def test_a_short_run_asks_for_the_newest_only_until_a_vehicle_is_due(bench: VerizonReadsBench) -> None:
    histories = 0
    for minute in range(121):
        end = NOW + timedelta(minutes=minute)
        bench.fake.seen.clear()
        part = Slice(state={"is_spread": True}, start=end - timedelta(minutes=1), end=end)
        await reading.collect(bench.adapter(), LOCATION, part)
        histories += sum("getecmstatus" in each.path for each in bench.fake.seen)
    # Each of both once in two hours, or twice at the border.
    assert 2 <= histories <= 3


async def test_a_look_at_the_same_is_no_news_and_a_change_of_driver_is(bench: VerizonReadsBench) -> None:
    first = await reading.collect(bench.adapter(), DRIVERS)
    second = await reading.collect(bench.adapter(), DRIVERS, Slice(state=first.state))
    bench.fake.readings.now["T-7"]["DriverNumber"] = "EMP-9"
    third = await reading.collect(bench.adapter(), DRIVERS, Slice(state=second.state))
    assert [len(each.by_id) for each in (first, second, third)] == [2, 0, 1]


async def test_a_code_that_has_gone_is_no_longer_active(bench: VerizonReadsBench) -> None:
    first = await reading.collect(bench.adapter(), ResourceEnum.ENGINE_LOG)
    readings = bench.fake.readings
    readings.codes[0]["ActiveDTCs"] = ""
    readings.code_history["T-7"] = {"VehicleNumber": "T-7", "DTCs": [past("P0420", 6, is_active=False)]}
    second = await reading.collect(bench.adapter(), ResourceEnum.ENGINE_LOG, Slice(state=first.state))
    # A list of dated records keeps a row for each time that an id has: it is the same row at the same time only.
    assert [(each.source_id, each.occurred_at) for each in second.records] == [
        (each.source_id, each.occurred_at) for each in first.records if each.source_id.startswith("T-7|P0420|")
    ]
    assert [each.fields.stored()["status"] for each in second.records] == ["inactive"]


@pytest.mark.parametrize("silence", ["no data", "refused", "not listed", "active"])
async def test_a_code_is_looked_for_until_the_history_says_that_it_has_gone(
    bench: VerizonReadsBench, silence: str
) -> None:
    readings, state = bench.fake.readings, {"T-7": {"P0171": SINCE, "P0420": SINCE}}
    history: dict[str, list[dict[str, object]]] = {
        "not listed": [past("P0300", 6, is_active=False)],
        "active": [past("P0420", 5, is_active=False), past("P0420", 6, is_active=True)],
    }
    readings.codes = [{**readings.codes[0], "ActiveDTCs": "P0171"}]
    readings.unknown = {"T-7"} if silence == "refused" else set()
    if silence in history:
        readings.code_history["T-7"] = {"DTCs": history[silence]}
    found = await reading.collect(bench.adapter(), ResourceEnum.ENGINE_LOG, Slice(state=state))
    assert (found.records, found.state) == ([], state)
    readings.unknown = set()
    readings.code_history["T-7"] = {"DTCs": [past("p0420", 7, is_active=False)]}
    found = await reading.collect(bench.adapter(), ResourceEnum.ENGINE_LOG, Slice(state=found.state))
    assert [each.source_id for each in found.records] == ["T-7|P0420|2026-01-02T08:12:00.000Z"]
    assert found.state == {"T-7": {"P0171": SINCE}}


async def test_the_codes_of_a_vehicle_that_is_gone_are_not_asked_for_again(bench: VerizonReadsBench) -> None:
    readings, state = bench.fake.readings, {"GONE-1": {"P0420": SINCE}, "T-7": {"P0420": SINCE}}
    readings.codes = [{**readings.codes[0], "ActiveDTCs": "P0420"}]
    found = await reading.collect(bench.adapter(), ResourceEnum.ENGINE_LOG, Slice(state=state))
    assert (found.records, found.state) == ([], {"T-7": {"P0420": SINCE}})
    assert not [each.path for each in bench.fake.seen if "getdtchistory" in each.path]


async def test_an_old_row_of_the_history_closes_no_code_and_the_newest_counts(bench: VerizonReadsBench) -> None:
    readings = bench.fake.readings
    readings.codes = [{**readings.codes[0], "ActiveDTCs": "P0420"}]
    newest = past("P0171", 8, is_active=False)
    rows = [past("P0420", 2, is_active=False), newest, past("P0171", 3, is_active=False)]
    readings.code_history["T-7"] = {"DTCs": rows}
    # A state of an older version has no times.
    found = await reading.collect(bench.adapter(), ResourceEnum.ENGINE_LOG, Slice(state={"T-7": "P0171 P0420"}))
    assert [(each.source_id, each.source_data["LastUpdatedDateTime"]) for each in found.records] == [
        ("T-7|P0171|2026-01-08T08:12:00.000Z", newest["LastUpdatedDateTime"])
    ]
    assert found.state == {"T-7": {"P0420": None}}


async def test_a_group_without_assets_or_an_id_costs_no_other(bench: VerizonReadsBench) -> None:
    readings = bench.fake.readings
    readings.groups += [{"Group": {"GroupId": 3}}, {"Name": "North"}, {"GroupId": 4}]
    readings.assets["3"] = [{"AssetNumber": "TR-9"}]
    locations = Slice(start=NOW - timedelta(days=2), end=NOW)
    whole = await reading.collect(bench.adapter(), ResourceEnum.TRAILER_LOCATION, locations)
    assert {each.fields.stored()["source_trailer_id"] for each in whole.records} == {"TR-0", "TR-1"}
    readings.unknown = {"4"}
    [batch] = [each async for each in reading.batches(bench.adapter(), ResourceEnum.TRAILER, Slice())]
    assert [each.source_id for each in batch.records] == ["TR-0", "TR-1", "TR-9"]
    # Skipped without an id, so that no asset counts as gone.
    assert [each.source_id for each in batch.skipped] == [None, None]
    assert [each.reason.partition(":")[0] for each in batch.skipped] == ["The group 3 has no id.", "Group 4"]


async def test_hours_are_those_of_the_driver_who_was_asked_for(bench: VerizonReadsBench) -> None:
    bench.fake.drivers |= {number: {"DriverNumber": number} for number in ("EMP-1", "EMP-2")}
    bench.fake.readings.hours = {"EMP-1": {"Status": "Driving"}, "EMP-2": {"DriverNumber": None, "Status": "OffDuty"}}
    found = await reading.collect(bench.adapter(), ResourceEnum.HOS_AVAILABILITY)
    assert found.by_id.keys() == {"EMP-1", "EMP-2"}


async def test_a_token_that_reveal_no_longer_takes_is_renewed(bench: VerizonReadsBench) -> None:
    await bench.vehicles_of(LOCATION)
    bench.fake.tokens.clear()
    assert await bench.vehicles_of(LOCATION) == {"T-7", "T-8"}
    bench.sessions.held = {**bench.sessions.held, "expires_at": NOW.timestamp()}
    await bench.vehicles_of(LOCATION)
    assert bench.fake.given == 3


async def test_a_right_that_is_missing_costs_its_own_read(bench: VerizonReadsBench) -> None:
    bench.fake.forbidden = {("GET", "/cmd/v1/groups")}
    with pytest.raises(NotAllowed):
        await reading.collect(bench.adapter(), ResourceEnum.TRAILER)
    assert await bench.vehicles_of(LOCATION) == {"T-7", "T-8"}
