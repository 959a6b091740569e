"""Signing in at the operator's OpenID provider, which counts as the password and the second step."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.openid import service
from gladhand.auth.openid.problems import EmailNotProved, NoAccount, NotConfigured, OpenIdFailed
from gladhand.auth.openid.provider import OpenIdProvider
from gladhand.auth.openid.settings import CALLBACK_PATH
from gladhand.auth.openid.sign_in_state import SignInState
from gladhand.auth.sessions import service as sessions
from gladhand.auth.sessions.service import SignInWay
from gladhand.connect.language import _
from gladhand.connect.link import LinkParameters
from gladhand.connect.pages import messages
from gladhand.connect.pages.dependencies import Data
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.visit import ShowMessage
from gladhand.connect.people import paths, views
from gladhand.connect.people.account import Attempts, CurrentAccount, PersonAccount
from gladhand.connect.people.forms import sign_in_form
from gladhand.connect.people.other_ways import FurtherWays, OpenId, OtherWays
from gladhand.core.attempts.service import TooManyAttempts
from gladhand.core.crypto import Secret
from gladhand.core.db import Database
from gladhand.core.dependencies import Address, Keys
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.middleware import IS_HEAD

log = get_logger()

_FAILED = LogEvent("person.openid_failed", "The OpenID provider did not sign a person in, or its answer was refused.")

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get(paths.OPENID)
async def start_sign_in(account: CurrentAccount, ways: FurtherWays, keyring: Keys, provider: OpenId) -> Response:
    state = SignInState(account.visit.link.pairs)
    try:
        address = await provider.sign_in_address(state, state.seal(keyring, account.visit.session.browser_hash))
    except NotConfigured:
        raise ShowMessage(messages.page_not_found(), 404) from None
    except OpenIdFailed as failure:
        return _refused(account, ways, failure, provider.name)
    response = RedirectResponse(address, 303)
    # The state is for this browser, which may be here for the first time.
    account.visit.session.set_cookie(response)
    return response


@router.get(CALLBACK_PATH)
async def finish_sign_in(
    request: Request,
    account: CurrentAccount,
    ways: FurtherWays,
    database: Data,
    keyring: Keys,
    provider: OpenId,
    attempts: Attempts,
    address: Address,
) -> Response:
    """The provider sends the browser here, with a code or an error. Unlike other pages, this GET changes data."""
    if request.scope.get(IS_HEAD):
        # The code works once, and somebody who only looks must not use it up.
        raise ShowMessage(messages.page_not_found(), 405)
    query = {name: value.replace("\0", "") for name, value in request.query_params.items()}
    state = SignInState.unseal(keyring, account.visit.session.browser_hash, query.get("state", ""))
    try:
        if state is None:
            raise OpenIdFailed("The state is unknown, too old, or of another browser.")
        counted = await attempts.count_address(address)
        cookie = await _signed_in(database, provider, state, query, former=account.secret, address=address)
    except NotConfigured:
        raise ShowMessage(messages.page_not_found(), 404) from None
    except TooManyAttempts as problem:
        raise ShowMessage(messages.too_many_attempts(), problem.status, problem.headers) from None
    except (OpenIdFailed, EmailNotProved, NoAccount) as failure:
        return _refused(account, ways, failure, provider.name)
    await attempts.take_back(counted)
    response = RedirectResponse(paths.after_sign_in(LinkParameters(state.link_parameters)), 303)
    account.set_cookie(response, cookie)
    return response


async def _signed_in(
    database: Database,
    provider: OpenIdProvider,
    state: SignInState,
    query: dict[str, str],
    *,
    former: str,
    address: str | None,
) -> Secret:
    """The cookie of a new session. Raises `OpenIdFailed`, `EmailNotProved`, `NoAccount` and `NotConfigured`."""
    if not query.get("code") or "error" in query:
        raise OpenIdFailed(f"The provider sent the browser back without a code: {query.get('error', '')[:100]}")
    identity = await provider.identity(state, query["code"], issuer=query.get("iss"))
    async with database.transaction() as db:
        person_id = await service.find_account(db, identity, address=address)
        return await sessions.sign_in(db, person_id, former=former, address=address, way=SignInWay.OPENID)


def _refused(account: PersonAccount, ways: OtherWays, failure: Exception, name: str) -> Response:
    """The sign-in page with the reason, which the log has in full."""
    log.warning(_FAILED, reason=str(failure) or type(failure).__name__)
    return views.sign_in(account, ways, sign_in_form().with_errors({}, message=_failure_text(failure, name)))


def _failure_text(failure: Exception, name: str) -> str:
    match failure:
        case NoAccount(email=email):
            return _("There is no account for %s. Please ask whoever runs this page for one.") % email
        case EmailNotProved():
            return _("%s does not say that your e-mail address is yours. Please sign in with your password.") % name
        case _:
            return _("The sign-in at %s did not work. Please try again.") % name
