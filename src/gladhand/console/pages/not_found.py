"""Addresses under `/console` that have no page."""

from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from gladhand.console.pages.dependencies import find_person
from gladhand.console.pages.navigation import HOME
from gladhand.console.pages.page_route import NO_ROLE, NOT_FOUND, error_page
from gladhand.console.pages.rendering import render_sign_in
from gladhand.core.db import AWAY, away_text


def install(app: FastAPI) -> None:
    """Answer them with a page of the console, and all others as before."""
    others: Any = app.exception_handlers[HTTPException]

    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        path = request.url.path
        if path != HOME and not path.startswith(f"{HOME}/"):
            response: Response = await others(request, error)
            return response
        try:
            request.state.person = await find_person(request)
        except AWAY as lost:
            return render_sign_in(next_path=HOME, problem=f"{away_text(lost)} Try again.", status=503)
        if request.state.person is None:
            return RedirectResponse(f"{HOME}/sign-in?{urlencode({'next': path})}", 303)
        if not request.state.person.roles:
            return render_sign_in(next_path=HOME, problem=NO_ROLE, status=403)
        return error_page(request, error.status_code, NOT_FOUND)

    app.add_exception_handler(HTTPException, handle)
