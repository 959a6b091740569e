"""Webfleet's reads against a fake of WEBFLEET.connect, over real HTTP: full answers, refusals, quotas, and no news."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from tests.fakes.serving import serve
from tests.fakes.webfleet import ACCOUNT, API_KEY, WebfleetFake
from tests.fakes.webfleet_readings import text
from tests.processes import PATIENCE

from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import Malformed, Rejected
from gladhand.sdk.reading import Skipped, Slice

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = Slice(start=NOW - timedelta(days=1), end=NOW)
PAST = Slice(start=NOW - timedelta(days=2, hours=1), end=NOW - timedelta(hours=1))
SAFETY, LOCATION = ResourceEnum.DRIVER_SAFETY_EVENT, ResourceEnum.VEHICLE_LOCATION
WORK = ResourceEnum.HOS_DAILY_SNAPSHOT


@pytest.fixture(autouse=True)
def stopped_clock(stop_clock: Callable[[datetime], None]) -> None:
    stop_clock(NOW)


class WebfleetReadsBench:
    """The fake with a truck and a trailer that drive, and adapters for it."""

    def __init__(self, fake: WebfleetFake, session: aiohttp.ClientSession) -> None:
        self.fake, self.session = fake, session
        self.truck = fake.add_vehicle(objectname="Truck 7", objecttype="truck")
        fake.add_vehicle(objectname="Trailer 12", objecttype="trailer")
        fake.drive(NOW)

    def adapter(self) -> Adapter:
        return providers()["webfleet"].adapter(
            ACCOUNT,
            AiohttpTransport(self.session),
            base_url=self.fake.url,
            timeout=PATIENCE,
            options={"api_key": API_KEY},
        )

    def asked(self) -> list[str]:
        """The actions of all requests so far."""
        return [
            part.removeprefix("action=")
            for each in self.fake.seen
            for part in each.path.split("&")
            if "action=" in part
        ]


@pytest.fixture
async def bench() -> AsyncIterator[WebfleetReadsBench]:
    async with serve(WebfleetFake()) as fake, aiohttp.ClientSession() as session:
        yield WebfleetReadsBench(fake, session)


async def test_short_runs_ask_for_the_tracks_of_each_once_a_day_and_reach_two_days_back(
    bench: WebfleetReadsBench,
) -> None:
    for number in range(20):
        bench.fake.add_vehicle(objectname=f"Truck {number}", objecttype="truck")
    bench.fake.quotas |= dict.fromkeys(bench.fake.quotas, 100)
    found = set[str]()
    for number in range(24):
        start, end = NOW - timedelta(hours=number + 1), NOW - timedelta(hours=number)
        part = Slice(state={"is_spread": True}, start=start, end=end)
        found |= (await reading.collect(bench.adapter(), LOCATION, part)).by_id.keys()
    assert bench.asked().count("showTracks") == 21
    # Whenever its turn came, its track was read from before the first of the runs on.
    times = [datetime.fromisoformat(each.partition("|")[2]) for each in found if each.startswith(bench.truck)]
    assert min(times) < NOW - timedelta(hours=26)


async def test_after_a_long_interruption_all_tracks_are_read_and_change_nothing_that_is_stored(
    bench: WebfleetReadsBench,
) -> None:
    batches = [each async for each in reading.batches(bench.adapter(), LOCATION, DAY)]
    assert bench.asked() == ["showObjectReportExtern", "showTracks"]
    assert [(len(each.records), each.is_preliminary) for each in batches] == [(1, True), (2, True)]
    assert batches[0].records[0].fields.stored()["odometer"] == 125273312


@pytest.mark.parametrize("resource", [LOCATION, WORK])
async def test_one_that_is_refused_costs_no_other_and_all_cost_the_read(
    bench: WebfleetReadsBench, resource: ResourceEnum
) -> None:
    other = bench.fake.add_vehicle(objectname="Truck 8", objecttype="truck")
    tracks = bench.fake.readings.tracks
    tracks[other] = [{**each, "objectuid": other} for each in tracks[bench.truck]]
    first, second = [bench.truck, other] if resource is LOCATION else bench.fake.drivers
    bench.fake.readings.unknown = {first}
    found = await reading.collect(bench.adapter(), resource, PAST)
    assert {each.source_id.partition("|")[0] for each in found.records} == {second}
    assert found.skipped == [Skipped(first, "It does not exist (error 9110)")]
    bench.fake.readings.unknown.add(second)
    for state in ({}, {"after": first}):
        with pytest.raises(Rejected):
            await reading.collect(bench.adapter(), resource, replace(PAST, state=state))
    # Those before were answered.
    found = await reading.collect(
        bench.adapter(), resource, replace(PAST, state={"after": first, "is_any_answered": True})
    )
    assert [each.source_id for each in found.skipped] == [second]


async def test_a_short_run_goes_on_though_the_only_one_that_is_due_is_refused(bench: WebfleetReadsBench) -> None:
    bench.fake.readings.unknown = {bench.truck}
    bench.fake.quotas |= dict.fromkeys(bench.fake.quotas, 100)
    skipped = 0
    for number in range(24):
        start, end = NOW - timedelta(hours=number + 1), NOW - timedelta(hours=number)
        part = Slice(state={"is_spread": True}, start=start, end=end)
        skipped += len((await reading.collect(bench.adapter(), LOCATION, part)).skipped)
    assert skipped == 1


async def test_the_newest_positions_come_in_each_run_of_a_long_read_of_new_data_and_not_of_history(
    bench: WebfleetReadsBench,
) -> None:
    first = [each async for each in reading.batches(bench.adapter(), LOCATION, DAY)]
    newest = first[0].records[0].source_id
    # The read is resumed when its window has long ended.
    late = Slice(state=first[0].state or {}, start=PAST.start, end=PAST.end)
    resumed = [each async for each in reading.batches(bench.adapter(), LOCATION, late)]
    assert [each.source_id for each in resumed[0].records] == [newest]
    # The place of the run stays, so that its tracks are read.
    assert resumed[0].state is None
    assert resumed[1].state == {"is_news": True, "after": bench.truck, "is_any_answered": True}
    assert newest not in (await reading.collect(bench.adapter(), LOCATION, PAST)).by_id


async def test_a_parked_vehicle_does_not_give_an_old_position_todays_driver(bench: WebfleetReadsBench) -> None:
    report = bench.fake.readings.reports[bench.truck]
    report["msgtime"] = text(NOW)
    part = Slice(start=NOW - timedelta(minutes=1), end=NOW)
    for age, driver in ((timedelta(minutes=5), "driver:driver-1"), (timedelta(hours=9), None)):
        report["pos_time"] = text(NOW - age)
        found = await reading.collect(bench.adapter(), LOCATION, part)
        latest = next(each for each in found.records if each.occurred_at == NOW - age)
        assert latest.fields.stored()["source_driver_id"] == driver


@pytest.mark.parametrize("resource", [ResourceEnum.ENGINE_STATUS, ResourceEnum.DRIVER_VEHICLE_ASSOCIATION])
async def test_a_second_look_at_the_same_is_no_news_and_a_change_is(
    bench: WebfleetReadsBench, resource: ResourceEnum
) -> None:
    first = await reading.collect(bench.adapter(), resource)
    report = bench.fake.readings.reports[bench.truck]
    report["msgtime"], report["speed"] = text(NOW + timedelta(minutes=1)), "0"
    second = await reading.collect(bench.adapter(), resource, Slice(state=first.state))
    report |= {"driveruid": "driver-2", "ignition": "0", "ignition_time": text(NOW)}
    third = await reading.collect(bench.adapter(), resource, Slice(state=second.state))
    assert [len(each.by_id) for each in (first, second, third)] == [1, 0, 1]
    assert not first.by_id.keys() & third.by_id.keys()


async def test_more_messages_than_an_answer_has_come_all_the_same(bench: WebfleetReadsBench) -> None:
    # In the hub, requests beyond the quota wait.
    bench.fake.quotas["showMessages"] = 1000
    said = {"objectuid": bench.truck, "msg_text": "Dock 4"}
    bench.fake.readings.messages = [
        {"msgid": str(number), "msg_time": text(NOW - timedelta(seconds=3 * number + 1)), **said}
        for number in range(700)
    ]
    found = await reading.collect(bench.adapter(), ResourceEnum.MESSAGE, DAY)
    assert len(found.by_id) == 700
    # As many in one second are more than can be read.
    bench.fake.readings.messages = [
        {"msgid": str(number), "msg_time": text(NOW - timedelta(seconds=5)), **said} for number in range(500)
    ]
    short = Slice(start=NOW - timedelta(seconds=8), end=NOW)
    with pytest.raises(Malformed, match="within a second"):
        await reading.collect(bench.adapter(), ResourceEnum.MESSAGE, short)


async def test_a_list_that_is_not_booked_costs_itself_and_all_three_cost_the_read(bench: WebfleetReadsBench) -> None:
    bench.fake.not_booked = {"showAccelerationEvents", "showSpeedingEvents"}
    found = await reading.collect(bench.adapter(), SAFETY, DAY)
    assert {each.source_id.partition("|")[0] for each in found.records} == {"idling"}
    assert len(found.skipped) == 2
    bench.fake.not_booked.add("showIdleExceptions")
    with pytest.raises(Rejected):
        await reading.collect(bench.adapter(), SAFETY, DAY)
    with pytest.raises(Rejected):
        await reading.collect(bench.adapter(), SAFETY, Slice(state={"list": 2, "refused": 2}, start=DAY.start, end=NOW))


async def test_a_minute_of_every_read_stays_within_the_quotas(bench: WebfleetReadsBench) -> None:
    minute = Slice(start=NOW - timedelta(minutes=1), end=NOW)
    registration = providers()["webfleet"].registration
    for resource, read in registration.reads.items():
        await reading.collect(bench.adapter(), resource, minute if read.window else Slice())
    assert bench.fake.over_quota == 0
    assert set(bench.asked()) <= set(bench.fake.quotas)


async def test_a_report_without_rows_is_empty_though_it_comes_as_an_error(bench: WebfleetReadsBench) -> None:
    bench.fake.next_errors = [("showIOReportExtern", 63)]
    assert (await reading.collect(bench.adapter(), ResourceEnum.VEHICLE_SENSOR, DAY)).records == []
    assert (await reading.collect(bench.adapter(), ResourceEnum.VEHICLE_SENSOR, DAY)).by_id


async def test_past_windows_have_whole_days_only_and_together_all_of_them(bench: WebfleetReadsBench) -> None:
    uid, _ = bench.fake.drivers
    days = [NOW - timedelta(days=age) for age in range(9)]
    bench.fake.readings.working_times[uid] = [
        {"workstate": "4", "start_time": text(each), "end_time": text(each + timedelta(minutes=1))} for each in days
    ]
    middle = NOW - timedelta(days=4)
    older, newer = Slice(start=NOW - timedelta(days=8), end=middle), Slice(start=middle, end=NOW)
    found = [await reading.collect(bench.adapter(), ResourceEnum.HOS_DAILY_SNAPSHOT, part) for part in (older, newer)]
    border = f"{uid}|{datetime.fromisoformat(text(middle)).date()}"
    assert border in found[1].by_id
    assert border not in found[0].by_id
    # The first day may have begun before what is asked for.
    assert len(found[0].by_id | found[1].by_id) >= len(days) - 1
