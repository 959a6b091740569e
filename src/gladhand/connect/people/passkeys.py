"""The pages that add and remove passkeys. Each change needs the password again."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.passkeys import queries, service
from gladhand.auth.passkeys.challenges import ChallengeOwner
from gladhand.auth.passkeys.problems import ChallengeUnusable, LastWayIn, PasskeyKnown, PasskeyRefused, TooManyPasskeys
from gladhand.auth.passkeys.queries import Passkey
from gladhand.auth.passkeys.relying_party import RelyingParty
from gladhand.connect.language import _
from gladhand.connect.pages import messages
from gladhand.connect.pages.dependencies import Data
from gladhand.connect.pages.forms import Field, PageForm
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.visit import ShowMessage
from gladhand.connect.people import paths, views
from gladhand.connect.people.account import (
    Attempts,
    CurrentAccount,
    Notices,
    PasswordHasher,
    PersonAccount,
    SubmittedForm,
)
from gladhand.connect.people.confirmation import NotConfirmed, confirmation_form, require_confirmation
from gladhand.connect.people.messages import passkeys_full
from gladhand.connect.people.other_ways import Party, RequiredParty
from gladhand.core.db import Database
from gladhand.core.dependencies import Address, Keys

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_NEW = f"{paths.PASSKEYS}/new"
_REMOVE = f"{paths.PASSKEYS}/{{passkey_id:uuid}}"
_LONGEST_NAME = 60


@router.get(paths.PASSKEYS)
async def show_passkeys(account: CurrentAccount, database: Data, party: Party) -> Response:
    if account.signed_in is None:
        return RedirectResponse(paths.SIGN_IN, 303)
    return await _list_page(account, database, party, await confirmation_form(database, account.signed_in))


@router.post(paths.PASSKEYS)
async def begin_passkey(
    submission: SubmittedForm,
    database: Data,
    keyring: Keys,
    attempts: Attempts,
    passwords: PasswordHasher,
    address: Address,
    party: RequiredParty,
) -> Response:
    """The password was entered; the next page makes the passkey."""
    try:
        await require_confirmation(submission, database, attempts, passwords, address)
    except NotConfirmed as problem:
        return await _list_page(submission.account, database, party, problem.form)
    return await _creation_page(submission.account, database, keyring, party, _name_form())


@router.post(_NEW)
async def add_passkey(
    submission: SubmittedForm,
    database: Data,
    keyring: Keys,
    address: Address,
    notices: Notices,
    party: RequiredParty,
) -> Response:
    """The challenge shows that this session has entered the password a moment ago."""
    account, values, form = submission.account, submission.values, _name_form()
    owner = _owner(account)
    # The device has made the passkey, and would make a second one if the form came back because of the name.
    name = _("Passkey") if form.errors(values) else values["name"].strip()
    try:
        async with database.transaction() as db:
            await service.add_passkey(
                db,
                party,
                keyring,
                owner,
                account.person.person_id,
                text=values.get("credential", ""),
                name=name,
                address=address,
                notices=notices,
            )
    except (PasskeyRefused, PasskeyKnown) as refused:
        form = await confirmation_form(database, account.person)
        return await _list_page(account, database, party, form.with_errors({}, message=_addition_text(refused)))
    except TooManyPasskeys:
        raise ShowMessage(passkeys_full(paths.PASSKEYS), 422) from None
    return RedirectResponse(paths.PASSKEYS, 303)


@router.get(_REMOVE)
async def show_removal(passkey_id: UUID, account: CurrentAccount, database: Data) -> Response:
    form = await confirmation_form(database, account.person)
    return _removal_page(account, await _get_passkey(account, database, passkey_id), form)


@router.post(_REMOVE)
async def remove_passkey(
    passkey_id: UUID,
    submission: SubmittedForm,
    database: Data,
    attempts: Attempts,
    passwords: PasswordHasher,
    address: Address,
    notices: Notices,
) -> Response:
    account = submission.account
    passkey = await _get_passkey(account, database, passkey_id)
    try:
        await require_confirmation(submission, database, attempts, passwords, address)
        async with database.transaction() as db:
            await service.remove_passkey(db, account.person.person_id, passkey_id, address=address, notices=notices)
    except NotConfirmed as problem:
        return _removal_page(account, passkey, problem.form)
    except LastWayIn:
        text = _("Without this passkey you could not sign in any more. Set a password first, or add another passkey.")
        return _removal_page(account, passkey, PageForm(message=text))
    return RedirectResponse(paths.PASSKEYS, 303)


def _owner(account: PersonAccount) -> ChallengeOwner:
    return ChallengeOwner(account.visit.session.browser_hash, account.person.id)


async def _get_passkey(account: PersonAccount, database: Database, passkey_id: UUID) -> Passkey:
    """Raises `ShowMessage`."""
    async with database.connection() as db:
        held = await queries.list_passkeys(db, account.person.person_id)
    found = next((each for each in held if each.id == passkey_id), None)
    if found is None:
        raise ShowMessage(messages.page_not_found(), 404)
    return found


async def _list_page(
    account: PersonAccount, database: Database, party: RelyingParty | None, form: PageForm
) -> Response:
    async with database.connection() as db:
        held = await queries.list_passkeys(db, account.person.person_id)
    text = _(
        "With a passkey you sign in without a password: your phone or computer asks for your fingerprint, face or PIN."
        " A passkey counts as the second step, too."
    )
    return views.form_page(
        account,
        _("Passkeys"),
        form,
        path=paths.PASSKEYS,
        button=_("Add a passkey"),
        texts=[text],
        links=[(paths.SECURITY, _("Security of your account"))],
        template="passkeys.html",
        passkeys=held,
        is_offered=party is not None,
    )


async def _creation_page(
    account: PersonAccount, database: Database, keyring: Keys, party: RelyingParty, form: PageForm
) -> Response:
    try:
        async with database.connection() as db:
            options = await service.creation_options(db, party, keyring, _owner(account), account.person)
    except TooManyPasskeys:
        raise ShowMessage(passkeys_full(paths.PASSKEYS), 422) from None
    return views.form_page(
        account,
        _("Add a passkey"),
        form,
        path=_NEW,
        button=_("Create the passkey"),
        texts=[_("Give it a name by which you will know it, such as that of the device.")],
        links=[(paths.PASSKEYS, _("Passkeys"))],
        template="new_passkey.html",
        options=options,
    )


def _removal_page(account: PersonAccount, passkey: Passkey, form: PageForm) -> Response:
    return views.form_page(
        account,
        _("Remove “%s”?") % passkey.name,
        form,
        path=f"{paths.PASSKEYS}/{passkey.id}",
        button=_("Remove"),
        texts=[_("It will sign nobody in any more. You can delete it on your device, too.")],
        links=[(paths.PASSKEYS, _("Passkeys"))],
    )


def _name_form() -> PageForm:
    return PageForm(fields=[Field("name", _("Name"), max_length=_LONGEST_NAME, autocomplete="off")])


def _addition_text(refused: PasskeyRefused | PasskeyKnown) -> str:
    match refused:
        case PasskeyKnown():
            return _("This passkey has been added already.")
        case ChallengeUnusable():
            return _("That took too long. Please try again.")
        case _:
            return _("This passkey could not be added. Please try again.")
