"""What Samsara's engines and cooled trailers reported before a fleet was connected, and while a cursor was lost."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.integration.providers.samsara_bench import SamsaraBench, benches

from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.reading import Collected
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.http import Request, Response
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.source_ids import utc_text

# The history is walked to the present.
MORNING = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=9)
TRUCK, TRAILER = {"id": "494123", "name": "Truck 7"}, {"id": "281474976710001", "name": "Trailer 12"}
RETURN, SETPOINT = "reeferReturnAirTemperatureMilliCZone1", "reeferSetPointTemperatureMilliCZone1"
BUS = "CANBUS_J1939_500KBPS"
LOST = "bm8gc3VjaCBwbGFjZQ=="
FROM = Slice(start=MORNING - timedelta(hours=1))


@pytest.fixture
async def bench() -> AsyncIterator[SamsaraBench]:
    async with benches() as made:
        yield made


def at(minute: int) -> datetime:
    return MORNING + timedelta(minutes=minute)


def show(bench: SamsaraBench, minute: int, *spns: int | None) -> None:
    """The truck's list of codes at this minute."""
    codes = [{"spnId": spn, "fmiId": 4, "txId": 0, "milStatus": 0} for spn in spns]
    bench.fake.read_side.vehicles.add(
        TRUCK, "faultCodes", at(minute), canBusType=BUS, j1939={"diagnosticTroubleCodes": codes}
    )


def cool(bench: SamsaraBench, minute: int, series: str, value: int) -> None:
    bench.fake.read_side.trailers.add(TRAILER, series, at(minute), value=value)


async def batches(bench: SamsaraBench, resource: ResourceEnum, part: Slice) -> list[Batch[Any]]:
    return [batch async for batch in reading.batches(bench.adapter(), resource, part)]


async def read(bench: SamsaraBench, resource: ResourceEnum, part: Slice) -> Collected:
    return await reading.collect(bench.adapter(), resource, part)


def statuses(found: Collected) -> dict[tuple[int, str], str]:
    """The status of each code, by its number and its first minute."""
    return {
        (record.fields.stored()["fault_code"]["spn"], f"{record.occurred_at:%M}"): record.fields.stored()["status"]
        for record in found.by_id.values()
    }


def zones(found: Collected) -> dict[str, tuple[float | None, float | None]]:
    """The return air and the set point of each record, by its minute."""
    shown: dict[str, tuple[float | None, float | None]] = {}
    for record in found.by_id.values():
        (zone,) = record.fields.stored()["zones"]
        shown[f"{record.occurred_at:%M}"] = zone["return_air_temperature"], zone["setpoint_temperature"]
    return shown


async def test_codes_of_before_the_first_run_come_with_the_times_at_which_they_came_and_went(
    bench: SamsaraBench,
) -> None:
    for minute, spns in ((0, (96, 3226)), (10, (96,)), (20, (96, 3226)), (30, (3226,))):
        show(bench, minute, *spns)
    found = await read(bench, ResourceEnum.ENGINE_LOG, FROM)
    assert statuses(found) == {(96, "00"): "inactive", (3226, "00"): "inactive", (3226, "20"): "active"}
    show(bench, 40)
    later = await read(bench, ResourceEnum.ENGINE_LOG, Slice(state=found.state))
    assert statuses(later) == {(3226, "20"): "inactive"}
    assert later.by_id.keys() < found.by_id.keys()


async def test_a_code_that_came_and_went_while_the_cursor_was_lost_is_found_in_the_history(bench: SamsaraBench) -> None:
    show(bench, 0, 96)
    first = await read(bench, ResourceEnum.ENGINE_LOG, Slice())
    show(bench, 10, 96, 3226)
    show(bench, 20, 96)
    second = await read(bench, ResourceEnum.ENGINE_LOG, Slice(state={**first.state, "after": LOST}))
    assert statuses(second) == {(96, "00"): "active", (3226, "10"): "inactive"}


async def test_a_code_without_a_number_costs_only_itself(bench: SamsaraBench) -> None:
    show(bench, 0, 96, None)
    found = await read(bench, ResourceEnum.ENGINE_LOG, Slice())
    assert statuses(found) == {(96, "00"): "active"}
    assert len(found.skipped) == 1


async def test_cooled_trailers_of_before_the_first_run_come_at_the_pace_of_the_feed(bench: SamsaraBench) -> None:
    for minute, series, value in (
        (0, SETPOINT, -18000),
        (1, RETURN, -17000),
        (2, RETURN, -17500),
        (11, RETURN, -18500),
        (12, SETPOINT, -20000),
    ):
        cool(bench, minute, series, value)
    found = await read(bench, ResourceEnum.TRAILER_STATUS, FROM)
    assert zones(found) == {"02": (255.65, 255.15), "12": (254.65, 253.15)}
    cool(bench, 20, RETURN, -19000)
    later = await read(bench, ResourceEnum.TRAILER_STATUS, Slice(state=found.state))
    assert zones(later) == {"20": (254.15, 253.15)}


async def test_the_history_of_cooled_trailers_goes_on_where_a_run_was_cut_off(bench: SamsaraBench) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    for hours in range(7, 0, -1):
        moment = now - timedelta(hours=hours)
        bench.fake.read_side.trailers.add(TRAILER, RETURN, moment, value=-18000 - hours)
    part = Slice(start=now - timedelta(hours=8))
    whole = await batches(bench, ResourceEnum.TRAILER_STATUS, part)
    assert len(whole) > 4
    ids = [record.source_id for batch in whole for record in batch.records]
    assert len(set(ids)) == len(ids) == 7
    for number, batch in enumerate(whole[:-1]):
        assert batch.state is not None
        rest = await batches(bench, ResourceEnum.TRAILER_STATUS, Slice(state=batch.state))
        after = {record.source_id for each in whole[number + 1 :] for record in each.records}
        assert {record.source_id for each in rest for record in each.records} == after


async def test_what_a_trailer_reported_last_stays_known_when_the_cursor_is_lost(bench: SamsaraBench) -> None:
    cool(bench, 0, SETPOINT, -18000)
    cool(bench, 1, RETURN, -18500)
    first = await read(bench, ResourceEnum.TRAILER_STATUS, Slice())
    cool(bench, 9, RETURN, -17500)
    lost = {name: LOST if name.startswith("reefer") else value for name, value in first.state.items()}
    assert lost != first.state
    second = await read(bench, ResourceEnum.TRAILER_STATUS, Slice(state=lost))
    assert zones(second) == {"09": (255.65, 255.15)}


def drive(bench: SamsaraBench, minute: int, **decorations: float) -> None:
    decorated = {name: {"value": value} for name, value in decorations.items()}
    place = {"latitude": 39.7, "longitude": -89.65}
    bench.fake.read_side.vehicles.add(TRUCK, "gps", at(minute), **place, decorations=decorated)


class OneMoreAfter:
    """A network over which a position arrives after the answer to the first request."""

    def __init__(self, bench: SamsaraBench, minute: int) -> None:
        self._inner, self._bench, self._minute = AiohttpTransport(bench.session), bench, minute
        self._is_first = True

    async def send(self, request: Request) -> Response:
        response = await self._inner.send(request)
        if self._is_first:
            self._is_first = False
            drive(self._bench, self._minute, fuelPercents=50, obdEngineSeconds=7200)
        return response


def measured(found: Collected) -> dict[str, tuple[Any, ...]]:
    names = ("fuel_level", "engine_hours", "oil_pressure", "coolant_temperature", "odometer")
    return {
        f"{record.occurred_at:%M}": tuple(record.fields.stored()[name] for name in names)
        for record in found.by_id.values()
    }


async def test_measurements_of_all_feeds_come_together_whenever_a_position_arrives(bench: SamsaraBench) -> None:
    everything = {"engineOilPressureKPa": 310, "engineCoolantTemperatureMilliC": 88000, "gpsOdometerMeters": 9000}
    drive(bench, 0, fuelPercents=71, obdEngineSeconds=3600, **everything)
    first = await read(bench, ResourceEnum.VEHICLE_LOCATION, Slice())
    assert measured(first) == {"00": (71, 1, 310_000, 361.15, 9000)}
    drive(bench, 1, fuelPercents=70, obdEngineSeconds=5400)
    adapter = bench.adapter(transport=OneMoreAfter(bench, 2))
    second = await reading.collect(adapter, ResourceEnum.VEHICLE_LOCATION, Slice(state=first.state))
    assert measured(second) == {"01": (70, 1.5, None, None, None)}
    third = await read(bench, ResourceEnum.VEHICLE_LOCATION, Slice(state=second.state))
    assert measured(third) == {"02": (50, 2, None, None, None)}
    fourth = await read(bench, ResourceEnum.VEHICLE_LOCATION, Slice(state=third.state))
    assert fourth.records == []
    assert not fourth.state.get("early")


async def test_the_history_of_positions_takes_nothing_from_those_that_are_stored(bench: SamsaraBench) -> None:
    drive(bench, 0, fuelPercents=71, obdEngineSeconds=3600)
    drive(bench, 1, fuelPercents=70, obdEngineSeconds=7200)
    found = await batches(bench, ResourceEnum.VEHICLE_LOCATION, FROM)
    full = [batch for batch in found if batch.records]
    shown = [({f"{each.occurred_at:%M}" for each in batch.records}, batch.is_preliminary) for batch in full]
    assert shown == [({"01"}, False), ({"00", "01"}, True)]
    assert found[-1].state is not None
    assert "from" not in found[-1].state
    assert (await read(bench, ResourceEnum.VEHICLE_LOCATION, Slice(state=found[-1].state))).records == []


async def test_positions_come_without_the_measurements_of_a_feed_whose_cursor_is_lost(bench: SamsaraBench) -> None:
    drive(bench, 0, fuelPercents=71, obdEngineSeconds=3600)
    first = await read(bench, ResourceEnum.VEHICLE_LOCATION, Slice())
    drive(bench, 1, fuelPercents=70, obdEngineSeconds=7200)
    lost = {name: LOST if "EngineSeconds" in name else value for name, value in first.state.items()}
    second = await read(bench, ResourceEnum.VEHICLE_LOCATION, Slice(state=lost))
    assert measured(second) == {"01": (70, None, None, None, None)}
    drive(bench, 2, fuelPercents=69, obdEngineSeconds=10800)
    third = await read(bench, ResourceEnum.VEHICLE_LOCATION, Slice(state=second.state))
    assert measured(third) == {"02": (69, 3, None, None, None)}


async def test_a_position_names_who_was_in_the_vehicle_then_and_a_run_reads_the_list_of_a_day_once(
    bench: SamsaraBench,
) -> None:
    for minute, driver, kind in ((0, "1", "static"), (10, "2", "HOS"), (20, "3", "HOS")):
        ends = {"endTime": utc_text(at(20)) if driver == "2" else ""}
        seat = {"driver": {"id": driver}, "vehicle": TRUCK, "startTime": utc_text(at(minute)), **ends}
        bench.fake.read_side.office.assignments.append({**seat, "isPassenger": driver == "3", "assignmentType": kind})
    for minute in (5, 15, 25):
        drive(bench, minute)
    found = await read(bench, ResourceEnum.VEHICLE_LOCATION, FROM)
    fields = {f"{record.occurred_at:%M}": record.fields.stored() for record in found.by_id.values()}
    named = {minute: (each["source_driver_id"], each["source_co_driver_id"]) for minute, each in fields.items()}
    assert named == {"05": ("driver:1", None), "15": ("driver:2", None), "25": ("driver:1", "driver:3")}
    assert len([each for each in bench.fake.seen if "driver-vehicle-assignments" in each.path]) == 1


async def test_the_history_of_positions_comes_by_days_so_that_a_page_takes_the_drivers_of_one_day(
    bench: SamsaraBench,
) -> None:
    now = datetime.now(UTC)
    for days in range(4):
        moment = now - timedelta(days=days, minutes=1)
        bench.fake.read_side.vehicles.add(TRUCK, "gps", moment, latitude=39.7, longitude=-89.65)
    part = Slice(start=now - timedelta(days=3, hours=1))
    found = await batches(bench, ResourceEnum.VEHICLE_LOCATION, part)
    assert [len(batch.records) for batch in found if batch.records] == [1] * 5
    for number, batch in enumerate(found[:-1]):
        assert batch.state is not None
        rest = await batches(bench, ResourceEnum.VEHICLE_LOCATION, Slice(state=batch.state))
        after = {record.source_id for each in found[number + 1 :] for record in each.records}
        assert {record.source_id for each in rest for record in each.records} == after


async def test_a_history_that_an_earlier_release_has_begun_is_read_from_its_beginning(bench: SamsaraBench) -> None:
    now = datetime.now(UTC)
    for days in range(4):
        moment = now - timedelta(days=days, minutes=1)
        bench.fake.read_side.vehicles.add(TRUCK, "gps", moment, latitude=39.7, longitude=-89.65)
    feed = await read(bench, ResourceEnum.VEHICLE_LOCATION, Slice())
    begun = {"from": utc_text(now - timedelta(days=3, hours=1)), "to": utc_text(now), "at": "gps", "page": LOST}
    found = await read(bench, ResourceEnum.VEHICLE_LOCATION, Slice(state={**feed.state, **begun}))
    assert len(found.by_id) == 4
    assert found.state.keys() == feed.state.keys()
