"""Geotab's reads where the account is large, or where Geotab refuses a part."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from tests.fakes.geotab import GeotabFake
from tests.fakes.serving import serve
from tests.integration.providers.geotab_bench import Bench

from gladhand.integrations.hosting import reading
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk import clock
from gladhand.sdk.reading import Slice
from gladhand.sdk.source_ids import utc_text


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        yield Bench(fake, http)


async def test_remarks_on_many_older_logs_come_in_batches_of_their_own(bench: Bench) -> None:
    moment = clock.now()
    feeds = bench.fake.database.feeds
    for number in range(250):
        at = utc_text(moment - timedelta(days=1, minutes=number))
        feeds.put("DutyStatusLog", {"id": f"aLOG{number}", "dateTime": at, "status": "ON", "driver": {"id": "b3A7"}})
    resource, part = ResourceEnum.HOS_EVENT, Slice(start=moment - timedelta(days=30))
    first = await reading.collect(bench.adapter(), resource, part)
    for number in range(250):
        remark = {"dutyStatusLog": {"id": f"aLOG{number}"}, "dateTime": utc_text(moment), "comment": f"Stop {number}"}
        feeds.put("AnnotationLog", remark)
    pages = [each async for each in reading.batches(bench.adapter(), resource, Slice(state=first.state or {}))]
    assert [(len(each.records), each.state is None) for each in pages] == [
        (0, False),
        (200, True),
        (50, True),
        (0, False),
        (0, False),
    ]
    found = {record.source_id: record.fields.stored() for each in pages for record in each.records}
    assert {id_: fields["annotations"]["remarks"] for id_, fields in found.items()} == {
        f"aLOG{number}": f"Stop {number}" for number in range(250)
    }
    again = await reading.collect(bench.adapter(), resource, Slice(state=pages[-1].state or {}))
    assert again.by_id == {}
