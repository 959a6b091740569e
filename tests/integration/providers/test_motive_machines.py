"""Motive's adapter against a fake of Motive, over real HTTP: vehicles, and trailers among the assets."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import pytest
from tests.fakes.motive import MotiveFake
from tests.fakes.serving import serve
from tests.integration.providers.motive_bench import MotiveBench, change

from gladhand.integrations.hosting import calls, reading
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.errors import NoAnswer, Rejected
from gladhand.sdk.field_map import FieldOutcome

VEHICLE, TRAILER = ResourceEnum.VEHICLE, ResourceEnum.TRAILER
TRUCK: Mapping[str, Any] = {
    "vehicle_name": "Truck 7",
    "oem": "Kenworth",
    "model_type": "T680",
    "model_year": 2022,
    "vin": "1XKAD49X0EXAMPLE1",
    "license_plate_region": "IL",
    "license_plate_number": "EX 4521",
    "is_active": True,
    "status": "IN_SERVICE",
    "notes": "Day cab",
    "external_id": "TMS-7",
    "engine_type": "DIESEL",
    "odometer_unit": "mi",
}
FLATBED: Mapping[str, Any] = {
    "trailer_name": "T-77",
    "trailer_type": "Low Boy",
    "oem": "Fontaine",
    "model_type": "Magnitude",
    "model_year": 2021,
    "vin": "13N00000000000077",
    "status": "OUT_OF_SERVICE",
    "total_axles": 3,
    "external_id": "TMS-T77",
}


@pytest.fixture
async def bench() -> AsyncIterator[MotiveBench]:
    async with serve(MotiveFake()) as fake, aiohttp.ClientSession() as session:
        yield MotiveBench(fake, session)


@pytest.mark.parametrize(("resource", "body"), [(VEHICLE, TRUCK), (TRAILER, FLATBED)])
async def test_every_field_of_a_machine_arrives_and_comes_back(
    bench: MotiveBench, resource: ResourceEnum, body: Mapping[str, Any]
) -> None:
    written = await calls.create(bench.adapter(), resource, change(resource, **body), operation_key="op-1")
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
    stored = written.record.fields.stored()
    expected = {**body, **({"trailer_type": "low_boy"} if resource is TRAILER else {})}
    assert {name: stored[name] for name in expected} == expected
    page = await reading.collect(bench.adapter(), resource)
    assert [record.fields for record in page.records] == [written.record.fields]
    assert await calls.get(bench.adapter(), resource, written.source_id) == written.record


@pytest.mark.parametrize(("resource", "body"), [(VEHICLE, TRUCK), (TRAILER, FLATBED)])
async def test_a_machine_whose_answer_was_lost_is_found_by_its_key(
    bench: MotiveBench, resource: ResourceEnum, body: Mapping[str, Any]
) -> None:
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(), resource, change(resource, **body), operation_key="op-1")
    found = await calls.find(bench.adapter(), resource, change(resource, **body), operation_key="op-1")
    assert found is not None
    assert await calls.find(bench.adapter(), resource, change(resource, **body), operation_key="op-2") is None
    by_name = await calls.find(bench.adapter(), resource, change(resource, **body), operation_key=None)
    assert by_name == found


@pytest.mark.parametrize(("resource", "body"), [(VEHICLE, TRUCK), (TRAILER, FLATBED)])
async def test_an_external_id_is_set_changed_and_taken_away_and_the_hubs_own_stays(
    bench: MotiveBench, resource: ResourceEnum, body: Mapping[str, Any]
) -> None:
    bare = {name: value for name, value in body.items() if name != "external_id"}
    machine = await calls.create(bench.adapter(), resource, change(resource, **bare), operation_key="op-1")
    for value in ("A-1", "A-2", "A-2", None, None):
        written = await calls.update(bench.adapter(), resource, machine.source_id, change(resource, external_id=value))
        assert written.record.fields.stored()["external_id"] == value
    assert await calls.find(bench.adapter(), resource, {}, operation_key="op-1") is not None


async def test_an_asset_can_only_be_changed_where_motive_documents_it(bench: MotiveBench) -> None:
    trailer = await calls.create(bench.adapter(), TRAILER, change(TRAILER, **FLATBED), operation_key="op-1")
    with pytest.raises(Rejected) as caught:
        await calls.update(bench.adapter(), TRAILER, trailer.source_id, change(TRAILER, trailer_name="T-78", vin="X"))
    assert set(caught.value.fields) == {"trailer_name"}
    written = await calls.update(
        bench.adapter(), TRAILER, trailer.source_id, change(TRAILER, is_active=False, vin=None)
    )
    assert (written.record.fields.stored()["is_active"], written.record.fields.stored()["vin"]) == (False, None)


async def test_units_that_contradict_each_other_are_refused(bench: MotiveBench) -> None:
    body = change(VEHICLE, vehicle_name="7", speed_unit="km/h", odometer_unit="mi")
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), VEHICLE, body, operation_key="op-1")
    assert set(caught.value.fields) == {"speed_unit", "odometer_unit"}
