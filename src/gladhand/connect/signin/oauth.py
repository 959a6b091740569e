"""Sign-in at the provider's own pages (OAuth 2). The browser leaves with a state and comes back with a code.

A state is valid once, for ten minutes, and in the browser for which it was made. A reload, the back button or somebody
else's link changes nothing and shows a page from which the fleet can continue.
"""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from gladhand.connect.link import LinkParameters
from gladhand.connect.pages import messages, views
from gladhand.connect.pages.dependencies import Data, Limits, Settings, Submitted
from gladhand.connect.pages.offer import Offer
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.rendering import message_page
from gladhand.connect.pages.visit import ConnectingFleet, ShowMessage, Visit, WrongStep, connecting_fleet, load_visit
from gladhand.connect.queries import ClaimedSignIn, claim_sign_in, insert_sign_in
from gladhand.connect.session import BrowserSession
from gladhand.connect.signin import provider_form
from gladhand.connect.signin.messages import connected_in_window, not_connected_in_window, sign_in_over, sign_in_unknown
from gladhand.connect.signin.offers import get_offer
from gladhand.connect.signin.provider_form import SignInFailed
from gladhand.core.crypto import Keyring, hash_secret, new_secret
from gladhand.core.db import Database
from gladhand.core.dependencies import Keys
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.middleware import IS_HEAD
from gladhand.core.proxies import client_address
from gladhand.integrations.dependencies import Gateway
from gladhand.integrations.gateway import CALLBACK_PATH
from gladhand.sdk.oauth2 import Application, authorize_address

log = get_logger()

_SIGN_IN_NOT_GRANTED = LogEvent(
    "connect.sign_in_not_granted", "A provider's sign-in page sent the fleet back without access."
)

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_STATE_SECONDS = 600


@router.post("/providers/{slug}/sign-in")
async def start_sign_in(
    slug: str,
    submission: Submitted,
    database: Data,
    keyring: Keys,
    gateway: Gateway,
    limits: Limits,
) -> Response:
    fleet = connecting_fleet(submission.visit)
    limits.count_sign_in(fleet.invitation.id)
    offer = await get_offer(gateway, fleet, slug)
    return await redirect_to_provider(
        database, submission.visit, fleet, offer=offer, redirect_uri=gateway.settings.redirect_uri, keyring=keyring
    )


async def redirect_to_provider(
    database: Database,
    visit: Visit,
    fleet: ConnectingFleet,
    *,
    offer: Offer,
    redirect_uri: str,
    keyring: Keyring,
    frame: bytes | None = None,
) -> Response:
    """Store a state and go to the provider. `frame` is the session of the frame that opened this window.

    Raises `ShowMessage`.
    """
    if offer.oauth2 is None or offer.application is None:
        raise ShowMessage(messages.page_not_found(), 404)
    state = new_secret()
    async with database.transaction() as db:
        await insert_sign_in(
            db,
            fleet.id,
            hash_secret(state),
            browser=visit.session.browser_hash,
            slug=offer.tsp.slug,
            link_parameters=visit.link.pairs,
            keyring=keyring,
            seconds=_STATE_SECONDS,
            frame=frame,
        )
    address = authorize_address(
        offer.oauth2, client_id=offer.application.client_id, redirect_uri=redirect_uri, state=state
    )
    return RedirectResponse(address, 303)


@router.get(CALLBACK_PATH)
async def finish_sign_in(
    request: Request, database: Data, keyring: Keys, gateway: Gateway, settings: Settings
) -> Response:
    """The provider sends the browser here, with a code or an error. Unlike all other pages, this GET changes data."""
    if request.scope.get(IS_HEAD):
        # The code works once, and somebody who only looks must not use it up.
        raise ShowMessage(messages.page_not_found(), 405)
    query = {name: value.replace("\0", "") for name, value in request.query_params.items()}
    session = BrowserSession.from_cookies(request.cookies, settings.connect_url)
    async with database.connection() as db:
        sign_in = await claim_sign_in(db, hash_secret(query.get("state", "")), session.browser_hash, keyring=keyring)
    visit = await load_visit(LinkParameters(sign_in.link_parameters if sign_in else []), session, database, keyring)
    if sign_in is None:
        return message_page(visit, sign_in_unknown(), status=400)
    try:
        if not sign_in.is_open:
            # A reload, or too late. If the first request has made a connection, the list shows it.
            raise WrongStep
        fleet = connecting_fleet(visit)
        offer = await get_offer(gateway, fleet, sign_in.slug)
    except (WrongStep, ShowMessage):
        if sign_in.frame is not None:
            return views.sign_in_window(visit, sign_in_over())
        return RedirectResponse(visit.link.url("/"), 303)
    code, error = query.get("code", ""), query.get("error")
    if not code or error is not None or offer.application is None:
        log.info(_SIGN_IN_NOT_GRANTED, source_name=offer.tsp.source_name, has_code=bool(code))
        form = provider_form.not_granted(offer.form, offer.tsp.name, error or "")
        return _failed(visit, sign_in, offer, SignInFailed(form, 422, error or ""))
    result = await provider_form.try_sign_in(
        gateway,
        fleet,
        offer.tsp,
        browser=sign_in.frame or session.browser_hash,
        address=client_address(request.scope),
        credentials=_credentials(offer.application, code, gateway.settings.redirect_uri),
        form=offer.form,
    )
    if isinstance(result, SignInFailed):
        return _failed(visit, sign_in, offer, result)
    return _connected(visit, sign_in, offer, result.id)


def _connected(visit: Visit, sign_in: ClaimedSignIn, offer: Offer, connection_id: UUID) -> Response:
    if sign_in.frame is not None:
        return views.sign_in_window(visit, connected_in_window(offer.tsp.name))
    return RedirectResponse(visit.link.url("/connected", **offer.connected(connection_id)), 303)


def _failed(visit: Visit, sign_in: ClaimedSignIn, offer: Offer, failed: SignInFailed) -> Response:
    """The reason. The fleet can try again in this window, or in the frame that opened it."""
    if sign_in.frame is not None:
        return views.sign_in_window(visit, not_connected_in_window(failed.form.message, failed.form.advice))
    return views.sign_in(visit, offer, failed.form, status=failed.status)


def _credentials(application: Application, code: str, redirect_uri: str) -> dict[str, str]:
    """All values that kinds of credentials with a code may have. Each kind takes those that it has."""
    return {
        "client_id": application.client_id,
        "client_secret": application.client_secret,
        "auth_code": code,
        "code": code,
        "redirect_uri": redirect_uri,
    }
