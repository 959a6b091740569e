"""The database of this installation: the operator's PostgreSQL, or the embedded one."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from gladhand.config.keys import NotSetUp
from gladhand.config.settings import Settings
from gladhand.core import migrate
from gladhand.core.hosts import in_url, resolved
from gladhand.local.embedded_postgres import EmbeddedPostgres
from gladhand.local.embedded_server import EmbeddedPostgresFailed


@contextmanager
def database_url(settings: Settings, *, is_disposable: bool = False) -> Iterator[str]:
    """The operator's PostgreSQL, or the embedded one for as long as the block runs."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    folder = settings.data_dir.resolve() / "postgres"
    embedded = EmbeddedPostgres(folder, is_disposable=is_disposable)
    try:
        try:
            url = embedded.start()
        except EmbeddedPostgresFailed as error:
            raise NotSetUp(f"the embedded PostgreSQL in {folder} does not start: {error}") from error
        yield url
    finally:
        embedded.stop()


@contextmanager
def migrated_database_url(settings: Settings) -> Iterator[str]:
    """The same. Raises `UnsuitableDatabase` for a schema that is older than this release."""
    with database_url(settings) as url:
        migrate.require_migrated(migrate.missing_migrations(url))
        yield url


def require_free(host: str, port: int) -> None:
    """Fail early with a short message if the port is taken."""
    try:
        address = resolved(host, port)
    except OSError as error:
        raise NotSetUp(f"GLADHAND_HOST: {host} cannot be resolved ({error.strerror})") from None
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise NotSetUp(
                f"{in_url(host)}:{port} cannot be used ({error.strerror}); set GLADHAND_PORT to another one"
            ) from None
