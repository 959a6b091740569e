"""What goes, comes back or cannot be read at the provider."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import Api
from tests.integration.conftest import Connected
from tests.integration.integrations.reading.conftest import Schedules

from gladhand.core.clock import now, wire_time

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


async def test_lists_that_end_before_the_count_of_the_provider_remove_only_what_no_id_finds(
    connect: Callable[..., Awaitable[Connected]], schedules: SchedulesOf, admin: Api
) -> None:
    connected = await connect(trucks=5, permissions={"user": "read", "vehicle": "read"})
    of = schedules(connected)
    await of.ended("vehicle")
    await connected.account.inject_fault("cap", path="/api/vehicles", rows=3, count=None)

    for _ in range(3):
        execution = await of.run("vehicle", admin)
        assert (execution["status"], execution["counts"]) == ("success", {"unchanged": 3, "skipped": 1})
        [told] = execution["skipped"]
        assert told["reason"].startswith("The provider counts 5 records and listed 3; another one is removed only if")
    await connected.account.bad_day("delete", "removed", resource="vehicles")

    removed = [(await of.run("vehicle", admin))["counts"].get("removed", 0) for _ in range(3)]
    assert removed == [0, 1, 0]


@pytest.mark.parametrize(
    ("resource", "path", "table"),
    [("dvir_log", "dvir-logs", "inspections"), ("driver_safety_event", "driver-safety-events", "safety")],
)
async def test_a_record_is_removed_after_two_walks_over_its_window(
    connect: Callable[..., Awaitable[Connected]],
    schedules: SchedulesOf,
    admin: Api,
    listed: Callable[[Connected, str], Awaitable[list[Any]]],
    resource: str,
    path: str,
    table: str,
) -> None:
    # So many that the window has more than one row: where most of a window is absent, a third walk decides.
    connected = await connect(trucks=12, permissions=dict.fromkeys(("user", "vehicle", resource), "read"))
    of = schedules(connected)
    await of.ended(resource)
    [gone] = await connected.account.bad_day("delete", "amendments", resource=table, days=4)

    assert "removed" not in (await of.run(resource, admin))["counts"]
    assert (await of.run(resource, admin))["counts"]["removed"] == 1
    assert "removed" not in (await of.run(resource, admin))["counts"]
    window = f"from_datetime={wire_time(now() - timedelta(days=10))}&to_datetime={wire_time(now())}"
    found = await listed(connected, f"{path}?{window}")
    removed = [each["source_id"] for each in found if each["deleted_at"] is not None]
    assert removed == [gone["row_id"]]
