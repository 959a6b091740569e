"""The readable pages: templates, the two files they use, and the headers they go out with."""

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from gladhand.apidocs import guide
from gladhand.apidocs.documents import ReferenceSettings
from gladhand.apidocs.operations import groups
from gladhand.apidocs.services import SERVICES

_PATH = "/static/reference"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "public, max-age=300",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_CODE = re.compile(r"`([^`]+)`")


def _hashed(file: Path) -> str:
    return f"{file.stem}.{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}{file.suffix}"


_FILES = {file.name: file for file in sorted((Path(__file__).parent / "static").iterdir()) if file.is_file()}
#: Names change with the content, so that a browser may keep a file for ever.
_NAMES: Mapping[str, str] = {name: _hashed(file) for name, file in _FILES.items()}
_CONTENT: Mapping[str, bytes] = {_NAMES[name]: file.read_bytes() for name, file in _FILES.items()}


def asset_answer(name: str) -> Response | None:
    """Style, script or picture; `None` for a name that is not one of them."""
    if name not in _CONTENT:
        return None
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(_CONTENT[name], media_type=mimetypes.guess_type(name)[0], headers=headers)


def answer(page: bytes) -> Response:
    return HTMLResponse(page, headers=_HEADERS)


def index(documents: Mapping[str, Mapping[str, Any]], settings: ReferenceSettings) -> bytes:
    """Where a reader starts: the five calls, how the API behaves, and what the services hold."""
    found = {name: groups(document, settings.public_url) for name, document in documents.items()}
    return _rendered(
        "index.html",
        settings,
        current="",
        groups_of=found,
        quickstart=guide.quickstart(settings),
        missing=guide.MISSING,
        faults=guide.FAULTS,
        discovery_url=settings.token_url.replace("/protocol/openid-connect/token", "/.well-known/openid-configuration"),
    )


def service(name: str, document: Mapping[str, Any], settings: ReferenceSettings) -> bytes:
    """Every operation of one service."""
    found = groups(document, settings.public_url)
    deliveries = {"body": guide.DELIVERY_BODY, "headers": guide.DELIVERY_HEADERS, "check": guide.DELIVERY_CHECK}
    return _rendered(
        "service.html", settings, current=name, service=SERVICES[name], groups=found, deliveries=deliveries
    )


def _rendered(template: str, settings: ReferenceSettings, **values: Any) -> bytes:
    text = _templates.get_template(template).render(
        services=SERVICES, url=settings.public_url, token_url=settings.token_url, **values
    )
    return text.encode()


def _inline(text: str) -> Markup:
    """Our descriptions hold one kind of mark-up: code between back-quotes."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped on this very line


def _prose(text: str) -> Markup:
    parts = [_inline(" ".join(part.split())) for part in text.split("\n\n") if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)


def _breakable(path: str) -> Markup:
    """A path may be broken at its slashes and underscores on a narrow screen."""
    return Markup(re.sub(r"([/_])", r"\1<wbr>", str(escape(path))))  # noqa: S704 - escaped on this very line


def _anchor(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("gladhand.apidocs"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(inline=_inline, prose=_prose, breakable=_breakable, anchor=_anchor)
    made.globals.update(asset=lambda name: f"{_PATH}/{_NAMES[name]}")
    return made


_templates = _environment()
