"""Signing in with a passkey."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.passkeys import service
from gladhand.auth.passkeys.challenges import ChallengeOwner
from gladhand.auth.passkeys.problems import ChallengeUnusable, PasskeyCopied, PasskeyRefused
from gladhand.auth.sessions import service as sessions
from gladhand.auth.sessions.service import SignInWay
from gladhand.connect.language import _
from gladhand.connect.pages import messages
from gladhand.connect.pages.dependencies import Data
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.visit import ShowMessage
from gladhand.connect.people import paths, views
from gladhand.connect.people.account import Attempts, Notices, SubmittedForm
from gladhand.connect.people.authorize import FormTarget
from gladhand.connect.people.forms import sign_in_form
from gladhand.connect.people.other_ways import FurtherWays, RequiredParty
from gladhand.core.attempts.service import TooManyAttempts
from gladhand.core.dependencies import Address, Keys

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.post(paths.PASSKEY_SIGN_IN)
async def sign_in(
    submission: SubmittedForm,
    database: Data,
    keyring: Keys,
    attempts: Attempts,
    address: Address,
    ways: FurtherWays,
    form_target: FormTarget,
    party: RequiredParty,
    *,
    notices: Notices,
) -> Response:
    """A passkey counts as the password and the second step."""
    account, link = submission.account, submission.account.visit.link
    owner, text = ChallengeOwner(account.visit.session.browser_hash), submission.values.get("credential", "")
    try:
        counted = await attempts.count_address(address)
        person_id = await service.check_passkey(database, party, keyring, owner, text, address=address, notices=notices)
    except TooManyAttempts as problem:
        raise ShowMessage(messages.too_many_attempts(), problem.status, problem.headers) from None
    except PasskeyRefused as refused:
        form = sign_in_form().with_errors({}, message=_refusal_text(refused))
        return views.sign_in(account, ways, form, form_target=form_target)
    await attempts.take_back(counted)
    async with database.transaction() as db:
        secret = await sessions.sign_in(db, person_id, former=account.secret, address=address, way=SignInWay.PASSKEY)
    response = RedirectResponse(paths.after_sign_in(link), 303)
    account.set_cookie(response, secret)
    return response


def _refusal_text(refused: PasskeyRefused) -> str:
    match refused:
        case ChallengeUnusable():
            return _("That took too long. Please try again.")
        case PasskeyCopied():
            return _("This passkey was used on two devices, so it is blocked. Please sign in with your password.")
        case _:
            return _("This passkey is not known here. Please sign in with your password.")
