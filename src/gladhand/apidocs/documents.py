"""The published OpenAPI documents: one per service, from the one application."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from gladhand.apidocs import deliveries
from gladhand.apidocs.contract_only import contract_only
from gladhand.apidocs.field_examples import add_examples
from gladhand.apidocs.references import referenced_schemas
from gladhand.apidocs.services import SERVICES, STATUSES
from gladhand.core import error_schemas
from gladhand.core.contract_operations import contract_operations
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import get_dependency
from gladhand.notifications.published import PublishedEvents
from gladhand.resources.in_house import InHouseSources
from gladhand.resources.wire_model import EXTENSION

_SUCCESS = {"201": "The object was created.", "204": "Done. The answer has no body."}


@dataclass(frozen=True)
class ReferenceSettings:
    """The public addresses of the API and of the OpenID Connect endpoints."""

    public_url: str
    openid_url: str
    """What the token endpoint and the page to sign in at have in common."""

    @property
    def token_url(self) -> str:
        return f"{self.openid_url}/token"

    @property
    def authorization_url(self) -> str:
        return f"{self.openid_url}/auth"


def document(
    app: FastAPI, service: str, settings: ReferenceSettings | None = None, *, extensions: bool = True
) -> dict[str, Any]:
    """The OpenAPI document of one service. Without settings it names no server."""
    of_service = SERVICES[service]
    openapi = get_openapi(
        title=f"gladhand {of_service.title} API",
        # The version of the contract. The package version identifies the release of the software.
        version="0.1.0",
        summary=of_service.summary,
        description=of_service.about,
        routes=list(_routes_of(app, service)),
        tags=[{"name": name, "description": about} for name, about in of_service.tags.items()],
        license_info={"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        servers=[{"url": settings.public_url}] if settings else None,
        webhooks=deliveries.routes(get_dependency(app, PublishedEvents)) if service == "notifications" else None,
    )
    openapi["components"]["schemas"] |= error_schemas.components()
    openapi["components"]["schemas"] = dict(sorted(referenced_schemas(openapi).items()))
    get_dependency(app, InHouseSources).add_to(openapi["components"]["schemas"])
    for responses in _responses(openapi):
        _describe(responses)
    _mark_extensions(openapi)
    if settings:
        _say_where_tokens_are(openapi, settings)
    return openapi if extensions else contract_only(openapi)


def rendered_document(
    app: FastAPI, service: str, settings: ReferenceSettings | None = None, *, extensions: bool = False
) -> bytes:
    openapi = document(app, service, settings, extensions=extensions)
    add_examples(openapi)
    return json.dumps(openapi, separators=(",", ":"), ensure_ascii=False).encode()


def _routes_of(app: FastAPI, service: str) -> Iterable[BaseRoute]:
    for route in app.routes:
        if isinstance(route, APIRoute) and route.path.startswith(f"/v2/{service}/"):
            yield route.documented if isinstance(route, ContractRoute) else route


def _mark_extensions(openapi: dict[str, Any]) -> None:
    """Mark the operations that the contract does not have."""
    of_contract = {(each.method, each.path) for each in contract_operations()}
    for path, item in openapi["paths"].items():
        for method, operation in item.items():
            if (method.upper(), path) not in of_contract:
                operation.update(EXTENSION)


def _responses(openapi: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return (operation["responses"] for path in openapi["paths"].values() for operation in path.values())


def _describe(responses: dict[str, Any]) -> None:
    """Replace the phrases of the statuses by sentences, and sort the statuses."""
    for status, response in responses.items():
        if response["description"] == "Successful Response":
            response["description"] = _SUCCESS.get(status, "Success.")
        elif status in STATUSES and response["description"] == HTTPStatus(int(status)).phrase:
            response["description"] = STATUSES[status]
    for status in sorted(responses):
        responses[status] = responses.pop(status)


def _say_where_tokens_are(openapi: dict[str, Any], settings: ReferenceSettings) -> None:
    known = {
        "tokenUrl": settings.token_url,
        "refreshUrl": settings.token_url,
        "authorizationUrl": settings.authorization_url,
    }
    for scheme in openapi.get("components", {}).get("securitySchemes", {}).values():
        for flow in scheme.get("flows", {}).values():
            flow.update({name: url for name, url in known.items() if name in flow})
