"""Renders the pages under /docs: templates, static files, and response headers.

Decision 0011 says why these pages are not Redoc or Swagger UI.
"""

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
from gladhand.core.assets import Assets
from gladhand.core.page_headers import page_headers
from gladhand.core.templates import html_environment

ASSETS = Assets("/static/reference", Path(__file__).parent / "static")
_HEADERS = page_headers(requests="'none'", forms="'none'", caching="public, max-age=300", referrer="no-referrer")
_CODE = re.compile(r"`([^`]+)`")


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
        signing_in=guide.signing_in(settings),
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
    environment.globals.update(asset=ASSETS.path)
    return environment


_templates = _environment()
