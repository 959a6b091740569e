"""Signing in and out, the first page, static files, and the router of the whole console."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.audit.actors import Actor
from gladhand.auth.throttle import Throttle
from gladhand.console.clients import page as clients
from gladhand.console.explorer import endpoints as explorer
from gladhand.console.operator import routes as operator
from gladhand.console.pages.dependencies import (
    Data,
    Settings,
    SignedIn,
    Submitted,
    cookie_name,
    find_person,
    is_from_elsewhere,
    read_form,
)
from gladhand.console.pages.navigation import HOME, home_of
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import PageNotFound
from gladhand.console.pages.rendering import ASSETS, render_sign_in
from gladhand.console.partner import routes as partner
from gladhand.console.sessions import service
from gladhand.console.sessions.roles import ConsoleUser
from gladhand.console.settings import ConsoleSettings
from gladhand.core.crypto import Secret
from gladhand.core.dependencies import Address, dependency
from gladhand.core.routers import add_routes

router = APIRouter(prefix=HOME, include_in_schema=False, route_class=ConsoleRoute)

_USED = "This code opens nothing: it was used before, or is too old. Ask for a new link."
_ELSEWHERE = "Another site has sent this form. Type the code in here."


@router.get("")
async def show_home(person: SignedIn) -> Response:
    return RedirectResponse(home_of(person), 303)


@router.get("/sign-in")
async def show_sign_in(request: Request) -> Response:
    """A GET uses no link up, so that programs that look at links before people do leave them intact."""
    return render_sign_in(next_path=_safe_path(request.query_params.get("next")))


@router.post("/sign-in")
async def sign_in(
    request: Request,
    database: Data,
    settings: Settings,
    address: Address,
    throttle: Annotated[Throttle, dependency(Throttle)],
) -> Response:
    throttle.take(f"console sign-in {address}")
    form = await read_form(request)
    next_path = _safe_path(form.text("next"))
    if is_from_elsewhere(request):
        return render_sign_in(next_path=next_path, problem=_ELSEWHERE, status=403)
    # People paste the whole link, too.
    code = form.text("code").rpartition("#")[2]
    former = await find_person(request)
    async with database.transaction() as db:
        token = await service.open_link(db, code, address)
        if token is not None and former is not None:
            await service.end_session(db, former, _actor(former, address))
    if token is None:
        return render_sign_in(next_path=next_path, problem=_USED, status=403)
    response = RedirectResponse(next_path, 303)
    _set_cookie(response, settings, token)
    return response


@router.post("/sign-out")
async def sign_out(person: SignedIn, _: Submitted, database: Data, settings: Settings, address: Address) -> Response:
    async with database.transaction() as db:
        await service.end_session(db, person, _actor(person, address))
    response = RedirectResponse(f"{HOME}/sign-in", 303)
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.is_secure, httponly=True, samesite="lax")
    return response


@router.get("/static/{name}")
async def serve_asset(name: str) -> Response:
    response = ASSETS.response(name)
    if response is None:
        raise PageNotFound
    return response


add_routes(router, clients.router)
add_routes(router, explorer.router)
add_routes(router, partner.router)
add_routes(router, operator.router)


def _actor(person: ConsoleUser, address: str | None) -> Actor:
    caller = person.as_operator() if person.partner_id is None else person.as_partner(person.partner_id, "")
    return Actor.of(caller, address)


def _safe_path(text: str | None) -> str:
    """A page of the console, whatever the address asks for."""
    is_ours = text is not None and (text == HOME or text.startswith(f"{HOME}/")) and "\\" not in text
    return text if text is not None and is_ours and text.isprintable() else HOME


def _set_cookie(response: Response, settings: ConsoleSettings, token: Secret) -> None:
    response.set_cookie(
        cookie_name(settings),
        token.reveal(),
        max_age=int(service.LASTS.total_seconds()),
        path="/",
        secure=settings.is_secure,
        httponly=True,
        # A strict cookie would be missing when a link in a chat or a mail opens a page.
        samesite="lax",
    )
