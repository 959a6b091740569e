"""Reveal's office users, and the states of engines in the newest positions, against a fake of its API."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from tests.fakes.serving import serve
from tests.fakes.verizon_connect import CREDENTIALS, RevealFake
from tests.processes import PATIENCE

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Slice

USER, ENGINE = ResourceEnum.USER, ResourceEnum.ENGINE_STATUS
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
async def fake() -> AsyncIterator[RevealFake]:
    async with serve(RevealFake()) as served:
        yield served


@pytest.fixture
async def adapter(fake: RevealFake) -> AsyncIterator[Adapter]:
    async with aiohttp.ClientSession() as http:
        yield providers()["verizon_connect"].adapter(
            CREDENTIALS, AiohttpTransport(http), base_url=fake.url, timeout=PATIENCE
        )


async def test_office_users_come_behind_the_drivers_and_are_only_read(fake: RevealFake, adapter: Adapter) -> None:
    fake.add_driver("1")
    first, second = [each async for each in reading.batches(adapter, USER, Slice())]
    assert [each.source_id for each in first.records] == ["driver:1"]
    assert [(each.source_id, each.fields.stored()["is_driver"]) for each in second.records] == [("user:1", False)]
    assert first.state is not None
    [again] = [each async for each in reading.batches(adapter, USER, Slice(state=first.state))]
    assert again.records == second.records
    found = await calls.get(adapter, USER, "user:1")
    assert found == second.records[0]
    # The other user drives, and a third one is not there.
    assert [await calls.get(adapter, USER, id_) for id_ in ("user:2", "user:3")] == [None, None]
    with pytest.raises(Rejected, match="Office users"):
        await calls.update(adapter, USER, "user:1", {"first_name": "Olga"})


async def test_the_newest_positions_say_who_idles_until_a_segment_says_more(
    fake: RevealFake, adapter: Adapter, stop_clock: Callable[[datetime], None]
) -> None:
    stop_clock(NOW)
    fake.vehicles += [{"VehicleNumber": number} for number in ("T-7", "T-8", "T-9")]
    fake.readings.drive(["T-7", "T-8", "T-9"], NOW)
    fake.readings.now["T-7"]["DisplayState"] = "Idle"
    fake.readings.now["T-8"]["IsPrivate"] = True
    del fake.readings.now["T-9"]["DisplayState"]
    part = Slice(start=NOW - timedelta(minutes=15), end=NOW)
    pages = [each async for each in reading.batches(adapter, ENGINE, part)]
    now = [record.fields.stored() for each in pages if each.is_preliminary for record in each.records]
    assert [(each["source_vehicle_id"], each["engine_status"]) for each in now] == [("T-7", "IDLE")]
