"""What goes, comes back or cannot be read at the provider."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.conftest import Api
from tests.integration.conftest import Connected
from tests.integration.integrations.reading.conftest import Schedules

pytestmark = pytest.mark.usefixtures("reader")

SchedulesOf = Callable[[Connected], Schedules]
PublishedRecords = Callable[[str], Awaitable[list[Any]]]


async def test_a_record_is_removed_after_two_walks_without_it(
    connect: Callable[..., Awaitable[Connected]],
    schedules: SchedulesOf,
    admin: Api,
    published_records: PublishedRecords,
) -> None:
    connected = await connect(permissions={"user": "read", "vehicle": "read"})
    of = schedules(connected)
    await of.ended("vehicle")
    path = f"/v2/telematics/vehicles?connection_id={connected.connection_id}"
    [gone] = await connected.account.bad_day("delete", "removed", resource="vehicles")

    assert "removed" not in (await of.run("vehicle", admin))["counts"]
    assert (await of.run("vehicle", admin))["counts"]["removed"] == 1
    assert "removed" not in (await of.run("vehicle", admin))["counts"]

    after = {each["source_id"]: each for each in (await connected.api.get(path)).body["items"]}
    assert after[gone]["deleted_at"] is not None
    removed = await published_records("vehicle.removed")
    assert [each["source_id"] for each in removed] == [gone]
