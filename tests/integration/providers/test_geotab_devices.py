"""Geotab's vehicles and trailers, which are one kind of thing at Geotab, against the fake over real HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from tests.fakes.accounts import new_key
from tests.fakes.geotab import GeotabFake
from tests.fakes.serving import serve
from tests.integration.providers.geotab_bench import GeotabBench, change

from gladhand.integrations.hosting import calls, reading
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.reading import Slice
from gladhand.sdk.writing import Written

TRAILER, VEHICLE = ResourceEnum.TRAILER, ResourceEnum.VEHICLE
TRUCK: dict[str, Any] = {
    "vehicle_name": "Truck 7",
    "vin": "1XKAD49X0EXAMPLE1",
    "license_plate_number": "EX 4521",
    "license_plate_region": "IL",
    "notes": "Blue",
    "eld_serial_number": "G90000000001",
    "is_active": True,
}


@pytest.fixture
async def bench() -> AsyncIterator[GeotabBench]:
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        yield GeotabBench(fake, http)


async def create(bench: GeotabBench, resource: ResourceEnum, **body: Any) -> Written:
    return await calls.create(bench.adapter(), resource, change(resource, **body), operation_key=new_key())


async def update(bench: GeotabBench, resource: ResourceEnum, source_id: str, **body: Any) -> Written:
    return await calls.update(bench.adapter(), resource, source_id, change(resource, **body))


async def test_a_vehicle_is_made_with_its_device(bench: GeotabBench) -> None:
    written = await create(bench, VEHICLE, **TRUCK, oem="Kenworth")
    stored = written.record.fields.stored()
    assert {name: stored[name] for name in TRUCK} == TRUCK
    assert stored["eld_device_type"] == "GO9"
    assert stored["eld_product_id"] == "120"
    assert stored["engine_vin"] is None
    assert {name for name, note in written.outcomes.items() if note is not FieldOutcome.APPLIED} == {"oem"}
    assert written.outcomes["oem"] is FieldOutcome.NOT_SUPPORTED
    assert {"id": "GroupVehicleId"} in bench.fake.database.devices[written.source_id]["groups"]


async def test_a_vehicle_without_a_device_is_refused(bench: GeotabBench) -> None:
    with pytest.raises(Rejected) as caught:
        await create(bench, VEHICLE, vehicle_name="Truck 7")
    assert list(caught.value.fields) == ["eld_serial_number"]
    assert bench.fake.seen == []


async def test_a_trailer_needs_nothing_but_a_name(bench: GeotabBench) -> None:
    written = await create(bench, TRAILER, trailer_name="T-7", vin="1TR", total_axles=2)
    stored = written.record.fields.stored()
    assert (stored["trailer_name"], stored["vin"], stored["eld_device_type"]) == ("T-7", "1TR", None)
    assert written.outcomes["total_axles"] is FieldOutcome.NOT_SUPPORTED


@pytest.mark.parametrize(
    ("name", "value", "theirs", "stored"),
    [
        ("vehicle_name", "Truck 8", "name", "Truck 8"),
        ("vin", "2XK", "vehicleIdentificationNumber", "2XK"),
        ("vin", None, "vehicleIdentificationNumber", ""),
        ("license_plate_number", "NEW 1", "licensePlate", "NEW 1"),
        ("license_plate_number", None, "licensePlate", ""),
        ("license_plate_region", "TX", "licenseState", "TX"),
        ("license_plate_region", None, "licenseState", ""),
        ("notes", "Red", "comment", "Red"),
        ("notes", None, "comment", ""),
    ],
)
async def test_a_field_is_set_or_cleared_and_the_rest_is_kept(
    bench: GeotabBench, name: str, value: str | None, theirs: str, stored: str
) -> None:
    made = (await create(bench, VEHICLE, **TRUCK)).source_id
    before = dict(bench.fake.database.devices[made])
    written = await update(bench, VEHICLE, made, **{name: value})
    assert written.outcomes == {name: FieldOutcome.APPLIED}
    after = bench.fake.database.devices[made]
    assert {**after, "version": ""} == {**before, theirs: stored, "version": ""}
    again = await update(bench, VEHICLE, made, **{name: value})
    assert again.outcomes == {name: FieldOutcome.UNCHANGED}
    assert bench.fake.database.devices[made] == after


@pytest.mark.parametrize(
    ("name", "value"),
    [("vehicle_name", None), ("is_active", None), ("eld_serial_number", "G9"), ("vehicle_name", "x" * 51)],
)
async def test_what_cannot_be_written_is_refused_by_name(bench: GeotabBench, name: str, value: str | None) -> None:
    made = (await create(bench, VEHICLE, **TRUCK)).source_id
    with pytest.raises(Rejected) as caught:
        await update(bench, VEHICLE, made, **{name: value})
    assert list(caught.value.fields) == [name]


async def test_a_vehicle_is_retired_and_taken_back(bench: GeotabBench) -> None:
    made = (await create(bench, VEHICLE, **TRUCK)).source_id
    written = await update(bench, VEHICLE, made, is_active=False)
    assert written.record.fields.stored()["is_active"] is False
    assert written.record.fields.stored()["ended_at"] is not None
    written = await update(bench, VEHICLE, made, is_active=True)
    assert written.record.fields.stored()["is_active"] is True
    assert written.record.fields.stored()["ended_at"] is None


async def test_one_list_of_devices_is_two_of_ours(bench: GeotabBench) -> None:
    truck = (await create(bench, VEHICLE, **TRUCK)).source_id
    trailer = (await create(bench, TRAILER, trailer_name="T-7")).source_id
    for resource, own, other in ((VEHICLE, truck, trailer), (TRAILER, trailer, truck)):
        page = await reading.collect(bench.adapter(), resource)
        assert [each.source_id for each in page.records] == [own]
        assert page.state
        last = await reading.collect(bench.adapter(), resource, Slice(state=page.state))
        assert last.batches == 0
        assert (await calls.get(bench.adapter(), resource, own)) is not None
        assert await calls.get(bench.adapter(), resource, other) is None
        with pytest.raises(Rejected, match="has no such"):
            await update(bench, resource, other, notes="x")


async def test_a_retired_trailers_name_is_free_again(bench: GeotabBench) -> None:
    old = (await create(bench, TRAILER, trailer_name="T-7")).source_id
    with pytest.raises(Rejected):
        await create(bench, TRAILER, trailer_name="t-7")
    await update(bench, TRAILER, old, is_active=False)
    await create(bench, TRAILER, trailer_name="T-7")
    assert len(bench.fake.database.devices) == 2


async def test_what_the_device_could_not_read_is_nothing(bench: GeotabBench) -> None:
    made = await create(bench, VEHICLE, **{**TRUCK, "vin": "?"})
    assert made.record.fields.stored()["vin"] is None
