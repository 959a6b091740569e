"""Static files of pages. Their names contain a hash of the content, so that browsers may cache them for ever."""

import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import Path

from fastapi import Response

FOR_EVER = "public, max-age=31536000, immutable"


class Assets:
    """The files of one folder, served under one path."""

    def __init__(self, path: str, folder: Path) -> None:
        self._path = path
        files = {file.name: file for file in sorted(folder.iterdir()) if file.is_file()}
        self._names: Mapping[str, str] = {name: _hashed(file) for name, file in files.items()}
        self._content: Mapping[str, tuple[str, bytes]] = {
            self._names[name]: (mimetypes.guess_type(name)[0] or "application/octet-stream", file.read_bytes())
            for name, file in files.items()
        }

    def path(self, name: str) -> str:
        """The path of a file. Raises `KeyError` for an unknown name."""
        return f"{self._path}/{self._names[name]}"

    def response(self, name: str) -> Response | None:
        """The file with this hashed name, or `None`.

        During a roll-out an older page may ask for an older hash. It gets the current file, which it must not cache.
        """
        file = self._content.get(name)
        caching = FOR_EVER
        if file is None:
            stem, _, rest = name.partition(".")
            file = self._content.get(self._names.get(f"{stem}.{rest.rpartition('.')[2]}", ""))
            caching = "no-store"
        return asset_file(*file, caching) if file is not None else None


def asset_file(media_type: str, content: bytes, caching: str) -> Response:
    headers = {"Cache-Control": caching, "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)


def _hashed(file: Path) -> str:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return f"{file.stem}.{digest}{file.suffix}"
