"""The queue hears its own probe from the start; when it does not, it is started anew after ten seconds."""

import asyncio
import time
from uuid import UUID

from gladhand.core.db import Database
from gladhand.core.jobs import Worker


async def _nothing(_: UUID) -> None:
    pass


async def test_the_first_probe_of_the_listener_is_answered(database: Database) -> None:
    worker = Worker(database)
    worker.on("tests.nothing", _nothing)
    running = asyncio.create_task(worker.run())
    deadline = time.monotonic() + 5
    probed = False
    while not probed or worker._queuer is None or worker._queuer.pending_health_check:
        probed = probed or bool(worker._queuer and worker._queuer.pending_health_check)
        assert time.monotonic() < deadline, "the listener does not hear its probe"
        await asyncio.sleep(0.001)
    worker.stop()
    await asyncio.wait_for(running, 15)
