"""Mapon against a fake of its API, which keeps the rules of the manual."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from tests.fakes.accounts import new_key
from tests.fakes.mapon import CREDENTIALS, KEY, PASSWORD, MaponFake
from tests.fakes.serving import serve
from tests.processes import PATIENCE

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.reading import Collected
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import AuthFailed, NotAllowed, ProviderError, RateLimited, Rejected, ServerFailed
from gladhand.sdk.reading import Slice

USER, VEHICLE, LOCATION = ResourceEnum.USER, ResourceEnum.VEHICLE, ResourceEnum.VEHICLE_LOCATION
DANA = {"first_name": "Dana", "last_name": "Example", "user_email": "dana@fleet.example"}


class MaponBench:
    """A fake with units and drivers, and adapters for it."""

    def __init__(self, fake: MaponFake, http: aiohttp.ClientSession) -> None:
        self.fake, self.http = fake, http
        fake.drive()

    def adapter(self, credentials: dict[str, str] = CREDENTIALS) -> Adapter:
        transport = AiohttpTransport(self.http)
        return providers()["mapon"].adapter(credentials, transport, base_url=self.fake.url, timeout=PATIENCE)

    async def read(self, resource: ResourceEnum, **state: Any) -> Collected:
        end = datetime.now(UTC) + timedelta(minutes=1)
        return await reading.collect(
            self.adapter(), resource, Slice(state=state, start=end - timedelta(hours=12), end=end)
        )


@pytest.fixture
async def bench() -> AsyncIterator[MaponBench]:
    async with serve(MaponFake()) as fake, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        yield MaponBench(fake, http)


async def test_a_key_stands_in_no_address(bench: MaponBench) -> None:
    assert (await bench.adapter().verify()).name == "Example Fleet"
    await calls.create(bench.adapter(), USER, DANA, operation_key=new_key())
    assert not any(KEY in seen.path or KEY.encode() in seen.body for seen in bench.fake.seen)
    with pytest.raises(AuthFailed) as caught:
        await bench.adapter({"api_key": "another-key-of-mapon"}).verify()
    assert "another-key" not in str(caught.value)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (1000, ServerFailed),
        (1001, ServerFailed),
        (1002, Rejected),
        (1004, AuthFailed),
        (1005, AuthFailed),
        (1008, AuthFailed),
        (1011, RateLimited),
        (1012, AuthFailed),
        (1013, AuthFailed),
        (1015, NotAllowed),
    ],
)
async def test_a_number_says_what_went_wrong(bench: MaponBench, number: int, kind: type[ProviderError]) -> None:
    bench.fake.errors = [number]
    with pytest.raises(ProviderError) as caught:
        await bench.read(USER)
    assert type(caught.value) is kind


async def test_a_password_that_is_told_is_not_kept(bench: MaponBench) -> None:
    adapter = bench.adapter()
    written = await calls.create(adapter, USER, DANA, operation_key=new_key())
    assert PASSWORD not in f"{written.record.source_data}{written.record.extras}"
    assert adapter.client.redact(PASSWORD) != PASSWORD


async def test_a_create_whose_answer_was_lost_is_found_and_not_sent_twice(bench: MaponBench) -> None:
    unit = {"vehicle_name": "Truck 9", "license_plate_number": "EX 4529", "eld_id": "00991009"}
    for resource, change, rows in ((USER, DANA, bench.fake.drivers), (VEHICLE, unit, bench.fake.units)):
        key, before = new_key(), len(rows)
        assert await calls.find(bench.adapter(), resource, change, operation_key=key) is None
        bench.fake.faults.matches = lambda request: request.method == "POST"
        bench.fake.faults.cut_after = 1
        with pytest.raises(ProviderError):
            await calls.create(bench.adapter(), resource, change, operation_key=key)
        assert await calls.find(bench.adapter(), resource, change, operation_key=key) is not None
        assert len(rows) == before + 1


async def test_somebody_with_the_same_address_is_not_ours(bench: MaponBench) -> None:
    bench.fake.add_driver(name="Dana", surname="Example", email="dana@fleet.example", created="2020-01-01 00:00:00")
    assert await calls.find(bench.adapter(), USER, DANA, operation_key=new_key()) is None
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), USER, DANA, operation_key=new_key())
    assert set(caught.value.fields) == {"user_email"}


async def test_a_driver_is_blocked_with_a_reason_and_let_in_again(bench: MaponBench) -> None:
    held = bench.fake.drivers[0]
    await calls.update(bench.adapter(), USER, str(held["id"]), {"is_active": False})
    assert held["blocked"] == 1
    written = await calls.update(bench.adapter(), USER, str(held["id"]), {"status": "ACTIVE"})
    assert held["blocked"] == 0
    assert written.record.fields.stored()["is_active"] is True
    assert (held["name"], held["email"]) == ("Robin", "robin1@fleet.example")


async def test_a_position_comes_once_and_again_when_it_is_newer(bench: MaponBench) -> None:
    first = await bench.read(LOCATION)
    assert first.state is not None
    assert {record.source_id.partition("|")[0] for record in first.records} == {"7001", "7002", "7003", "7004"}
    assert (await bench.read(LOCATION, **first.state)).records == []
    bench.fake.units[0]["last_update"] = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    later = await bench.read(LOCATION, **first.state)
    assert [record.fields.stored()["source_vehicle_id"] for record in later.records] == ["7001"]


async def test_a_driver_who_leaves_a_unit_and_comes_back_is_told_of_twice(bench: MaponBench) -> None:
    resource = ResourceEnum.DRIVER_VEHICLE_ASSOCIATION
    states = [(await bench.read(resource)).state or {}]
    held = bench.fake.units[0]["drivers"]
    bench.fake.units[0]["drivers"] = {"driver1": {"id": 0}, "driver2": None}
    gone = await bench.read(resource, **states[0])
    assert gone.records == []
    bench.fake.units[0]["drivers"] = held
    back = await bench.read(resource, **(gone.state or {}))
    assert [record.fields.stored()["source_driver_id"] for record in back.records] == ["501"]


@pytest.mark.parametrize(
    ("resource", "other"),
    [
        (ResourceEnum.DRIVER_VEHICLE_ASSOCIATION, "source_driver_id"),
        (ResourceEnum.TRAILER_VEHICLE_ASSOCIATION, "source_trailer_id"),
    ],
)
async def test_who_is_on_a_unit_before_its_first_position_is_told_with_it(
    bench: MaponBench, resource: ResourceEnum, other: str
) -> None:
    unit = bench.fake.units[0]
    begun, unit["last_update"] = unit["last_update"], None
    before = await bench.read(resource)
    assert "7001" not in {record.fields.stored()["source_vehicle_id"] for record in before.records}
    assert before.skipped == []
    unit["last_update"] = begun
    later = await bench.read(resource, **(before.state or {}))
    assert [record.fields.stored()["source_vehicle_id"] for record in later.records] == ["7001"]
    assert later.records[0].fields.stored()[other] is not None


async def test_a_unit_without_a_lit_lamp_has_nothing_to_tell(bench: MaponBench) -> None:
    bench.fake.lamps = {7001: bench.fake.lamps[7001]}
    found = await bench.read(ResourceEnum.ENGINE_LOG)
    assert {record.fields.stored()["source_vehicle_id"] for record in found.records} == {"7001"}


async def test_a_page_of_inspections_may_have_less_than_is_asked_for(bench: MaponBench) -> None:
    bench.fake.most = 3
    assert len((await bench.read(ResourceEnum.DVIR_LOG)).records) == 4


async def test_more_values_of_lamps_than_fit_on_a_page_all_come(bench: MaponBench) -> None:
    bench.fake.most, now = 2, datetime.now(UTC).timestamp()
    for minute in range(5):
        bench.fake.light(7001, 11, minute % 2, at=now - 7200 + 60 * minute)
        bench.fake.light(7001, 2, 3, at=now - 7200 + 60 * minute)
    found = await bench.read(ResourceEnum.ENGINE_LOG)
    shown = [record.fields.stored() for record in found.records]
    assert [each["status"] for each in shown if each["source_vehicle_id"] == "7001"] == [
        *("inactive", "active", "inactive", "active", "inactive", "active")
    ]
    assert {each["source_vehicle_id"] for each in shown} == {"7001", "7002", "7003", "7004"}


async def test_of_a_unit_without_a_tachograph_nothing_is_known(bench: MaponBench) -> None:
    found = await bench.read(ResourceEnum.HOS_AVAILABILITY)
    assert set(found.by_id) == {"501", "502", "503"}
    assert found.skipped == []


async def test_a_driver_whose_times_cannot_be_calculated_now_stays(bench: MaponBench) -> None:
    bench.fake.waiting = {7002}
    found = await bench.read(ResourceEnum.HOS_AVAILABILITY)
    assert set(found.by_id) == {"501", "503"}
    assert [each.source_id for each in found.skipped] == ["502"]


async def test_of_the_alerts_those_about_driving_are_read(bench: MaponBench) -> None:
    for number in range(151):
        bench.fake.alert(7001, "speeding", at=datetime.now(UTC).timestamp() - 120 - number)
    for kind in ("manual_mode", "return_to_base", "turned_off", "late_departure", "text_reminder", "cell_voltage"):
        bench.fake.alert(7001, kind, at=datetime.now(UTC).timestamp() - 60)
    found = await bench.read(ResourceEnum.DRIVER_SAFETY_EVENT)
    assert len(found.by_id) == 4 + 151
    assert {record.fields.stored()["event"] for record in found.records} == {"speeding"}
