"""/v2/<service>/openapi.json: what each service offers, for machines. No token is needed."""

from fastapi import FastAPI, Response

from gladhand.core.answers import JSON
from gladhand.documents import SERVICES, rendered


def add_to(app: FastAPI) -> None:
    """Publish the documents of the routes that `app` has; each is written once, when it is first asked for."""
    written: dict[str, bytes] = {}

    def endpoint_of(service: str):  # type: ignore[no-untyped-def] # FastAPI reads the inner function
        async def openapi() -> Response:
            if service not in written:
                written[service] = rendered(app, service)
            return JSON(written[service])

        return openapi

    for service in SERVICES:
        app.add_api_route(f"/v2/{service}/openapi.json", endpoint_of(service), include_in_schema=False)
