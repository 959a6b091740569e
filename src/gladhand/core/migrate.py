"""Brings the schema up to date."""

from importlib.resources import as_file, files
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg
from yoyo import get_backend, read_migrations

# A migration waits briefly for its locks and gives up rather than hold up the release that is running.
_TIMEOUTS = "-c lock_timeout=5s -c statement_timeout=15min"


def migrate(url: str) -> int:
    """Apply what is missing, one process at a time; returns how many migrations were applied."""
    # yoyo's own lock is a row, which a process that is killed leaves behind; this one ends with the connection.
    with psycopg.connect(url, autocommit=True) as guard:
        guard.execute("select pg_advisory_lock(hashtextextended('gladhand.migrate', 0))")
        with get_backend(_for_yoyo(url)) as backend:
            found = backend.to_apply(_known())
            backend.apply_migrations(found)
            return len(found)


def missing(url: str) -> list[str]:
    """The names of the migrations that this release has and the database lacks."""
    # Query the table directly: yoyo would create its tables first, and this check must not change the database.
    with psycopg.connect(url) as connection:
        begun = connection.execute("select to_regclass('_yoyo_migration') is not null").fetchone() == (True,)
        applied = connection.execute("select migration_id from _yoyo_migration").fetchall() if begun else []
    known = {name for (name,) in applied}
    return [migration.id for migration in _known() if migration.id not in known]


def _known() -> Any:
    with as_file(files("gladhand") / "migrations") as folder:
        return read_migrations(str(folder))


def _for_yoyo(url: str) -> str:
    """yoyo tells its drivers apart by the scheme; psycopg 3 has its own."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query)) | {"options": _TIMEOUTS}
    return urlunsplit(parts._replace(scheme="postgresql+psycopg", query=urlencode(query)))
