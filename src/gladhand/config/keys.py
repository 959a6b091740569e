"""The encryption keys: the operator's, or those that the data folder keeps."""

import os
from contextlib import suppress
from pathlib import Path

from gladhand.config.settings import Settings
from gladhand.core.crypto import Keyring


class NotSetUp(Exception):
    """Something an operator has to provide is missing; the text says what."""


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
    """Write a file that holds secrets: only its owner may read it, also when there was one that others could.

    What was there stays if the disk is full, and after a power cut there is one of the two. What a killed process has
    left is taken away by the next one.
    """
    draft = file.with_name(f".{file.name}-draft")
    try:
        _write_draft(draft, text)
        draft.replace(file)
        _flush_folder(file.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        # An error of writing does not name the file.
        raise OSError(error.errno, error.strerror, str(file)) from None


def _write_draft(draft: Path, text: str) -> None:
    """Write a new file that only its owner may read, and make it outlast a power cut."""
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the names in a folder outlast a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _made_once(folder: Path) -> str:
    file = _key_file(folder)
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".encryption-keys-{os.getpid()}"
        _write_draft(draft, Keyring.new_key())  # what is sealed with it must not outlive it
        # Linking fails when another process was first: then its key is the one, and no half-written file is ever seen.
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
        _flush_folder(folder)
    return file.read_text().strip()
