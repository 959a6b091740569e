"""Signing in at the provider's own pages (OAuth 2): there with a state that this server keeps, and back with a code.

The state is good once, for ten minutes, and in the browser that it was made for. Whatever comes back otherwise (a
replay, the back button, somebody else's link) changes nothing and finds a page to go on from.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from gladhand.connect.flow import Trail
from gladhand.connect.pages import notices, views
from gladhand.connect.pages.limits import Limits
from gladhand.connect.pages.offer import Offer
from gladhand.connect.pages.rendering import Visit, notice_page
from gladhand.connect.pages.visit import Elsewhere, Guest, Interrupted, PageRoute, Sent, guest, visit_at
from gladhand.connect.queries import SignIn, begin_sign_in, end_sign_in
from gladhand.connect.session import Session
from gladhand.connect.signin import provider_form
from gladhand.connect.signin.offers import offer
from gladhand.core.crypto import hash_secret, new_secret
from gladhand.core.db import Database
from gladhand.core.dependencies import Keys, provided
from gladhand.core.log import LogEvent, get_logger
from gladhand.integrations.gateway import ProviderGateway
from gladhand.orgs.invitations.service import InvitationSettings
from gladhand.sdk.oauth2 import Application, authorize_address

log = get_logger()

_SIGN_IN_NOT_GRANTED = LogEvent(
    "connect.sign_in_not_granted", "A provider's sign-in page sent the fleet back without access."
)

router = APIRouter(include_in_schema=False, route_class=PageRoute)

#: What the operator registers at the provider, below the origin of Connect.
CALLBACK_PATH = "/oauth/callback"

_STATE_SECONDS = 600

Data = Annotated[Database, provided(Database)]
Gateway = Annotated[ProviderGateway, provided(ProviderGateway)]
Settings = Annotated[InvitationSettings, provided(InvitationSettings)]


@router.post("/providers/{slug}/sign-in")
async def leave_for_provider(
    slug: str,
    sent: Sent,
    database: Data,
    gateway: Gateway,
    settings: Settings,
    limits: Annotated[Limits, provided(Limits)],
) -> Response:
    here = guest(sent.visit)
    limits.check(here.invitation.id)
    found = await offer(database, gateway, here, slug)
    return await leave(database, sent.visit, here, found, settings)


async def leave(
    database: Database,
    visit: Visit,
    here: Guest,
    found: Offer,
    settings: InvitationSettings,
    *,
    frame: bytes | None = None,
) -> Response:
    """To the provider's own pages; `frame` is the session for which this window was opened. Raises `Interrupted`."""
    if found.oauth2 is None or found.application is None:
        raise Interrupted(notices.no_such_page(), 404)
    state = new_secret()
    async with database.transaction() as db:
        await begin_sign_in(
            db,
            hash_secret(state),
            visit.session.browser,
            here.fleet_id,
            found.tsp.slug,
            visit.trail.pairs,
            _STATE_SECONDS,
            frame,
        )
    address = authorize_address(
        found.oauth2, client_id=found.application.client_id, redirect_uri=_redirect_uri(settings), state=state
    )
    return RedirectResponse(address, 303)


# Not HEAD: the code works once.
@router.get(CALLBACK_PATH)
async def come_back(request: Request, database: Data, keyring: Keys, gateway: Gateway, settings: Settings) -> Response:
    """The provider sends the browser here, with a code or with what speaks against one."""
    given = {name: value.replace("\0", "") for name, value in request.query_params.items()}
    session = Session.of(request.cookies, settings.connect_url)
    async with database.connection() as db:
        begun = await end_sign_in(db, hash_secret(given.get("state", "")), session.browser)
    visit = await visit_at(Trail(begun.trail if begun else []), session, database, keyring)
    if begun is None:
        return notice_page(visit, notices.foreign_sign_in(), status=400)
    on: Response = RedirectResponse(visit.trail.to("/"), 303)
    if begun.frame is not None:
        on = views.window(visit, notices.go_on_in_first_window())
    try:
        if not begun.is_open:
            # Read again, or too late. If the first time made a connection, the list has it.
            raise Elsewhere
        here = guest(visit)
        found = await offer(database, gateway, here, begun.slug)
    except (Elsewhere, Interrupted):
        return on
    code = given.get("code", "")
    if not code or "error" in given or found.application is None:
        log.info(_SIGN_IN_NOT_GRANTED, source_name=found.tsp.source_name, has_code=bool(code))
        form = provider_form.not_granted(found.form, found.tsp.name, given.get("error", ""))
        return _not_connected(visit, begun, found, provider_form.Failed(form, 422, given.get("error", "")))
    credentials = _credentials(found.application, code, settings)
    browser = begun.frame or session.browser
    tried = await provider_form.tried(gateway, here, browser, found.tsp, credentials, found.form)
    if isinstance(tried, provider_form.Failed):
        return _not_connected(visit, begun, found, tried)
    return _connected(visit, begun, found, tried.id)


def _connected(visit: Visit, begun: SignIn, found: Offer, connection_id: UUID) -> Response:
    if begun.frame is not None:
        return views.window(visit, notices.connected_in_window(found.tsp.name))
    return RedirectResponse(visit.trail.to("/connected", connection=connection_id), 303)


def _not_connected(visit: Visit, begun: SignIn, found: Offer, failed: provider_form.Failed) -> Response:
    """What went wrong, where the fleet can try again: in this window, or in the frame that has opened it."""
    if begun.frame is not None:
        return views.window(visit, notices.not_connected_in_window(failed.form.message, failed.form.advice))
    return views.sign_in(visit, found, failed.form, status=failed.status)


def _credentials(application: Application, code: str, settings: InvitationSettings) -> dict[str, str]:
    """What the forms of such credentials name; each takes the fields that it has."""
    return {
        "client_id": application.client_id,
        "client_secret": application.client_secret,
        "auth_code": code,
        "code": code,
        "redirect_uri": _redirect_uri(settings),
    }


def _redirect_uri(settings: InvitationSettings) -> str:
    return settings.connect_url + CALLBACK_PATH
