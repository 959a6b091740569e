"""Sign-in at a provider from a frame or a popup. It needs a second window, because provider pages refuse frames.

The window has another cookie than the frame, whose cookie is partitioned. Therefore the frame gives the window a ticket
that contains the frame's session, and asks this server whether the window has connected something.
"""

from datetime import UTC, datetime

import orjson
from fastapi import APIRouter, Request, Response

from gladhand.connect.embed.launch_parameters import EmbedMode
from gladhand.connect.link import LinkParameters
from gladhand.connect.pages import messages
from gladhand.connect.pages.dependencies import CurrentVisit, Data, Limits, Settings
from gladhand.connect.pages.offer import connected_parameters
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.visit import ShowMessage, Visit, connecting_fleet, load_visit
from gladhand.connect.queries import find_visit_connection
from gladhand.connect.session import BrowserSession
from gladhand.connect.signin import oauth
from gladhand.connect.signin.messages import sign_in_unknown
from gladhand.connect.signin.offers import get_offer
from gladhand.core.clock import now
from gladhand.core.crypto import Keyring
from gladhand.core.dependencies import Keys
from gladhand.core.posted_forms import Cause, cause_of
from gladhand.core.responses import JSON
from gladhand.integrations.dependencies import Gateway

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_TICKET_SECONDS = 1800
_PURPOSE = "connect.window"
_NOT_IN_WINDOWS = frozenset({"embed", "variant"})


def window_urls(visit: Visit, slug: str, keyring: Keyring) -> tuple[str, str] | None:
    """The addresses of the window and of its status, for the sign-in page in a frame or popup. None in a tab."""
    if visit.launch.embed not in (EmbedMode.IFRAME, EmbedMode.POPUP):
        return None
    moment = now()
    browser = visit.session.browser_hash
    expires = int(moment.timestamp()) + _TICKET_SECONDS
    mac = keyring.mac(_signed(visit, slug, expires=expires, browser=browser), purpose=_PURPOSE)
    ticket = f"{expires}.{browser.hex()}.{mac}"
    path = f"/providers/{slug}/sign-in"
    return (
        visit.link.url(f"{path}/window", ticket=ticket),
        visit.link.url(f"{path}/status", since=int(moment.timestamp() * 1000)),
    )


@router.get("/providers/{slug}/sign-in/window")
async def open_window(
    slug: str,
    ticket: str,
    request: Request,
    database: Data,
    keyring: Keys,
    gateway: Gateway,
    settings: Settings,
    limits: Limits,
) -> Response:
    """Go to the provider, but only from our own page.

    Otherwise a link in somebody's message could make its reader sign in for a fleet that is not theirs.
    """
    query = request.query_params.multi_items()
    link = LinkParameters((name, value) for name, value in query if name not in _NOT_IN_WINDOWS)
    session = BrowserSession.from_cookies(request.cookies, settings.connect_url)
    visit = await load_visit(link, session, database, keyring)
    frame = _frame_session(keyring, visit, slug, ticket)
    if frame is None or cause_of(request.headers, settings.connect_url) is not Cause.OUR_PAGE:
        raise ShowMessage(sign_in_unknown(), 403)
    fleet = connecting_fleet(visit)
    limits.count_sign_in(fleet.invitation.id)
    offer = await get_offer(gateway, fleet, slug)
    response = await oauth.redirect_to_provider(
        database, visit, fleet, offer=offer, redirect_uri=gateway.settings.redirect_uri, keyring=keyring, frame=frame
    )
    session.set_cookie(response)
    return response


@router.get("/providers/{slug}/sign-in/status")
async def show_status(slug: str, since: int, visit: CurrentVisit, database: Data) -> Response:
    """The page to show next, once this visit has made or repaired a connection at the provider since this time."""
    fleet = connecting_fleet(visit)
    try:
        moment = datetime.fromtimestamp(since / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        raise ShowMessage(messages.page_not_found(), 404) from None
    async with database.connection() as db:
        found = await find_visit_connection(
            db, visit.session.browser_hash, fleet.invitation.id, slug=slug, since=moment
        )
    target = None
    if found is not None:
        connection_id, is_repair = found
        target = visit.link.url("/connected", **connected_parameters(connection_id, is_repair=is_repair))
    return JSON(orjson.dumps({"target": target}), headers={"Cache-Control": "no-store"})


def _frame_session(keyring: Keyring, visit: Visit, slug: str, ticket: str) -> bytes | None:
    """The session of the frame to which the ticket was given. None for an invalid or expired ticket."""
    try:
        expires_text, browser_text, mac = ticket.split(".")
        expires, browser = int(expires_text), bytes.fromhex(browser_text)
    except ValueError:
        return None
    is_ours = keyring.mac_matches(mac, _signed(visit, slug, expires=expires, browser=browser), purpose=_PURPOSE)
    return browser if is_ours and expires >= now().timestamp() else None


def _signed(visit: Visit, slug: str, *, expires: int, browser: bytes) -> str:
    return f"{expires}\0{browser.hex()}\0{visit.link.invitation_id}\0{slug}"
