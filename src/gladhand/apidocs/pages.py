"""Renders the pages under /docs: templates, static files, and response headers.

Decision 0011 says why these pages are not Redoc or Swagger UI.
"""

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from markupsafe import Markup, escape

from gladhand.apidocs import guide
from gladhand.apidocs.documents import ReferenceSettings
from gladhand.apidocs.operations import groups
from gladhand.apidocs.services import SERVICES
from gladhand.core.templates import html_environment

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
#: The name of a file contains the hash of its content, so browsers cache it for ever.
_NAMES: Mapping[str, str] = {name: _hashed(file) for name, file in _FILES.items()}
_CONTENT: Mapping[str, bytes] = {_NAMES[name]: file.read_bytes() for name, file in _FILES.items()}


def asset_response(name: str) -> Response | None:
    """The style sheet, script or picture with this name, or `None`."""
    if name not in _CONTENT:
        return None
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(_CONTENT[name], media_type=mimetypes.guess_type(name)[0], headers=headers)


def page_response(page: bytes) -> Response:
    return HTMLResponse(page, headers=_HEADERS)


def index(documents: Mapping[str, Mapping[str, Any]], settings: ReferenceSettings) -> bytes:
    """The first page: the first calls, general rules of the API, and a list of all operations."""
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
    """The page with all operations of one service."""
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
    """Descriptions contain one kind of mark-up: code between backquotes."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped on this very line


def _prose(text: str) -> Markup:
    parts = [_inline(" ".join(part.split())) for part in text.split("\n\n") if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)


def _breakable(path: str) -> Markup:
    """Allow line breaks after slashes and underscores, for narrow screens."""
    return Markup(re.sub(r"([/_])", r"\1<wbr>", str(escape(path))))  # noqa: S704 - escaped on this very line


def _anchor(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _environment() -> Environment:
    environment = html_environment("gladhand.apidocs")
    environment.filters.update(inline=_inline, prose=_prose, breakable=_breakable, anchor=_anchor)
    environment.globals.update(asset=lambda name: f"{_PATH}/{_NAMES[name]}")
    return environment


_templates = _environment()
