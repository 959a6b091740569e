"""The embedded PostgreSQL: a real server from a Python wheel, for one machine, without set-up."""

from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from gladhand.local.embedded_server import EmbeddedPostgresFailed, EmbeddedServer

_DATABASE = "gladhand"
# JIT costs more than it saves, because all statements are short. The other values are slightly above the defaults.
_CONFIGURATION = """
# gladhand
jit = off
max_connections = 100
shared_buffers = 128MB
max_wal_size = 2GB
log_min_messages = warning
"""
_DISPOSABLE = """fsync = off
full_page_writes = off
"""
_VERSION = "18"


class EmbeddedPostgres:
    """One server in one folder. It starts on demand and stops with the last process that uses it.

    A disposable one is faster, and may lose its data when the machine crashes.
    """

    def __init__(self, folder: Path, *, is_disposable: bool = False) -> None:
        self._folder = folder.resolve()
        self._is_disposable = is_disposable
        self._server: EmbeddedServer | None = None

    def start(self) -> str:
        """Start the server. Returns the address of gladhand's database, which is created if missing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._require_version()
        server = EmbeddedServer(self._folder)
        server.ensure_pgdata_inited(is_disposable=self._is_disposable)
        configuration = self._folder / "postgresql.conf"
        if "# gladhand" not in (text := configuration.read_text()):
            more = _CONFIGURATION + (_DISPOSABLE if self._is_disposable else "")
            configuration.write_text(text + more)
        server.start()
        self._server = server
        address = _address(server, "postgres")
        with psycopg.connect(address, autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", (_DATABASE,)).fetchone()
            if known is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(_DATABASE)))
        return _address(server, _DATABASE)

    def stop(self) -> None:
        if self._server is not None:
            self._server.cleanup()
            self._server = None

    def _require_version(self) -> None:
        file = self._folder / "PG_VERSION"
        if file.exists() and (version := file.read_text().strip()) != _VERSION:
            raise EmbeddedPostgresFailed(f"the folder is one of PostgreSQL {version}, and this is {_VERSION}")


def _address(server: EmbeddedServer, database: str) -> str:
    """Complete, so that libpq takes nothing from its environment."""
    info = server.get_postmaster_info()
    place = {"host": str(info.socket_dir), "hostaddr": "", "port": info.port}
    link = {"sslmode": "disable", "gssencmode": "disable", "channel_binding": "disable"}
    return f"postgresql://postgres@/{database}?{urlencode(place | link, quote_via=quote)}"
