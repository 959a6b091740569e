"""`/health` and `/ready`: whether a process can do its work, and whether a worker lives."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from tests.conftest import eventually, fresh_database, serving, settings, working
from tests.integration.core.probes import Probed, probe

from gladhand.core.db import Database
from gladhand.core.migrate import known_names
from gladhand.core.problems import ServiceUnavailable
from gladhand.core.processes.heartbeat import Heartbeat
from gladhand.core.processes.readiness import Readiness
from gladhand.local.stack import free_port


@pytest.fixture
def own_database(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url


def switch_read_only(url: str, *, on: bool) -> None:
    """What all new transactions find, as on a primary that was demoted."""
    with psycopg.connect(url, autocommit=True, options="-c default_transaction_read_only=off") as connection:
        name = sql.Identifier(connection.info.dbname)
        order = sql.SQL("alter database {} set default_transaction_read_only = {}")
        connection.execute(order.format(name, sql.Literal(on)))
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )


async def test_a_server_is_healthy_and_ready(server: str) -> None:
    assert await probe(f"{server}/health") == Probed(200, {"status": "ok"})
    assert await probe(f"{server}/ready") == Probed(200, {"status": "ok"})


async def test_a_server_is_not_healthy_while_the_database_takes_no_writes(own_database, encryption_keys) -> None:
    port = free_port()
    with serving(settings(own_database, encryption_keys, GLADHAND_HEALTH_PORT=str(port))) as url:
        bases = (url, f"http://127.0.0.1:{port}")

        async def all_answer(status: int) -> bool:
            found = [await probe(f"{base}{path}") for base in bases for path in ("/health", "/ready")]
            return all(each.status == status for each in found)

        assert await all_answer(200)
        switch_read_only(own_database, on=True)
        await eventually(lambda: all_answer(503), "the end of health")
        assert "accepts no writes" in (await probe(f"{url}/health")).body["detail"]
        assert await probe(f"{bases[1]}/alive") == Probed(200, {"status": "ok"})
        switch_read_only(own_database, on=False)
        await eventually(lambda: all_answer(200), "health")


async def test_a_server_is_not_ready_with_an_older_schema(database: Database) -> None:
    readiness = Readiness(database)
    await readiness.require_ready(with_worker=False)
    newest = known_names()[-1]
    async with database.transaction() as db:
        await db.execute("update _yoyo_migration set migration_id = 'x' where migration_id = %s", (newest,))
    try:
        with pytest.raises(ServiceUnavailable, match="lacks 1 migration; run `gladhand migrate`"):
            await readiness.require_ready(with_worker=False)
        await readiness.require_health()
    finally:
        async with database.transaction() as db:
            await db.execute(
                "update _yoyo_migration set migration_id = %s where migration_id = 'x'", (known_names()[-1],)
            )


async def test_ready_with_a_worker_needs_a_living_one(own_database, encryption_keys) -> None:
    environment = settings(own_database, encryption_keys)
    with serving(environment) as url:
        assert (await probe(f"{url}/ready?worker=1")).status == 503
        with working(environment) as worker:
            own = f"http://127.0.0.1:{worker.environment['GLADHAND_WORKER_METRICS_PORT']}"
            assert (await probe(f"{own}/ready?worker=1")).status == 200
            assert (await probe(f"{own}/health")).status == 200
            assert (await probe(f"{own}/alive")).status == 200
            assert (await probe(f"{url}/ready?worker=1")).status == 200
            assert 'gladhand_processes{kind="worker"} 1.0' in (await probe(f"{own}/metrics")).text
        # A worker that ends says so.
        refused = await probe(f"{url}/ready?worker=1")
        assert (refused.status, refused.retry_after) == (503, "1")
        assert "No worker was seen" in refused.body["detail"]


async def test_a_worker_that_was_killed_is_taken_for_dead_after_a_while(own_database: str) -> None:
    async with Database(own_database, max_size=2) as database:
        heartbeat = Heartbeat(database, "worker")
        await heartbeat.beat()
        readiness = Readiness(database)
        await readiness.require_ready(with_worker=True)
        async with database.transaction() as db:
            await db.execute("update process set seen_at = seen_at - interval '31 s' where kind = 'worker'")
        with pytest.raises(ServiceUnavailable, match="No worker was seen in the last 30 seconds"):
            await readiness.require_ready(with_worker=True)
        await readiness.require_ready(with_worker=False)
        await heartbeat.beat()
        await readiness.require_ready(with_worker=True)


async def test_probes_that_come_together_share_one_check(database: Database) -> None:
    readiness = Readiness(database)
    await asyncio.gather(*(readiness.require_health() for _ in range(500)))
