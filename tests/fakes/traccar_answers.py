"""How Java answers: traces, and errors that end a request."""

from typing import Any

from aiohttp import web

_TRACE = "\n\tat org.traccar.api.BaseObjectResource.add(BaseObjectResource.java:82)\n\t...\n"


def answer_of(value: Any) -> web.Response:
    # orjson would round whole numbers beyond 64 bits, which the server does not.
    return web.json_response(value)


def trace(status: int, said: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(status=status, text=said + _TRACE, content_type="application/json", headers=headers)


def stopped(status: int, said: str, headers: dict[str, str] | None = None) -> web.HTTPException:
    kind: type[web.HTTPException] = {
        400: web.HTTPBadRequest,
        401: web.HTTPUnauthorized,
        500: web.HTTPInternalServerError,
    }[status]
    return kind(text=said + _TRACE, content_type="application/json", headers=headers)


def unauthorized(headers: dict[str, str] | None = None) -> web.HTTPException:
    return stopped(401, "jakarta.ws.rs.WebApplicationException: HTTP 401 Unauthorized", headers)


def not_found(request: web.Request) -> web.Response:
    """Jetty's own page."""
    return web.json_response({"message": "Not Found", "url": request.path, "status": "404"}, status=404)
