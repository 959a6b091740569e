"""Two PostgreSQL behind one address: the second is promoted, the first stays up and accepts no more writes."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.clusters import Address, Cluster
from tests.conftest import Sink, eventually
from tests.e2e.conftest import Site
from tests.e2e.test_kill import begin, check

from gladhand.core.migrate import migrate

pytestmark = pytest.mark.e2e

__all__ = ["begin"]


@pytest.fixture
async def first(cluster_folder: Path) -> AsyncIterator[Cluster]:
    cluster = Cluster(cluster_folder / "first")
    await asyncio.to_thread(cluster.start)
    yield cluster
    await asyncio.to_thread(cluster.server.stop)


@pytest.fixture
async def second(first: Cluster) -> AsyncIterator[Cluster]:
    cluster = await asyncio.to_thread(first.copy_to, first.folder.parent / "second")
    await asyncio.to_thread(cluster.start)
    yield cluster
    await asyncio.to_thread(cluster.server.stop)


@pytest.fixture
def address(first: Cluster) -> Iterator[Address]:
    with Address(first.socket) as made:
        yield made


async def test_after_a_failover_everything_is_on_the_new_primary_and_nothing_is_lost(
    first: Cluster,
    second: Cluster,
    address: Address,
    make_site: Callable[..., Site],
    begin: Callable[..., Any],
    sink: Sink,
) -> None:
    await asyncio.to_thread(migrate, first.url)
    site = await asyncio.to_thread(make_site, f"postgresql://postgres@127.0.0.1:{address.port}/gladhand")
    traffic = await begin(site)

    async def health() -> int:
        answer = await traffic.api.with_token(None).get("/health")
        return int(answer.status)

    async def healthy() -> bool:
        return await health() == 200

    async with traffic.flowing():
        await traffic.more(40)
        first.make_read_only()
        await traffic.some_refused(503)
        assert await health() == 503
        await eventually(lambda: _is(first.position == second.position), "the standby to have everything")
        second.promote()
        address.socket = second.socket
        await traffic.more(40)
        await eventually(healthy, "health")
        await eventually(lambda: _is(first.applications == set()), "the last connection to leave")
        # A listener that has left opens its new connection a moment later.
        everything = {"gladhand-server", "gladhand-worker", "gladhand-listener"}
        await eventually(lambda: _is(second.applications == everything), "all to be on the new primary")
        await traffic.more(40)
    assert set(traffic.refused) == {503}
    # The worker has written on the new primary what was accepted before and after, and its deliveries left from there.
    await check(traffic, sink)


async def _is(condition: bool) -> bool:
    return condition
