"""The route class of pages. It answers every error with a page that says how to continue."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from gladhand.connect.embed.launch_parameters import embed_key_text, parse_launch_parameters
from gladhand.connect.flow import Step
from gladhand.connect.language import _
from gladhand.connect.pages import messages
from gladhand.connect.pages.dependencies import language_of, link_of, session_of
from gladhand.connect.pages.messages import PageMessage
from gladhand.connect.pages.rendering import message_page
from gladhand.connect.pages.visit import ShowMessage, Visit, WrongStep, find_embed_key
from gladhand.core.db import AWAY, Database, log_away
from gladhand.core.dependencies import get_dependency
from gladhand.core.languages import use_language
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.problems import RETRY_SOON
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.invitations.settings import InvitationSettings

log = get_logger()

_DATABASE_AWAY = LogEvent(
    "connect.database_away", "Connect could not reach the database; the fleet saw a page that says so."
)
# An error page does not wait longer for a connection to the database.
_KEY_SECONDS = 2.0
_CRASHED = LogEvent("connect.crashed", "A page of Connect failed because of a bug; the line has a traceback.")


class PageRoute(APIRoute):
    """A route for people: errors become pages, never JSON or a traceback."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override] # a function
        handle = super().get_route_handler()

        async def handle_as_page(request: Request) -> Response:
            with use_language(language_of(request)):
                return await handle_errors(request)

        async def handle_errors(request: Request) -> Response:
            try:
                return await handle(request)
            except WrongStep:
                return RedirectResponse(link_of(request).url("/"), 303)
            except ShowMessage as error:
                failure = error
            except RequestValidationError:
                # A part of the address is missing or mistyped.
                failure = ShowMessage(messages.page_not_found(), 404)
            except HTTPException as error:
                failure = ShowMessage(messages.form_unreadable(), error.status_code)
            except AWAY as error:
                log_away(error, _DATABASE_AWAY, route=self.path)
                failure = ShowMessage(messages.internal_error(), 503, RETRY_SOON)
            except Exception as error:
                log.error(_CRASHED, method=request.method, route=self.path, exc_info=error)
                failure = ShowMessage(messages.internal_error(), 500)
            response = await message_response(request, failure.message, failure.status)
            response.headers.update(failure.headers)
            return response

        return handle_as_page


async def message_response(request: Request, message: PageMessage, status: int) -> Response:
    """A message with a link back to the flow."""
    link = link_of(request)
    session = session_of(request, link, get_dependency(request.app, InvitationSettings))
    # A partner's site may show errors in its frame too. Without the database no site may.
    key = None
    if embed_key_text(link.query) is not None:
        with suppress(*AWAY):
            async with get_dependency(request.app, Database).connection(wait=_KEY_SECONDS) as db:
                key = await find_embed_key(db, link, None)
    launch = parse_launch_parameters(link.query, key, PartnerBranding())
    visit = Visit(None, Step.UNKNOWN, link, session, form_token="", launch=launch)
    if not message.target:
        message = message.with_action(link.url("/"), _("Continue"))
    return message_page(visit, message, status=status)
