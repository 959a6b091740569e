"""Where this installation lives: its database and its keys, from the settings or made on the spot."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import CalledProcessError

from gladhand.config.settings import Settings
from gladhand.core.crypto import Keyring
from gladhand.core.migrate import missing
from gladhand.local.embedded_postgres import EmbeddedPostgres


class NotSetUp(Exception):
    """Something an operator has to provide is missing; the text says what."""


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The operator's PostgreSQL, or the embedded one for as long as the block runs."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    folder = settings.data_dir.resolve() / "postgres"
    embedded = EmbeddedPostgres(folder)
    try:
        try:
            url = embedded.start()
        except CalledProcessError as error:
            raise NotSetUp(f"the embedded PostgreSQL in {folder} does not start; its messages are above") from error
        yield url
    finally:
        embedded.stop()


def require_migrated(url: str) -> None:
    """A process that serves or works never changes the schema: which of several would do it?"""
    if names := missing(url):
        raise NotSetUp(f"the database lacks {len(names)} migrations; run `gladhand migrate`")


def require_free(host: str, port: int) -> None:
    """Said before anything is started; the server itself would say it in many lines."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise NotSetUp(
                f"{host}:{port} cannot be used ({error.strerror}); set GLADHAND_PORT to another one"
            ) from None


def encryption_keys(settings: Settings, *, make: bool = False) -> str:
    """The operator's keys, or those of the data folder.

    They are made there for the embedded database, and where everything runs on one machine (`make`); a server or
    worker on its own never makes any: with another key than its siblings it could not read what they store.
    """
    if settings.encryption_keys is not None:
        return settings.encryption_keys.get_secret_value()
    if settings.database_url is not None and not make and not _key_file(settings.data_dir).exists():
        raise NotSetUp(
            "GLADHAND_ENCRYPTION_KEYS is needed with a database of your own; `gladhand new-key` prints one. "
            "Keep it safe: without it, stored credentials cannot be read."
        )
    return _made_once(settings.data_dir)


def keyring(settings: Settings) -> Keyring:
    try:
        return Keyring.parse(encryption_keys(settings))
    except ValueError as error:
        raise NotSetUp(f"GLADHAND_ENCRYPTION_KEYS: {error}") from None


def _key_file(folder: Path) -> Path:
    return folder / "encryption-keys"


def write_private(file: Path, text: str) -> None:
    """Write a file that holds secrets: only its owner may read it, also when there was one that others could."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)


def _made_once(folder: Path) -> str:
    file = _key_file(folder)
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".encryption-keys-{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
            opened.write(Keyring.new_key())
            opened.flush()
            os.fsync(opened.fileno())  # what is sealed with it must not outlive it
        # Linking fails when another process was first: then its key is the one, and no half-written file is ever seen.
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text().strip()
