"""A bug in our SQL ends the worker or the server, with its traceback; a database that restarts does not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from tests.conftest import fresh_database, wait_until
from tests.forked_processes import ForkedProcess
from tests.processes import PATIENCE, Server, settings

from gladhand.config.database_checks import BESIDE_THE_POOL_OF_WORKER
from gladhand.core.migrate import migrate
from gladhand.local.embedded_postgres import EmbeddedPostgres

# Statements that fit the code no longer, one in each loop of the worker.
BROKEN = {
    "operations": "alter table resource_operation rename column next_attempt_at to renamed",
    "deliveries": "alter table delivery rename column next_attempt_at to renamed",
    "executions": "alter table schedule rename column lease_until to renamed",
    "heartbeat": "alter table process rename to renamed",
    "recurring tasks": "alter table idempotency_key rename to renamed",
}


@pytest.fixture
def database_url_of_its_own(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url


@contextmanager
def worker(url: str, encryption_keys: str, output: Path, **settings: str) -> Iterator[ForkedProcess]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
    environment |= {
        "GLADHAND_DATABASE_URL": url,
        "GLADHAND_ENCRYPTION_KEYS": encryption_keys,
        "GLADHAND_LOG_LEVEL": "info",
        **settings,
    }
    output.touch()
    process = ForkedProcess(["worker"], environment, output)
    try:
        wait_until(lambda: "worker.started" in output.read_text(), what="the worker's start")
        yield process
    finally:
        process.kill()
        process.wait()


def connections(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as db:
        row = db.execute(
            "select count(*) from pg_stat_activity"
            " where application_name like 'gladhand-%' and datname = current_database()"
        ).fetchone()
    assert row is not None
    return int(row[0])


def outside_the_pool(url: str, query: str = "%") -> int:
    """Connections outside the pool whose last statement is like this one."""
    with psycopg.connect(url, autocommit=True) as db:
        row = db.execute(
            "select count(*) from pg_stat_activity"
            " where application_name = 'gladhand-listener' and datname = current_database() and query like %s",
            (query,),
        ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("loop", BROKEN)
def test_a_broken_statement_in_a_loop_ends_the_worker_and_shows_why(
    database_url_of_its_own: str, encryption_keys: str, tmp_path: Path, loop: str
) -> None:
    url, output = database_url_of_its_own, tmp_path / "output"
    if loop == "recurring tasks":
        # A task runs when the worker starts, and then after minutes.
        with psycopg.connect(url, autocommit=True) as db:
            db.execute(BROKEN[loop])
    with worker(url, encryption_keys, output) as process:
        if loop != "recurring tasks":
            with psycopg.connect(url, autocommit=True) as db:
                db.execute(BROKEN[loop])
        wait_until(lambda: process.poll() is not None, what="the worker's end")
        assert process.poll() == 1
    text = output.read_text()
    assert "Traceback" in text
    assert "psycopg.errors.Undefined" in text


def test_a_worker_opens_as_many_connections_beside_its_pool_as_the_doctor_counts(
    database_url_of_its_own: str, encryption_keys: str, tmp_path: Path
) -> None:
    url = database_url_of_its_own
    mail = {"GLADHAND_SMTP_URL": "smtp://127.0.0.1:9", "GLADHAND_MAIL_FROM": "hub@hub.example"}
    with worker(url, encryption_keys, tmp_path / "output", **mail):
        # Each listener asks after five seconds whether its server is still there; by then, all have begun.
        wait_until(lambda: outside_the_pool(url, "select 1") == BESIDE_THE_POOL_OF_WORKER - 1, what="all listeners")
        # Tasks at the start may have connections of their own.
        wait_until(lambda: outside_the_pool(url) == BESIDE_THE_POOL_OF_WORKER, what="the listeners and the locks")


@pytest.mark.parametrize("processes", [1, 2])
def test_a_broken_statement_beside_the_requests_ends_the_server_and_shows_why(
    database_url_of_its_own: str, encryption_keys: str, tmp_path: Path, processes: int
) -> None:
    url = database_url_of_its_own
    server = Server(settings(url, encryption_keys, GLADHAND_SERVER_PROCESSES=str(processes)))
    server.log = tmp_path / "output"
    try:
        server.start()
        with psycopg.connect(url, autocommit=True) as db:
            db.execute(BROKEN["heartbeat"])
        wait_until(lambda: server.handle.poll() is not None, what="the server's end")
        assert server.stop() == 1
    finally:
        server.stop()
    text = server.log.read_text()
    assert "background.failed" in text
    assert "Traceback" in text
    assert "psycopg.errors.Undefined" in text


def test_a_database_that_restarts_does_not_end_the_worker(cluster_folder: Path, encryption_keys: str) -> None:
    embedded = EmbeddedPostgres(cluster_folder / "postgres", is_disposable=True)
    url = embedded.start()
    try:
        migrate(url)
        with worker(url, encryption_keys, cluster_folder / "output") as process:
            embedded.stop()
            wait_until(lambda: "away" in (cluster_folder / "output").read_text(), what="the worker's complaint")
            embedded.start()
            # A listener each for operations and for deliveries, the locks, and the pool.
            wait_until(lambda: connections(url) >= 4, what="the worker's return")
            assert process.poll() is None
            process.terminate()
            assert process.wait(PATIENCE) == 0
    finally:
        embedded.stop()
