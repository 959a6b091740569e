"""The route class of the console. Every error becomes a page that says how to go on."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from gladhand.console.pages.api import ApiRefusal
from gladhand.console.pages.blocks import Link, Notice, Notices
from gladhand.console.pages.navigation import HOME, OPERATOR_AREA, SIGN_OUT, areas_of, home_of
from gladhand.console.pages.problems import BadForm, FormExpired, NoConsoleRole, NotSignedIn, PageNotFound
from gladhand.console.pages.refusals import InputFault, faults_in
from gladhand.console.pages.refused_page import page_again
from gladhand.console.pages.rendering import ConsolePage, render, render_sign_in
from gladhand.console.sessions.roles import ConsoleUser
from gladhand.core.db import AWAY, away_text, log_away
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.problems import Problem

log = get_logger()

_AWAY = LogEvent("console.database_away", "The console could not reach the database; the reader saw a page about it.")
_CRASHED = LogEvent("console.crashed", "A page of the console failed because of a bug; the line has a traceback.")

NOT_FOUND = "There is no such page here, or it is not yours to see."
NO_ROLE = "Your account has no role that opens the console. Ask the operator of this server."
_SIGNED_OUT = (
    "You are not signed in any more, so nothing was changed. You have signed out, the sign-in has ended, or cookies "
    "were deleted. Sign in, and send the form again."
)
_FAULT = "The server failed on this page. Its log has the details."


class ConsoleRoute(APIRoute):
    """A route for people: errors become pages, never JSON or a traceback."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override] # a function
        handle = super().get_route_handler()

        async def handle_as_page(request: Request) -> Response:
            try:
                return await handle(request)
            except NotSignedIn:
                return _sign_in_first(request)
            except NoConsoleRole:
                return render_sign_in(next_path=HOME, problem=NO_ROLE, status=403)
            except AWAY as error:
                log_away(error, _AWAY, route=self.path)
                return render_sign_in(next_path=HOME, problem=f"{away_text(error)} Try again.", status=503)
            except Exception as error:
                explained = _explanation(error)
                if explained is None:
                    log.error(_CRASHED, method=request.method, route=self.path, exc_info=error)
                    return error_page(request, 500, _FAULT)
                status, faults = explained
                again = await page_again(request, faults, status)
                return again or error_page(request, status, *(fault.titled for fault in faults))

        return handle_as_page


def _explanation(error: Exception) -> tuple[int, list[InputFault]] | None:
    """The status and the sentences for a refusal; None for a bug."""
    found: tuple[int, str | list[InputFault]] | None = None
    match error:
        case FormExpired():
            found = 403, "This form is too old, or was not sent by a page of the console. Open it again."
        case PageNotFound() | RequestValidationError():
            found = 404, NOT_FOUND
        case BadForm():
            found = 422, [InputFault(str(error), error.field)]
        case ApiRefusal():
            found = error.status, NOT_FOUND if error.status == 404 else faults_in(error.body)
        case Problem():
            found = error.status, faults_in(error.body())
        case HTTPException():
            found = error.status_code, "The form cannot be read."
    if found is None:
        return None
    status, said = found
    return status, [InputFault(said)] if isinstance(said, str) else said


def _sign_in_first(request: Request) -> Response:
    if request.url.path == SIGN_OUT:
        # As it was asked for, perhaps in another tab.
        return RedirectResponse(f"{HOME}/sign-in", 303)
    if request.method == "POST":
        return render_sign_in(next_path=HOME, problem=_SIGNED_OUT, status=401)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    query = urlencode({"next": path}) if path != HOME else ""
    target = f"{HOME}/sign-in{'?' if query else ''}{query}"
    if request.headers.get("HX-Request"):
        # A part of a page cannot be replaced by another page: the script loads that one.
        return Response(status_code=204, headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)


def error_page(request: Request, status: int, *texts: str) -> Response:
    person: ConsoleUser | None = getattr(request.state, "person", None)
    known: Any = getattr(request.state, "area", None)
    areas = areas_of(person) if person else ()
    area = known or (areas[0] if len(areas) == 1 else OPERATOR_AREA)
    back = Link("Back to the first page", home_of(person) if person else f"{HOME}/sign-in")
    title = "Not found" if status == 404 else "This did not work"
    *rest, last = texts
    notices = Notices("What happened", [*(Notice(text, "bad") for text in rest), Notice(last, "bad", [back])], "")
    return render(request, person, area, ConsolePage(title, [notices]), status=status)
