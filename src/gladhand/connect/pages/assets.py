"""Connect's static files, and the style sheets for the colours of partners."""

import hashlib
import re
from pathlib import Path

from fastapi import Response

from gladhand.core import colors
from gladhand.core.assets import FOR_EVER, Assets, asset_file
from gladhand.core.colors import stylesheet

_PATH = "/static/connect"
_ASSETS = Assets(_PATH, Path(__file__).parents[1] / "static")

# A hash of the code, so that browsers do not use the colour sheets of an older release.
_COLORS_VERSION = hashlib.sha256(Path(colors.__file__).read_bytes()).hexdigest()[:8]
_COLOR_SHEET = re.compile(r"color-([0-9a-f]{6})\.[0-9a-f]{8}\.css", re.ASCII)


def asset(name: str) -> str:
    """The path of a static file. Raises `KeyError` for an unknown name."""
    return _ASSETS.path(name)


def color_sheet(color: str) -> str:
    """The path of the style sheet for a partner's colour."""
    return f"{_PATH}/color-{color}.{_COLORS_VERSION}.css"


def asset_response(name: str) -> Response | None:
    """The file with this name, or `None`."""
    if color := _COLOR_SHEET.fullmatch(name):
        return asset_file("text/css", stylesheet(color[1]).encode(), FOR_EVER)
    return _ASSETS.response(name)
