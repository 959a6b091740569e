"""Killed in the middle of the work: nothing accepted is lost, and nothing is done twice."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from tests.conftest import (
    PATIENCE,
    PartnerFixture,
    Process,
    Server,
    WorkerProcess,
    eventually,
    settings,
)
from tests.integration.conftest import Connected
from tests.own_installation import database_url

from gladhand.core.db import Database
from gladhand.integrations.operations.quarter_queries import list_attempt_quarters

# No worker but theirs may help these tests.
__all__ = ["database_url"]

pytestmark = pytest.mark.timeout(300)

PublishedRecords = Callable[[str], Awaitable[list[Any]]]


@pytest.fixture(scope="module")
def environment(database_url: str, encryption_keys: str, simulator: str) -> dict[str, str]:
    return settings(
        database_url,
        encryption_keys,
        GLADHAND_SIMULATOR_URL=simulator,
        GLADHAND_OPERATION_WAITS="0.2,0.2,0.4,0.4,0.8,0.8,1,1,1,1",
        GLADHAND_PROVIDER_TIMEOUT_SECONDS="0.7",
        GLADHAND_SYNC_TIMEOUT_SECONDS="2",
        GLADHAND_LOG_LEVEL="error",
    )


@pytest.fixture(scope="module")
def running(environment: dict[str, str]) -> Iterator[Server]:
    process = Server(environment).start()
    yield process
    process.stop()


@pytest.fixture
def server(running: Server) -> str:
    """The URL of the server, which a test before this one may have killed."""
    if running.handle.poll() is not None:
        running.start()
    return running.url


@pytest.fixture
def work(environment: dict[str, str]) -> Iterator[Callable[[], Process]]:
    """Starts a worker."""
    started: list[Process] = []

    def start() -> Process:
        started.append(WorkerProcess(environment).start())
        return started[-1]

    yield start
    for process in started:
        process.stop()


async def all_settled(connected: Connected, ids: list[str], seconds: float) -> list[Any]:
    deadline = time.monotonic() + seconds
    return [await connected.settled(each, max(deadline - time.monotonic(), 0.1)) for each in ids]


async def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(
    connected: Connected, work: Callable[[], Process], published_records: PublishedRecords
) -> None:
    # Some answers are late, some are lost after the write: a kill finds operations in every state.
    await connected.account.inject_fault("cut_after_write", method="POST", probability=0.15)
    await connected.account.inject_fault("slow", probability=0.5, delay=0.25)
    accepted = []
    # More than three workers take at once.
    count = 220
    for number in range(count):
        answer = await connected.create(username=f"driver-{number}")
        assert answer.status == 202
        accepted.append(answer.body["id"])
    for _ in range(3):
        worker = work()
        before = (await connected.account.state())["creates"]
        deadline = time.monotonic() + PATIENCE
        while (await connected.account.state())["creates"] < before + 5:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)
        worker.kill()
    work()
    done = await all_settled(connected, accepted, PATIENCE)
    assert {each["status"] for each in done} == {"success"}
    state = await connected.account.state()
    assert (state["driver_count"], state["creates"], state["duplicate_external_ids"]) == (count, count, {})
    assert {each["source_id"] for each in done} == {each["id"] for each in state["drivers"]}
    assert sorted(each["id"] for each in await published_records("resource_operation.succeeded")) == sorted(accepted)
    assert len(await published_records("user.added")) == count


async def test_a_worker_that_stops_counts_what_it_ends_with(
    connected: Connected, work: Callable[[], Process], partner: PartnerFixture, database: Database
) -> None:
    await connected.account.inject_fault("slow", method="POST", delay=0.5, count=1)
    written = (await connected.create(username="last")).body
    worker = work()
    deadline = time.monotonic() + PATIENCE
    while await connected.account.faults():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
    await asyncio.to_thread(worker.stop)
    async with database.connection() as db:
        quarters = await list_attempt_quarters(db, partner.id, within=timedelta(hours=1))
    assert (await connected.operation(written["id"]))["status"] == "success"
    assert sum(each.succeeded for each in quarters) == 1


async def test_a_server_that_is_killed_has_kept_every_write_it_has_answered(
    connected: Connected, running: Server, work: Callable[[], Process], published_records: PublishedRecords, server: str
) -> None:
    answered: list[str] = []

    async def keep_writing(name: str) -> None:
        with suppress(aiohttp.ClientError):
            for number in range(1000):
                answer = await connected.create(username=f"{name}-{number}")
                assert answer.status == 202
                answered.append(answer.body["id"])

    writing = [asyncio.create_task(keep_writing(name)) for name in ("a", "b", "c", "d")]
    async with asyncio.timeout(PATIENCE):
        while len(answered) < 40:
            assert not any(each.done() for each in writing), "the writers have stopped"
            await asyncio.sleep(0.01)
    running.kill()
    await asyncio.gather(*writing)
    running.start()
    work()
    done = await all_settled(connected, answered, PATIENCE)
    assert {each["status"] for each in done} == {"success"}
    assert set(answered) <= {each["id"] for each in await published_records("resource_operation.created")}
    state = await connected.account.state()
    assert state["duplicate_external_ids"] == {}
    assert state["driver_count"] == state["creates"]


@pytest.mark.parametrize("was_written", [True, False])
async def test_a_synchronous_write_whose_server_is_killed_is_settled_by_what_the_provider_has(
    connected: Connected, running: Server, work: Callable[[], Process], server: str, was_written: bool
) -> None:
    await connected.account.inject_fault("hang", method="POST")
    waiting = asyncio.create_task(connected.create(is_sync=True, username="ann"))

    async def is_at_the_provider() -> bool:
        # The rule is gone once it has hit a request; until then it would hit the next one.
        return not await connected.account.faults()

    await eventually(is_at_the_provider, "the write")
    running.kill()
    with pytest.raises(aiohttp.ClientError):
        await waiting
    running.start()
    listed = await connected.api.get("/v2/integrations/connections/resource-operations")
    (operation,) = listed.body["items"]
    assert operation["status"] == "pending"
    if was_written:
        # As if the provider had got it after all.
        made = await connected.account.simulator.with_token(connected.account.key).post(
            "/api/drivers", {"username": "ann", "external_id": operation["id"]}
        )
        assert made.status == 201
    work()
    done = await connected.settled(operation["id"])
    assert (done["status"], done["source_id"]) == (("success", "user:ann") if was_written else ("failed", None))
    assert (await connected.account.state())["creates"] == int(was_written)
