"""Signing in and out, and setting a new password."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.people import links, service
from gladhand.auth.people.links import LinkPurposeEnum
from gladhand.auth.people.passwords import check_rules
from gladhand.auth.people.problems import BadPassword, LinkUnusable, WrongPassword
from gladhand.auth.sessions import service as sessions
from gladhand.connect.language import _
from gladhand.connect.pages import messages
from gladhand.connect.pages.dependencies import Data
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.rendering import message_page
from gladhand.connect.pages.visit import ShowMessage
from gladhand.connect.people import (
    authorize,
    forgotten,
    offered_role,
    openid_sign_in,
    own_sharing,
    passkey_sign_in,
    passkeys,
    paths,
    register,
    second_step,
    views,
)
from gladhand.connect.people.account import (
    Attempts,
    CurrentAccount,
    Notices,
    PasswordHasher,
    PersonAccount,
    SubmittedForm,
)
from gladhand.connect.people.authorize import FormTarget
from gladhand.connect.people.forms import errors_of, flaw_text, new_password_form, sign_in_form
from gladhand.connect.people.messages import link_used_up, password_set
from gladhand.connect.people.other_ways import FurtherWays
from gladhand.core.attempts.service import TooManyAttempts
from gladhand.core.crypto import Secret
from gladhand.core.dependencies import Address
from gladhand.core.routers import add_routes

router = APIRouter(include_in_schema=False, route_class=PageRoute)
add_routes(router, authorize.router)
add_routes(router, forgotten.router)
add_routes(router, offered_role.router)
add_routes(router, openid_sign_in.router)
add_routes(router, passkey_sign_in.router)
add_routes(router, passkeys.router)
add_routes(router, register.router)
add_routes(router, own_sharing.router)
add_routes(router, second_step.router)


@router.get(paths.SIGN_IN)
async def show_sign_in(account: CurrentAccount, ways: FurtherWays, form_target: FormTarget) -> Response:
    """The form; who has signed in goes on at once. The console wants a sign-in that is not long ago."""
    is_for_console = paths.asked_console_page(account.visit.link) is not None
    if account.signed_in is not None and (account.signed_in.opens_console or not is_for_console):
        return RedirectResponse(paths.after_sign_in(account.visit.link), 303)
    return views.sign_in(account, ways, form_target=form_target)


@router.post(paths.SIGN_IN)
async def sign_in(
    submission: SubmittedForm,
    database: Data,
    attempts: Attempts,
    passwords: PasswordHasher,
    address: Address,
    ways: FurtherWays,
    form_target: FormTarget,
) -> Response:
    """One answer for an unknown address, a wrong password and a disabled account."""
    account, values = submission.account, submission.values
    form = sign_in_form()
    if errors := errors_of(form, values):
        return views.sign_in(account, ways, form.with_values(values).with_errors(errors), form_target=form_target)
    try:
        person = await service.check_password(
            database, attempts, passwords, values["email"], submission.secret("password"), address=address
        )
    except WrongPassword:
        message = _("The e-mail address or the password is wrong.")
        failed = form.with_values(values).with_errors({}, message=message)
        return views.sign_in(account, ways, failed, form_target=form_target)
    except TooManyAttempts as problem:
        raise ShowMessage(messages.too_many_attempts(), problem.status, problem.headers) from None
    link = account.visit.link
    async with database.transaction() as db:
        cookie = await sessions.sign_in(
            db, person.id, former=account.secret, address=address, awaits_second_step=person.has_second_step
        )
    response = RedirectResponse(
        link.url(paths.SECOND_STEP) if person.has_second_step else paths.after_sign_in(link), 303
    )
    account.set_cookie(response, cookie)
    return response


@router.post(paths.SIGN_OUT)
async def sign_out(submission: SubmittedForm, database: Data, address: Address) -> Response:
    async with database.transaction() as db:
        await sessions.sign_out(db, submission.account.secret, address)
    response = RedirectResponse(paths.SIGN_IN, 303)
    submission.account.set_cookie(response, None)
    return response


@router.get(paths.NEW_PASSWORD)
async def show_new_password(account: CurrentAccount, database: Data) -> Response:
    """Opening the link uses nothing up: mail scanners open links, too."""
    async with database.connection() as db:
        if not await links.is_usable(db, _token(account), LinkPurposeEnum.RESET):
            raise ShowMessage(link_used_up(paths.SIGN_IN), 410)
    return views.new_password(account)


@router.post(paths.NEW_PASSWORD)
async def set_new_password(
    submission: SubmittedForm, database: Data, passwords: PasswordHasher, address: Address, notices: Notices
) -> Response:
    account, form = submission.account, new_password_form()
    password = submission.secret("password")
    token = _token(account)
    try:
        async with database.connection() as db:
            # Before the costly hash, so that nobody can ask for hashes without a link.
            if not await links.is_usable(db, token, LinkPurposeEnum.RESET):
                raise LinkUnusable
        check_rules(password, "")
        made = await passwords.hash(password)
        async with database.transaction() as db:
            await service.set_password(db, Secret(token), made, address=address, notices=notices)
    except BadPassword as error:
        return views.new_password(account, form.with_errors({"password": flaw_text(error.flaw)}))
    except LinkUnusable:
        raise ShowMessage(link_used_up(paths.SIGN_IN), 410) from None
    response = message_page(account.visit, password_set(paths.SIGN_IN))
    account.set_cookie(response, None)
    return response


def _token(account: PersonAccount) -> str:
    return account.visit.link.query.get("token", "")[:200]
