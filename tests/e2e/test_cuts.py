"""A worker is killed again and again between asking the provider and noting what came of it."""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import PATIENCE, Sink, WorkerProcess
from tests.e2e.conftest import Site
from tests.e2e.test_kill import USERS, Traffic, begin, check

pytestmark = pytest.mark.e2e

__all__ = ["begin"]

# With the settings of these tests: twice a worker's patience with a provider, once to look, and what settling takes.
LEASE_SECONDS = 0.7 * 3 + 3


async def written(traffic: Traffic) -> int:
    state = (await traffic.simulator.get("/_control/state")).body
    return int(next(each for each in state["accounts"] if each["key"] == traffic.key)["creates"])


async def cut(traffic: Traffic, site: Site, number: int) -> None:
    """Accept a few writes and kill the worker that has them in hand: as soon as one is done, or at any moment."""
    before = await written(traffic)
    process = WorkerProcess(site.environment)
    process.launch()
    try:
        for each in range(1 + number % 3):
            body = {"connection_id": traffic.connection_id, "username": f"driver-{number}-{each}"}
            traffic.tried.append(body["username"])
            answer = await traffic.api.post(USERS, body)
            assert answer.status == 202, answer.body
            traffic.accepted[answer.body["id"]] = body["username"]
        deadline = time.monotonic() + PATIENCE
        while await written(traffic) == before:
            assert time.monotonic() < deadline, "the worker does nothing"
        if number % 2:
            await asyncio.sleep(random.uniform(0, 0.03))  # noqa: S311 - no secret
    finally:
        process.kill()


async def cut_often(traffic: Traffic, site: Site, times: int) -> None:
    # An answer that is late widens the gap between the write and its end; one that is lost is as good as a kill.
    for order in (
        {"kind": "slow", "probability": 0.4, "delay": 0.05},
        {"kind": "cut_after_write", "probability": 0.05},
    ):
        wanted = {"account": traffic.key, "method": "POST"} | order
        assert (await traffic.simulator.post("/_control/faults", wanted)).status == 201
    for number in range(times):
        await cut(traffic, site, number)


async def all_end_in_time(traffic: Traffic, site: Site) -> None:
    site.worker.start()
    deadline = time.monotonic() + LEASE_SECONDS + 30
    while pending := [each for each in await traffic.operations() if each["status"] == "pending"]:
        assert time.monotonic() < deadline, f"{len(pending)} are stuck, such as {pending[0]}"
        await asyncio.sleep(0.2)


@pytest.mark.parametrize("times", [6, pytest.param(500, marks=pytest.mark.chaos)])
async def test_no_driver_is_made_twice_and_none_is_lost_however_often_a_worker_is_killed(
    make_site: Callable[..., Site], own_database: str, begin: Callable[..., Any], sink: Sink, times: int
) -> None:
    site = make_site(own_database)
    traffic = await begin(site)
    site.worker.kill()
    await cut_often(traffic, site, times)
    await all_end_in_time(traffic, site)
    await check(traffic, sink)
    assert len(await traffic.operations()) == len(traffic.accepted)
