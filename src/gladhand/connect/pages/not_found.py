"""Requests that lead to no page of ours: people get a page for them too, programs an error that they can read."""

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from gladhand.connect.flow import Trail
from gladhand.connect.language import chosen, speaking
from gladhand.connect.pages import notices
from gladhand.connect.pages.visit import shown

# Where programs call.
_FOR_PROGRAMS = ("/v2", "/realms", "/.well-known", "/health", "/metrics", "/embed/probe/")


def install(app: FastAPI) -> None:
    """Connect owns the root of its origin, so that it answers whatever nobody else does."""
    otherwise: Any = app.exception_handlers[HTTPException]

    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if request.url.path.startswith(_FOR_PROGRAMS):
            answer: Response = await otherwise(request, error)
            return answer
        if error.status_code == 405 and request.method == "GET":
            # The address of a form that was sent, reloaded or kept: on from where the visit stands.
            return RedirectResponse(Trail(request.query_params.multi_items()).to("/"), 303)
        with speaking(chosen(request.query_params.get("lang"), request.headers.get("Accept-Language"))):
            page = await shown(request, notices.no_such_page(), error.status_code)
        page.headers.update(error.headers or {})
        return page

    app.add_exception_handler(HTTPException, handle)
