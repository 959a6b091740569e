"""Style, script and picture, under names that change with their content, so that a browser may keep them for ever."""

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path

from fastapi import Response

from gladhand.connect.embed import colors
from gladhand.connect.embed.colors import stylesheet

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


# Changes with the code that makes the sheets, so that browsers do not keep those of an older release.
_COLORS_MADE_SO = hashlib.sha256(Path(colors.__file__).read_bytes()).hexdigest()[:8]
_COLOR_SHEET = re.compile(r"color-([0-9a-f]{6})\.[0-9a-f]{8}\.css", re.ASCII)


def asset(name: str) -> str:
    """The address of a file of ours; an unknown name is a mistake in a template."""
    return f"{_PATH}/{_NAMES[name]}"


def color_sheet(color: str) -> str:
    """The address of the style sheet for a partner's colour; the server's version stands for how it is made."""
    return f"{_PATH}/color-{color}.{_COLORS_MADE_SO}.css"


def serve(name: str) -> Response | None:
    """The file, or `None`. During a roll-out an older page may ask for an older hash: it gets today's file, unkept."""
    if color := _COLOR_SHEET.fullmatch(name):
        return _answer("text/css", stylesheet(color[1]).encode(), _FOR_EVER)
    found = _CONTENT.get(name)
    if found is None:
        stem, _, rest = name.partition(".")
        current = _NAMES.get(f"{stem}.{rest.rpartition('.')[2]}", "")
        found = _CONTENT.get(current)
        caching = "no-store"
    else:
        caching = _FOR_EVER
    if found is None:
        return None
    kind, content = found
    return _answer(kind, content, caching)


def _answer(kind: str, content: bytes, caching: str) -> Response:
    return Response(content, media_type=kind, headers={"Cache-Control": caching, "X-Content-Type-Options": "nosniff"})
