"""Traccar's positions and events where a server answers less than it is asked for, against a fake of the server."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.fakes.traccar import TraccarFake
from tests.integration.providers.traccar_bench import TraccarBench, running

from gladhand.integrations.hosting import reading
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.errors import AnswerTooLong
from gladhand.sdk.reading import Slice

LOCATION, SAFETY, SENSOR = ResourceEnum.VEHICLE_LOCATION, ResourceEnum.DRIVER_SAFETY_EVENT, ResourceEnum.VEHICLE_SENSOR
DAY = timedelta(days=1)


def last_day() -> Slice:
    now = datetime.now(UTC)
    return Slice(start=now - DAY, end=now)


@pytest.fixture
async def bench() -> AsyncIterator[TraccarBench]:
    async with running(TraccarFake()) as made:
        yield made


def asked(bench: TraccarBench, path: str) -> int:
    return sum(each.path.partition("?")[0].endswith(path) for each in bench.fake.seen)


async def test_a_position_that_is_gone_costs_no_other_event_its_place(bench: TraccarBench) -> None:
    bench.fake.drive(bench.user, devices=3, minutes=20)
    whole = await reading.collect(bench.adapter(), SAFETY, last_day())
    assert len(whole.records) == 30
    assert all(each.fields.stored()["location"] for each in whole.records)
    gone = {each["positionId"] for each in bench.fake.events if each["type"] == "alarm"}
    lost = sorted(gone)[4]
    bench.fake.positions = [each for each in bench.fake.positions if each["id"] != lost]
    found = await reading.collect(bench.adapter(), SAFETY, last_day())
    without = [each.source_data["positionId"] for each in found.records if not each.fields.stored()["location"]]
    assert without == [lost]
    assert found.by_id.keys() == whole.by_id.keys()


async def test_a_server_that_has_forgotten_all_positions_is_not_asked_for_each(bench: TraccarBench) -> None:
    bench.fake.drive(bench.user, devices=10, minutes=40)
    bench.fake.positions.clear()
    found = await reading.collect(bench.adapter(), SAFETY, last_day())
    assert len(found.records) == 200
    assert asked(bench, "/positions") == 40


async def test_events_of_many_devices_come_with_few_requests(bench: TraccarBench) -> None:
    bench.fake.drive(bench.user, devices=120, minutes=2)
    pages = [each async for each in reading.batches(bench.adapter(), ResourceEnum.ENGINE_STATUS, last_day())]
    assert sum(len(each.records) for each in pages) == 120
    assert asked(bench, "/reports/events") == 3
    # A run that is cut off goes on behind the devices that were stored.
    state = pages[0].state
    assert state is not None
    rest = await reading.collect(bench.adapter(), ResourceEnum.ENGINE_STATUS, replace(last_day(), state=state))
    assert len(rest.records) == 120 - len(pages[0].records)


async def test_a_report_that_is_limited_to_some_hours_is_asked_for_by_parts(bench: TraccarBench) -> None:
    bench.fake.drive(bench.user, devices=60, minutes=4)
    whole = await reading.collect(bench.adapter(), SAFETY, last_day())
    bench.fake.longest_report = timedelta(hours=7)
    bench.fake.seen.clear()
    found = await reading.collect(bench.adapter(), SAFETY, last_day())
    assert found.by_id == whole.by_id
    # Two are refused; the others know how much the server answers.
    assert asked(bench, "/reports/events") == 2 + 4 * 2


async def test_a_track_that_is_longer_than_an_answer_comes_by_parts(
    bench: TraccarBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.fake.drive(bench.user, devices=1, minutes=60, trailers=0)
    whole = await reading.collect(bench.adapter(), LOCATION, last_day())
    adapter = bench.adapter()
    monkeypatch.setattr(adapter.client, "_max_bytes", 12_000)
    found = await reading.collect(adapter, LOCATION, last_day())
    assert found.by_id == whole.by_id
    assert len(found.by_id) == 60
    monkeypatch.setattr(adapter.client, "_max_bytes", 600)
    with pytest.raises(AnswerTooLong):
        await reading.collect(adapter, LOCATION, last_day())


async def test_a_trailer_is_one_by_its_category_and_the_operators_list(bench: TraccarBench) -> None:
    bench.fake.drive(bench.user, devices=2, minutes=1, trailers=1)
    adapter = bench.adapter()
    assert len((await reading.collect(adapter, ResourceEnum.VEHICLE)).records) == 2
    assert len((await reading.collect(adapter, ResourceEnum.TRAILER)).records) == 1
    assert len((await reading.collect(adapter, LOCATION, last_day())).records) == 2
    assert len((await reading.collect(adapter, ResourceEnum.TRAILER_LOCATION, last_day())).records) == 1
    other = bench.adapter(options={"trailer_categories": "dolly, Chassis"})
    assert len((await reading.collect(other, ResourceEnum.VEHICLE)).records) == 3
    assert (await reading.collect(other, ResourceEnum.TRAILER)).records == []


async def test_only_devices_with_news_are_asked_and_each_change_comes_once(bench: TraccarBench) -> None:
    fake = bench.fake
    fake.drive(bench.user, devices=2, minutes=3, trailers=0)
    first = await reading.collect(bench.adapter(), SENSOR, Slice(start=last_day().start))
    assert [each.fields.stored()["sensor_event"] for each in first.records] == ["DOOR_OPEN", "DOOR_OPEN"]
    fake.seen.clear()
    state = first.state
    assert state is not None
    second = await reading.collect(bench.adapter(), SENSOR, Slice(state=state, start=last_day().start))
    assert (second.records, asked(bench, "/positions")) == ([], 0)
    device, *_ = fake.store.tables["devices"].values()
    now = datetime.now(UTC).replace(microsecond=0)
    fake.report(device, now, 5, {"door": False})
    third = await reading.collect(bench.adapter(), SENSOR, Slice(state=second.state or {}, start=last_day().start))
    assert [each.fields.stored()["sensor_event"] for each in third.records] == ["DOOR_CLOSED"]
    assert asked(bench, "/positions") == 1
    # What the tracker uploads late changes nothing.
    fake.report(device, now - timedelta(hours=1), 6, {"door": True})
    fourth = await reading.collect(bench.adapter(), SENSOR, Slice(state=third.state or {}, start=last_day().start))
    assert fourth.records == []


async def test_where_reports_are_closed_the_last_positions_tell_what_changes(bench: TraccarBench) -> None:
    fake = bench.fake
    fake.drive(bench.user, devices=1, minutes=3, trailers=0)
    fake.store.tables["users"][bench.user["id"]]["disableReports"] = True
    codes = await reading.collect(bench.adapter(), ResourceEnum.ENGINE_LOG, Slice(start=last_day().start))
    assert [each.fields.stored()["fault_code"] for each in codes.records] == [{"code": "P0217"}]
    device, *_ = fake.store.tables["devices"].values()
    fake.report(device, datetime.now(UTC).replace(microsecond=0), 5, {"dtcs": ""})
    gone = await reading.collect(bench.adapter(), ResourceEnum.ENGINE_LOG, Slice(state=codes.state or {}))
    assert [(each.source_id, each.occurred_at) for each in gone.records] == [
        (each.source_id, each.occurred_at) for each in codes.records
    ]
    assert [each.fields.stored()["status"] for each in gone.records] == ["inactive"]
