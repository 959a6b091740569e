"""Metrics are shown to whoever knows the token, by the server and by a worker."""

import asyncio
from collections.abc import Iterator

import aiohttp
import pytest
from tests.conftest import serving

from gladhand.core.crypto import Secret
from gladhand.core.db import Database, Db
from gladhand.core.metrics import Metrics, gauge
from gladhand.core.processes import port as probes
from gladhand.core.processes.readiness import Readiness
from gladhand.local.stack import free_port

TOKEN = "a-token-for-the-tests"


def readiness(database: Database) -> Readiness:
    return Readiness(database)


@pytest.fixture(scope="module")
def watched(environment: dict[str, str]) -> Iterator[str]:
    with serving(environment | {"GLADHAND_METRICS_TOKEN": TOKEN}) as url:
        yield f"{url}/metrics"


async def get(url: str, token: str | None = None) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return answer.status, await answer.text()


async def test_the_server_shows_its_metrics_to_whoever_knows_the_token(watched: str) -> None:
    status, text = await get(watched, TOKEN)
    assert status == 200
    assert "gladhand_database_up 1.0" in text
    assert (await get(watched))[0] == 401
    assert (await get(watched, "something-else-instead"))[0] == 401


async def test_without_a_token_the_server_has_no_such_page(server: str) -> None:
    assert (await get(f"{server}/metrics", TOKEN))[0] == 404


async def test_a_port_of_its_own_shows_metrics_to_whoever_knows_the_token(database: Database) -> None:
    shown = gauge("test_rows", "Of a test.")

    async def count(connection: object) -> None:
        shown.set(7)

    port = free_port()
    async with probes.serving(database, Metrics(Secret(TOKEN), (count,)), readiness(database), "127.0.0.1", port):
        base = f"http://127.0.0.1:{port}"
        status, text = await get(f"{base}/metrics", TOKEN)
        assert status == 200
        assert "gladhand_test_rows 7.0" in text
        assert (await get(f"{base}/metrics"))[0] == 401
        assert (await get(f"{base}/", TOKEN))[0] == 404
        # Who says nothing, or nonsense, does no harm.
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"nonsense\r\n\r\n")
        writer.close()
        assert (await get(f"{base}/metrics", TOKEN))[0] == 200


async def test_a_database_that_ends_a_statement_is_up(database: Database) -> None:
    async def exceed(db: Db) -> None:
        async with db.transaction():
            await db.execute("set local statement_timeout = 1")
            await db.execute("select pg_sleep(60)")

    port = free_port()
    async with probes.serving(database, Metrics(None, (exceed,)), readiness(database), "127.0.0.1", port):
        _, text = await get(f"http://127.0.0.1:{port}/metrics")
    assert "gladhand_database_up 1.0" in text


async def test_metrics_are_there_without_a_database() -> None:
    gone = Database("postgresql://nobody@127.0.0.1:1/none")
    port = free_port()
    async with probes.serving(gone, Metrics(None), readiness(gone), "127.0.0.1", port):
        status, text = await get(f"http://127.0.0.1:{port}/metrics")
    assert status == 200
    assert "gladhand_database_up 0.0" in text
