"""Static files. Their names contain a hash of the content, so that browsers may cache them for ever."""

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path

from fastapi import Response

from gladhand.core import colors
from gladhand.core.colors import stylesheet

_PATH = "/static/connect"
_FOR_EVER = "public, max-age=31536000, immutable"


def _hashed(file: Path) -> str:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return f"{file.stem}.{digest}{file.suffix}"


_FILES = {file.name: file for file in sorted((Path(__file__).parents[1] / "static").iterdir()) if file.is_file()}
_NAMES: Mapping[str, str] = {name: _hashed(file) for name, file in _FILES.items()}
_CONTENT: Mapping[str, tuple[str, bytes]] = {
    _NAMES[name]: (mimetypes.guess_type(name)[0] or "application/octet-stream", file.read_bytes())
    for name, file in _FILES.items()
}

# A hash of the code, so that browsers do not use the colour sheets of an older release.
_COLORS_VERSION = hashlib.sha256(Path(colors.__file__).read_bytes()).hexdigest()[:8]
_COLOR_SHEET = re.compile(r"color-([0-9a-f]{6})\.[0-9a-f]{8}\.css", re.ASCII)


def asset(name: str) -> str:
    """The path of a static file. Raises `KeyError` for an unknown name."""
    return f"{_PATH}/{_NAMES[name]}"


def color_sheet(color: str) -> str:
    """The path of the style sheet for a partner's colour."""
    return f"{_PATH}/color-{color}.{_COLORS_VERSION}.css"


def asset_response(name: str) -> Response | None:
    """The file with this name, or `None`.

    During a roll-out an older page may ask for an older hash. It gets the current file, which it must not cache.
    """
    if color := _COLOR_SHEET.fullmatch(name):
        return _response("text/css", stylesheet(color[1]).encode(), _FOR_EVER)
    file = _CONTENT.get(name)
    caching = _FOR_EVER
    if file is None:
        stem, _, rest = name.partition(".")
        file = _CONTENT.get(_NAMES.get(f"{stem}.{rest.rpartition('.')[2]}", ""))
        caching = "no-store"
    return _response(*file, caching) if file is not None else None


def _response(media_type: str, content: bytes, caching: str) -> Response:
    headers = {"Cache-Control": caching, "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)
