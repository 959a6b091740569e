"""Requests that match no route. Browsers get a page, API clients the error of the API."""

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from gladhand.connect.link import lost_link
from gladhand.connect.pages import messages
from gladhand.connect.pages.dependencies import language_of, link_of
from gladhand.connect.pages.page_route import message_response
from gladhand.core.languages import use_language
from gladhand.core.next_page import CONSOLE, MY_DATA, SIGN_IN
from gladhand.core.unknown_paths import near_path

# Paths of API clients.
_API_PATHS = ("/v2", "/realms", "/.well-known", "/health", "/ready", "/metrics", "/hooks", "/embed/probe/")


def _page_of_form(path: str) -> str:
    """Where a form stands whose address is not that of its page."""
    if path.startswith("/account/"):
        return SIGN_IN
    return next((page for page in ("/sharing", MY_DATA, CONSOLE) if path.startswith(f"{page}/")), "/")


def install(app: FastAPI) -> None:
    """Answer all paths without a route with a page of Connect, which has the root of its origin."""
    api_handler: Any = app.exception_handlers[HTTPException]

    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        path = request.url.path
        is_mistyped = "text/html" not in request.headers.get("Accept", "") and near_path(request.app, path)
        if path.startswith(_API_PATHS) or is_mistyped:
            response: Response = await api_handler(request, error)
            return response
        # As it was sent: a path that is decoded would lose which signs are part of a value.
        sent = request.scope["raw_path"].decode(errors="replace")
        if error.status_code == 404 and (lost := lost_link(sent)) is not None:
            return RedirectResponse(lost.url("/"), 303)
        if error.status_code == 405 and request.method == "GET":
            # The address of a form was reloaded or bookmarked, or its message leads back to it.
            return RedirectResponse(link_of(request).url(_page_of_form(path)), 303)
        with use_language(language_of(request)):
            page = await message_response(request, messages.page_not_found(), error.status_code)
        page.headers.update(error.headers or {})
        return page

    app.add_exception_handler(HTTPException, handle)
