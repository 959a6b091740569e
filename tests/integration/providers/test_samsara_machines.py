"""What Samsara's feeds tell of engines and cooled trailers from one run to the next, and logs that windows cut."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.integration.providers.samsara_bench import SamsaraBench, benches
from yarl import URL

from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.reading import Collected
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.reading import Slice
from gladhand.sdk.source_ids import utc_text

MORNING = datetime(2026, 1, 6, 8, tzinfo=UTC)
TRUCK, TRAILER = {"id": "494123", "name": "Truck 7"}, {"id": "281474976710001", "name": "Trailer 12"}
RETURN, SETPOINT = "reeferReturnAirTemperatureMilliCZone1", "reeferSetPointTemperatureMilliCZone1"
BUS = "CANBUS_J1939_500KBPS"
DAY = timedelta(days=1)
HOLIDAY = 8 * DAY


@pytest.fixture
async def bench() -> AsyncIterator[SamsaraBench]:
    async with benches() as made:
        yield made


def at(minute: int) -> datetime:
    return MORNING + timedelta(minutes=minute)


def show(bench: SamsaraBench, minute: int, *spns: int) -> None:
    """The truck's list of codes at this minute."""
    codes = [{"spnId": spn, "fmiId": 4, "txId": 0, "milStatus": 0} for spn in spns]
    bench.fake.read_side.vehicles.add(
        TRUCK, "faultCodes", at(minute), canBusType=BUS, j1939={"diagnosticTroubleCodes": codes}
    )


async def read(bench: SamsaraBench, resource: ResourceEnum, before: Collected | None = None) -> Collected:
    part = Slice(state=before.state if before is not None else {})
    return await reading.collect(bench.adapter(), resource, part)


def statuses(found: Collected) -> dict[tuple[int, str], str]:
    """The status of each code, by its number and its first minute."""
    return {
        (record.fields.stored()["fault_code"]["spn"], f"{record.occurred_at:%M}"): record.fields.stored()["status"]
        for record in found.records
    }


async def test_a_code_is_there_from_the_first_list_on_until_one_lacks_it_and_another_one_when_it_comes_back(
    bench: SamsaraBench,
) -> None:
    show(bench, 0, 96, 3226)
    first = await read(bench, ResourceEnum.ENGINE_LOG)
    assert statuses(first) == {(96, "00"): "active", (3226, "00"): "active"}
    show(bench, 10, 96)
    second = await read(bench, ResourceEnum.ENGINE_LOG, first)
    assert statuses(second) == {(96, "00"): "active", (3226, "00"): "inactive"}
    assert first.by_id.keys() == second.by_id.keys()
    # A list that comes late says what was, and not what is.
    show(bench, 5)
    late = await read(bench, ResourceEnum.ENGINE_LOG, second)
    assert late.records == []
    show(bench, 20, 96, 3226)
    third = await read(bench, ResourceEnum.ENGINE_LOG, late)
    assert statuses(third) == {(96, "00"): "active", (3226, "20"): "active"}
    show(bench, 30)
    fourth = await read(bench, ResourceEnum.ENGINE_LOG, third)
    assert statuses(fourth) == {(96, "00"): "inactive", (3226, "20"): "inactive"}


async def test_a_code_that_went_while_the_cursor_was_lost_becomes_inactive(bench: SamsaraBench) -> None:
    show(bench, 0, 96, 3226)
    first = await read(bench, ResourceEnum.ENGINE_LOG)
    bench.fake.read_side.vehicles.arrived.clear()
    show(bench, 10, 96)
    first.state = {**first.state, "after": "bm8gc3VjaCBwbGFjZQ=="}
    second = await read(bench, ResourceEnum.ENGINE_LOG, first)
    assert statuses(second) == {(96, "00"): "active", (3226, "00"): "inactive"}


async def test_a_series_without_news_is_shown_as_it_was_last_and_late_readings_make_no_record(
    bench: SamsaraBench,
) -> None:
    add = bench.fake.read_side.trailers.add
    add(TRAILER, RETURN, at(20), value=-18500)
    add(TRAILER, SETPOINT, at(0), value=-18000)
    first = await read(bench, ResourceEnum.TRAILER_STATUS)
    assert zones(first) == {"20": (254.65, 255.15)}
    assert (await read(bench, ResourceEnum.TRAILER_STATUS, first)).records == []
    add(TRAILER, RETURN, at(25), value=-17500)
    second = await read(bench, ResourceEnum.TRAILER_STATUS, first)
    assert zones(second) == {"25": (255.65, 255.15)}
    add(TRAILER, RETURN, at(22), value=0)
    add(TRAILER, SETPOINT, at(10), value=-20000)
    third = await read(bench, ResourceEnum.TRAILER_STATUS, second)
    assert third.records == []
    add(TRAILER, "reeferFuelPercent", at(25), value=64)
    # Of one moment with the record before, which changes.
    fourth = await read(bench, ResourceEnum.TRAILER_STATUS, third)
    assert zones(fourth) == {"25": (255.65, 253.15)}
    assert fourth.by_id.keys() == second.by_id.keys()
    assert fourth.records[0].fields.stored()["fuel_level"] == 64


def zones(found: Collected) -> dict[str, tuple[float, float]]:
    """The return air and the set point of each record, by its minute."""
    shown: dict[str, tuple[float, float]] = {}
    for record in found.records:
        (zone,) = record.fields.stored()["zones"]
        shown[f"{record.occurred_at:%M}"] = zone["return_air_temperature"], zone["setpoint_temperature"]
    return shown


async def test_a_log_has_what_was_recorded_with_it_in_each_window_that_it_ends_in(bench: SamsaraBench) -> None:
    driven = bench.fake.read_side.driven
    driven.names["88661"] = "Dana Example"
    log: dict[str, Any] = {"logStartTime": utc_text(at(0)), "hosStatusType": "driving", "codrivers": []}
    driven.logs["88661"].append(log)
    recorded = {"eldEventType": 1, "eldEventCode": 3, "eldEventRecordStatus": 1, "eldEventRecordOrigin": 1}
    driven.events["88661"].append({"time": utc_text(at(0)), **recorded, "totalVehicleMeters": 402300000})

    async def odometers(first: int, last: int) -> list[Any]:
        part = Slice(start=at(first), end=at(last))
        found = await reading.collect(bench.adapter(), ResourceEnum.HOS_EVENT, part)
        return [(each.fields.stored()["odometer"], each.fields.stored()["ended_at"]) for each in found.records]

    assert await odometers(-30, 30) == [(402300000, None)]
    # It runs on, and was read where it began.
    assert await odometers(30, 60) == []
    log["logEndTime"] = utc_text(at(70))
    assert await odometers(60, 90) == [(402300000, "2026-01-06T09:10:00Z")]
    assert await odometers(90, 120) == []


async def test_a_log_of_many_days_keeps_what_was_recorded_at_its_start_when_it_ends(bench: SamsaraBench) -> None:
    driven, resource = bench.fake.read_side.driven, ResourceEnum.HOS_EVENT
    # Thirty of one morning, and three of two days later.
    for number in range(33):
        driver, began = f"88{number:03}", at(number) + number // 30 * 2 * DAY
        driven.names[driver] = f"Driver {number}"
        log = {"hosStatusType": "offDuty", "logStartTime": utc_text(began), "logEndTime": utc_text(began + HOLIDAY)}
        driven.logs[driver].append(log)
        recorded = {"eldEventType": 1, "eldEventCode": 1, "eldEventRecordStatus": 1, "eldEventRecordOrigin": 2}
        place = {"totalVehicleMeters": 123000 + number, "totalEngineHours": 55.5, "location": {"eldLocation": "Alton"}}
        driven.events[driver].append({"time": utc_text(began), **recorded, **place})
        morning = began.replace(hour=6, minute=0)
        day = {"startTime": utc_text(morning - DAY), "endTime": utc_text(morning + 2 * DAY)}
        of_day = {"driver": {**driven.driver(driver), "timezone": "America/Chicago"}, **day}
        driven.days.append({**of_day, "logMetaData": {"certifiedAtTime": utc_text(began + DAY)}})

    async def stored(start: datetime) -> dict[str, dict[str, Any]]:
        found = await reading.collect(bench.adapter(), resource, Slice(start=start, end=start + 3 * DAY))
        return {record.source_id: record.fields.stored() for record in found.records}

    begun = await stored(at(0))
    assert len(begun) == 33
    ended = await stored(at(-60) + HOLIDAY)
    assert begun == ended
    first = begun["88000|2026-01-06T08:00:00.000Z|offDuty"]
    assert (first["odometer"], first["engine_hours"], first["location_name"]) == (123000, 55.5, "Alton")
    assert (first["time_zone_code"], first["driver_certified_at"]) == ("America/Chicago", "2026-01-07T08:00:00Z")
    # Those of one day are asked for together, twenty-five at most, in both lists.
    named = [URL(each.path).query.get("driverIds") for each in bench.fake.seen]
    assert [len(drivers.split(",")) for drivers in named if drivers] == [25, 25, 5, 5, 3, 3]
