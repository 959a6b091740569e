"""The published OpenAPI documents: one per service, cut from the one application."""

import json
from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import RouteContext, iter_route_contexts

SERVICES = {
    "orgs": ("Organizations", "Invitations, share agreements, fleets and telematics providers."),
    "integrations": ("Integrations", "Connections of fleets to their providers, and the writes made through them."),
    "telematics": ("Telematics", "Normalised records of every provider, to read and to write."),
    "notifications": ("Notifications", "Webhook subscriptions."),
}


def document(app: FastAPI, service: str, *, server_url: str | None = None) -> dict[str, Any]:
    """The OpenAPI document of one service."""
    title, description = SERVICES[service]
    return get_openapi(
        title=f"gladhand {title} API",
        # The contract's own number; releases of the software are told apart by its package version.
        version="0.1.0",
        description=description,
        routes=list(_routes_of(app, service)),
        servers=[{"url": server_url}] if server_url else None,
    )


def _routes_of(app: FastAPI, service: str) -> Iterable[RouteContext]:
    # Not `app.routes`: that holds each included router as one entry.
    return (found for found in iter_route_contexts(app.routes) if (found.path or "").startswith(f"/v2/{service}/"))


def rendered(app: FastAPI, service: str, *, server_url: str | None = None) -> bytes:
    return json.dumps(document(app, service, server_url=server_url), separators=(",", ":")).encode()
