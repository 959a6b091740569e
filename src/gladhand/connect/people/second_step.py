"""The second step of signing in, and the page that turns it on and off. Each change needs the password again."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.audit.actors import Actor
from gladhand.auth.people import service
from gladhand.auth.people.problems import WrongPassword
from gladhand.auth.second_step import service as second_step
from gladhand.auth.second_step.service import WrongCode
from gladhand.auth.sessions import service as sessions
from gladhand.auth.sessions.queries import SignedInPerson
from gladhand.connect.language import N_, _
from gladhand.connect.pages import messages
from gladhand.connect.pages.dependencies import Data
from gladhand.connect.pages.forms import PageForm
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.rendering import page
from gladhand.connect.pages.visit import ShowMessage
from gladhand.connect.people import paths
from gladhand.connect.people.account import (
    Attempts,
    CurrentAccount,
    Notices,
    PasswordHasher,
    PersonAccount,
    SubmittedForm,
)
from gladhand.connect.people.authorize import FormTarget
from gladhand.connect.people.forms import code_form, password_form
from gladhand.connect.people.messages import must_sign_in
from gladhand.connect.people.views import form_page
from gladhand.core.attempts.service import TooManyAttempts
from gladhand.core.db import Database
from gladhand.core.dependencies import Address, Keys

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_CONFIRM = f"{paths.SECURITY}/confirm"
_WRONG_CODE = N_("This code is wrong or too old. Enter the newest code from the app.")


@router.get(paths.SECOND_STEP)
async def show_second_step(account: CurrentAccount, database: Data, form_target: FormTarget) -> Response:
    await _waiting(account, database)
    return _code_page(account, code_form(), form_target)


@router.post(paths.SECOND_STEP)
async def check_second_step(
    submission: SubmittedForm,
    database: Data,
    keyring: Keys,
    attempts: Attempts,
    address: Address,
    form_target: FormTarget,
) -> Response:
    """The session of the second step ends, and that of the person begins."""
    account = submission.account
    waiting = await _waiting(account, database)
    try:
        counted = await attempts.count(waiting.email, address)
        async with database.transaction() as db:
            await second_step.check(db, keyring, waiting.person_id, submission.values.get("code", ""))
            cookie = await sessions.sign_in(
                db, waiting.person_id, former=account.secret, address=address, second_step=True
            )
    except TooManyAttempts as problem:
        raise ShowMessage(messages.too_many_attempts(), problem.status, problem.headers) from None
    except WrongCode:
        return _code_page(account, code_form().with_errors({"code": _(_WRONG_CODE)}), form_target)
    await attempts.take_back(counted)
    response = RedirectResponse(paths.after_sign_in(account.visit.link), 303)
    account.set_cookie(response, cookie)
    return response


@router.get(paths.SECURITY)
async def show_security(account: CurrentAccount) -> Response:
    if account.signed_in is None:
        return RedirectResponse(paths.SIGN_IN, 303)
    return _security(account, account.signed_in)


@router.post(paths.SECURITY)
async def change_security(
    submission: SubmittedForm,
    database: Data,
    keyring: Keys,
    attempts: Attempts,
    passwords: PasswordHasher,
    address: Address,
    notices: Notices,
) -> Response:
    account, signed_in = submission.account, submission.account.person
    try:
        person = await service.check_password(
            database, attempts, passwords, signed_in.email, submission.secret("password"), address=address
        )
    except WrongPassword:
        error = {"password": _("This is not your password.")}
        return _security(account, signed_in, password_form().with_errors(error))
    except TooManyAttempts as problem:
        raise ShowMessage(messages.too_many_attempts(), problem.status, problem.headers) from None
    async with database.transaction() as db:
        if person.has_second_step:
            actor = Actor.of_person(person.id, address)
            await second_step.disable(db, actor, person.id, notices=notices)
            return RedirectResponse(paths.SECURITY, 303)
        key = await second_step.begin(db, keyring, person)
    return _key_page(account, key.reveal())


@router.post(_CONFIRM)
async def confirm_second_step(
    submission: SubmittedForm,
    database: Data,
    keyring: Keys,
    attempts: Attempts,
    address: Address,
    notices: Notices,
) -> Response:
    account, signed_in = submission.account, submission.account.person
    try:
        counted = await attempts.count(signed_in.email, address)
        async with database.transaction() as db:
            codes = await second_step.confirm(
                db, keyring, signed_in.person_id, submission.values.get("code", ""), address=address, notices=notices
            )
    except TooManyAttempts as problem:
        raise ShowMessage(messages.too_many_attempts(), problem.status, problem.headers) from None
    except WrongCode:
        return _confirmation_page(account, code_form().with_errors({"code": _(_WRONG_CODE)}))
    await attempts.take_back(counted)
    shown = [each.reveal() for each in codes]
    return page(account.visit, "recovery_codes.html", codes=shown, page_path=paths.SECURITY, paths=paths)


async def _waiting(account: PersonAccount, database: Database) -> SignedInPerson:
    """Who has entered the password. Raises `ShowMessage`."""
    async with database.connection() as db:
        found = await sessions.find_signed_in(db, account.secret, awaits_second_step=True)
    if found is None:
        raise ShowMessage(must_sign_in(account.visit.link.url(paths.SIGN_IN)), 401)
    return found


def _code_page(account: PersonAccount, form: PageForm, form_target: str) -> Response:
    return form_page(
        account, _("Second step"), form, path=paths.SECOND_STEP, button=_("Sign in"), form_target=form_target
    )


def _security(account: PersonAccount, signed_in: SignedInPerson, form: PageForm | None = None) -> Response:
    is_on = signed_in.has_second_step
    on = _("The second step is on.")
    off = _(
        "With the second step, signing in also needs a code from an authenticator app on your phone, such as Google"
        " Authenticator or Microsoft Authenticator."
    )
    return form_page(
        account,
        _("Security of your account"),
        form or password_form(),
        path=paths.SECURITY,
        button=_("Turn off the second step") if is_on else _("Turn on the second step"),
        texts=[on if is_on else off],
        links=[(paths.PASSKEYS, _("Passkeys")), (paths.MY_DATA, _("What you share"))],
    )


def _confirmation_page(account: PersonAccount, form: PageForm) -> Response:
    """Another try. The app has the key already; only who has just entered the password sees it."""
    title = _("Turn on the second step")
    links = [(paths.SECURITY, _("Security of your account"))]
    return form_page(account, title, form, path=_CONFIRM, button=title, links=links)


def _key_page(account: PersonAccount, address: str) -> Response:
    key = address.partition("secret=")[2].partition("&")[0]
    return page(
        account.visit,
        "second_step.html",
        form=code_form(),
        action=_CONFIRM,
        address=address,
        key=" ".join(key[start : start + 4] for start in range(0, len(key), 4)),
        page_path=paths.SECURITY,
    )
