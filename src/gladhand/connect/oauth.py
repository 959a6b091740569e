"""Signing in at the provider's own pages (OAuth 2): there with a state that this server keeps, and back with a code.

The state is good once, for ten minutes, and in the browser that it was made for. Whatever comes back otherwise (a
replay, the back button, somebody else's link) changes nothing and finds a page to go on from.
"""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from gladhand.connect import notices, screens, signin
from gladhand.connect.flow import Trail
from gladhand.connect.offers import offer
from gladhand.connect.pages import notice_page
from gladhand.connect.queries import begin_sign_in, end_sign_in
from gladhand.connect.session import Session
from gladhand.connect.visit import Elsewhere, Interrupted, PageRoute, Sent, guest, visit_at
from gladhand.core.crypto import hash_secret, new_secret
from gladhand.core.db import Database
from gladhand.core.log import get_logger
from gladhand.core.provided import Keys, provided
from gladhand.integrations.reach import Reach
from gladhand.orgs.invitations.service import InvitationSettings
from gladhand.sdk.oauth2 import Application, authorize_address

log = get_logger()

router = APIRouter(include_in_schema=False, route_class=PageRoute)

#: What the operator registers at the provider, below the origin of Connect.
CALLBACK_PATH = "/oauth/callback"

_STATE_SECONDS = 600

Data = Annotated[Database, provided(Database)]
Reaching = Annotated[Reach, provided(Reach)]
Settings = Annotated[InvitationSettings, provided(InvitationSettings)]


@router.post("/providers/{slug}/sign-in")
async def leave_for_provider(slug: str, sent: Sent, database: Data, reach: Reaching, settings: Settings) -> Response:
    here = guest(sent.visit)
    found = await offer(database, reach, here, slug)
    if found.oauth2 is None or found.application is None:
        raise Interrupted(notices.no_such_page(), 404)
    state = new_secret()
    async with database.transaction() as db:
        await begin_sign_in(
            db,
            hash_secret(state),
            sent.visit.session.browser,
            here.fleet_id,
            slug,
            sent.visit.trail.pairs,
            _STATE_SECONDS,
        )
    address = authorize_address(
        found.oauth2, client_id=found.application.client_id, redirect_uri=_redirect_uri(settings), state=state
    )
    return RedirectResponse(address, 303)


# Not HEAD: the code works once.
@router.get(CALLBACK_PATH)
async def come_back(request: Request, database: Data, keyring: Keys, reach: Reaching, settings: Settings) -> Response:
    """The provider sends the browser here, with a code or with what speaks against one."""
    given = {name: value.replace("\0", "") for name, value in request.query_params.items()}
    session = Session.of(request.cookies, settings.connect_url)
    async with database.reader() as db:
        begun = await end_sign_in(db, hash_secret(given.get("state", "")), session.browser)
    visit = await visit_at(Trail(begun.trail if begun else []), session, database, keyring)
    if begun is None:
        return notice_page(visit, notices.foreign_sign_in(), status=400)
    on = RedirectResponse(visit.trail.to("/"), 303)
    if not begun.is_open:
        # Read again, or too late. If the first time made a connection, the list has it.
        return on
    try:
        here = guest(visit)
        found = await offer(database, reach, here, begun.slug)
    except (Elsewhere, Interrupted):
        return on
    code = given.get("code", "")
    if not code or "error" in given or found.application is None:
        log.info("connect.sign_in_not_granted", source_name=found.tsp.source_name, has_code=bool(code))
        form = signin.not_granted(found.form, found.tsp.name, given.get("error", ""))
        return screens.sign_in(visit, found, form, status=422)
    credentials = _credentials(found.application, code, settings)
    tried = await signin.tried(database, keyring, reach, here, session.browser, found.tsp, credentials, found.form)
    if isinstance(tried, signin.Failed):
        return screens.sign_in(visit, found, tried.form, status=tried.status)
    return RedirectResponse(visit.trail.to("/connected", connection=tried.id), 303)


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
