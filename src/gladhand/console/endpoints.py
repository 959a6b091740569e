"""Signing in and out, the first page, static files, and the router of the whole console."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.sessions import service as sessions
from gladhand.auth.throttle import Throttle
from gladhand.console.branding import page as branding
from gladhand.console.clients import page as clients
from gladhand.console.explorer import endpoints as explorer
from gladhand.console.map import page as live_map
from gladhand.console.operator import routes as operator
from gladhand.console.pages.blocks import Link, TableBlock
from gladhand.console.pages.dependencies import FORM_IS_OURS, Data, Settings, SignedIn, cookie_of
from gladhand.console.pages.navigation import HOME, OPERATOR_AREA, areas_of, first_page, home_of
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import PageNotFound
from gladhand.console.pages.rendering import ASSETS, ConsolePage, render, render_sign_in
from gladhand.console.partner import routes as partner
from gladhand.console.people import page as people
from gladhand.console.requests import page as requests
from gladhand.console.sessions import service
from gladhand.console.simulator import page as simulator
from gladhand.core.counted_addresses import counted_as
from gladhand.core.dependencies import Address, dependency
from gladhand.core.next_page import NEXT, console_page
from gladhand.core.posted_forms import FormRefused, read_form
from gladhand.core.routers import add_routes

router = APIRouter(prefix=HOME, include_in_schema=False, route_class=ConsoleRoute)

_USED = "This code opens nothing: it was used before, or is too old. Ask for a new link."
_ELSEWHERE = "Another site has sent this form. Type the code in here."


@router.get("")
async def show_home(request: Request, person: SignedIn) -> Response:
    areas = areas_of(person)
    if len(areas) == 1:
        return RedirectResponse(home_of(person), 303)
    rows = [[Link(area.partner_name, first_page(area, person))] for area in areas]
    return render(request, person, OPERATOR_AREA, ConsolePage("Partners", [TableBlock("", ["Partner"], rows, "")]))


@router.get("/sign-in")
async def show_sign_in(request: Request) -> Response:
    """A GET uses no link up, so that programs that look at links before people do leave them intact."""
    return render_sign_in(next_path=console_page(request.query_params.get(NEXT)) or HOME)


@router.post("/sign-in")
async def sign_in(
    request: Request,
    database: Data,
    settings: Settings,
    address: Address,
    throttle: Annotated[Throttle, dependency(Throttle)],
) -> Response:
    throttle.take(f"console sign-in {counted_as(address or '')}")
    try:
        form = await read_form(request, settings.public_url)
    except FormRefused:
        return render_sign_in(next_path=HOME, problem=_ELSEWHERE, status=403)
    next_path = console_page(form.text(NEXT)) or HOME
    # People paste the whole link, too.
    code = form.text("code").rpartition("#")[2]
    cookie = cookie_of(request)
    async with database.transaction() as db:
        secret = await service.open_link(db, code, former=cookie.read(request.cookies), address=address)
    if secret is None:
        return render_sign_in(next_path=next_path, problem=_USED, status=403)
    response = RedirectResponse(next_path, 303)
    cookie.set(response, secret.reveal())
    return response


@router.post("/sign-out", dependencies=FORM_IS_OURS)
async def sign_out(request: Request, database: Data, address: Address) -> Response:
    """Ends the session of the browser, in the console and on the pages of people."""
    cookie = cookie_of(request)
    async with database.transaction() as db:
        await sessions.sign_out(db, cookie.read(request.cookies), address)
    response = RedirectResponse(f"{HOME}/sign-in", 303)
    cookie.set(response, "")
    return response


@router.get("/static/{name}")
async def serve_asset(name: str) -> Response:
    response = ASSETS.response(name)
    if response is None:
        raise PageNotFound
    return response


add_routes(router, branding.router)
add_routes(router, clients.router)
add_routes(router, people.router)
add_routes(router, requests.router)
add_routes(router, explorer.router)
add_routes(router, live_map.router)
add_routes(router, partner.router)
add_routes(router, operator.router)
add_routes(router, simulator.router)
