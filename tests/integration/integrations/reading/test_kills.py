"""A worker that is killed in the middle of a run loses nothing and doubles nothing."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.conftest import WorkerProcess
from tests.integration.conftest import Connected
from tests.integration.integrations.reading.conftest import Schedules
from tests.integration.integrations.reading.test_reading import add_drivers, eventually_has

from gladhand.core.db import Database

pytestmark = pytest.mark.timeout(300)

_KILLS = 2


async def test_killed_runs_leave_what_the_provider_has_each_record_published_once(
    environment: dict[str, str],
    connect: Callable[..., Awaitable[Connected]],
    schedules: Callable[[Connected], Schedules],
    published_records: Callable[[str], Awaitable[list[Any]]],
    database: Database,
) -> None:
    connected = await connect(permissions={"user": "read"})
    ids = await add_drivers(connected, 250)
    await connected.account.inject_fault("slow", delay=0.3, count=None)

    async def end_leases() -> None:
        """As if the time of the killed worker's lease were over."""
        async with database.connection() as db:
            await db.execute(
                "update schedule set lease_until = clock_timestamp() where connection_id = %s",
                (connected.connection_id,),
            )

    for _ in range(_KILLS):
        reader = WorkerProcess(environment | {"GLADHAND_EXECUTION_CONCURRENCY": "4"})
        try:
            reader.start()
            await asyncio.sleep(random.uniform(0.2, 1.2))  # noqa: S311 - decides no secret
        finally:
            reader.kill()
        await end_leases()
    reader = WorkerProcess(environment | {"GLADHAND_EXECUTION_CONCURRENCY": "4"}).start()
    try:
        await schedules(connected).ended("user", lambda each: each["status"] == "success")
        path = f"/v2/telematics/users?connection_id={connected.connection_id}&size=1000"
        listed = (await connected.api.get(path)).body
        added = await eventually_has(
            lambda: published(published_records), lambda found: len(found) >= len(listed["items"])
        )
    finally:
        reader.stop()

    assert {each["source_id"] for each in listed["items"]} >= set(ids)
    assert listed["total"] == len(listed["items"])
    assert Counter(added) == Counter(each["source_id"] for each in listed["items"])


async def published(published_records: Callable[[str], Awaitable[list[Any]]]) -> list[str]:
    """The provider's ids of all users that were published as added."""
    pages = await published_records("user.added")
    return [each["source_id"] for page in pages for each in (page if isinstance(page, list) else [page])]
