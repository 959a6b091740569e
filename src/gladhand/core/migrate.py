"""Brings the schema up to date."""

from importlib.resources import as_file, files
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from yoyo import get_backend, read_migrations

# A migration waits briefly for its locks and gives up rather than hold up the release that is running.
_TIMEOUTS = "-c lock_timeout=5s -c statement_timeout=15min"


def migrate(url: str) -> int:
    """Apply what is missing, one process at a time; returns how many migrations were applied."""
    with as_file(files("gladhand") / "migrations") as folder:
        migrations = read_migrations(str(folder))
    backend = get_backend(_for_yoyo(url))
    with backend.lock():
        missing = backend.to_apply(migrations)
        backend.apply_migrations(missing)
        return len(missing)


def _for_yoyo(url: str) -> str:
    """yoyo tells its drivers apart by the scheme; psycopg 3 has its own."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query)) | {"options": _TIMEOUTS}
    return urlunsplit(parts._replace(scheme="postgresql+psycopg", query=urlencode(query)))
