"""Signing in at a provider from within a frame or a popup: in a second window, which a provider's pages need.

That window is a page of its own for the browser, which shares no cookie with a frame in another site. So the frame
gives it a ticket that names the frame's session, and asks this server meanwhile whether something was connected.
"""

import hmac
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response

from gladhand.connect.embed.launch_parameters import Embed
from gladhand.connect.flow import Trail
from gladhand.connect.pages import notices
from gladhand.connect.pages.limits import Limits
from gladhand.connect.pages.rendering import Visit
from gladhand.connect.pages.visit import Interrupted, PageRoute, Visiting, guest, visit_at
from gladhand.connect.queries import connected_since
from gladhand.connect.session import Session, vouched_for
from gladhand.connect.signin import oauth
from gladhand.connect.signin.offers import offer
from gladhand.core.clock import now
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dependencies import Keys, provided
from gladhand.core.responses import JSON
from gladhand.integrations.gateway import ProviderGateway
from gladhand.orgs.invitations.service import InvitationSettings

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_GOOD_SECONDS = 1800
_PURPOSE = "connect.window"
_NOT_IN_WINDOWS = frozenset({"embed", "variant"})

Data = Annotated[Database, provided(Database)]
Settings = Annotated[InvitationSettings, provided(InvitationSettings)]


def addresses(visit: Visit, slug: str, keyring: Keyring) -> tuple[str, str] | None:
    """For the sign-in page in a frame or popup: what the button opens, and where to ask what came of it."""
    if visit.launch.embed not in (Embed.IFRAME, Embed.POPUP):
        return None
    moment = now()
    until = int(moment.timestamp()) + _GOOD_SECONDS
    ticket = f"{until}.{visit.session.browser.hex()}.{_mac(keyring, visit, slug, until, visit.session.browser)}"
    path = f"/providers/{slug}/sign-in"
    return (
        visit.trail.to(f"{path}/window", ticket=ticket),
        visit.trail.to(f"{path}/status", since=int(moment.timestamp() * 1000)),
    )


@router.get("/providers/{slug}/sign-in/window")
async def open_window(
    slug: str,
    ticket: str,
    request: Request,
    database: Data,
    keyring: Keys,
    gateway: Annotated[ProviderGateway, provided(ProviderGateway)],
    settings: Settings,
    limits: Annotated[Limits, provided(Limits)],
) -> Response:
    """On to the provider. Only from our own page: a link to here in somebody's message could make its reader sign in
    to the provider for a fleet that is not theirs."""
    trail = Trail((name, value) for name, value in request.query_params.multi_items() if name not in _NOT_IN_WINDOWS)
    session = Session.of(request.cookies, settings.connect_url)
    visit = await visit_at(trail, session, database, keyring)
    frame = _frame(keyring, visit, slug, ticket)
    if frame is None or not vouched_for(request.headers, settings.connect_url):
        raise Interrupted(notices.foreign_sign_in(), 403)
    here = guest(visit)
    limits.check(here.invitation.id)
    answer = await oauth.leave(database, visit, here, await offer(database, gateway, here, slug), settings, frame=frame)
    session.keep(answer)
    return answer


@router.get("/providers/{slug}/sign-in/status")
async def tell_status(slug: str, since: int, visit: Visiting, database: Data) -> Response:
    """The connection that this visit has made at the provider since then, once there is one."""
    here = guest(visit)
    try:
        moment = datetime.fromtimestamp(since / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        raise Interrupted(notices.no_such_page(), 404) from None
    async with database.connection() as db:
        made = await connected_since(db, visit.session.browser, here.invitation.id, slug, moment)
    target = f'"{visit.trail.to("/connected", connection=made)}"' if made is not None else "null"
    return JSON(f'{{"target":{target}}}', headers={"Cache-Control": "no-store"})


def _frame(keyring: Keyring, visit: Visit, slug: str, ticket: str) -> bytes | None:
    """The session of the frame that the ticket was given to; None for a ticket that is not good here, or no more."""
    try:
        until_text, browser_text, mac = ticket.split(".")
        until, browser = int(until_text), bytes.fromhex(browser_text)
    except ValueError:
        return None
    is_ours = hmac.compare_digest(_mac(keyring, visit, slug, until, browser).encode(), mac.encode())
    return browser if is_ours and until >= now().timestamp() else None


def _mac(keyring: Keyring, visit: Visit, slug: str, until: int, browser: bytes) -> str:
    return keyring.mac(f"{until}\0{browser.hex()}\0{visit.trail.invitation_id}\0{slug}", purpose=_PURPOSE)
