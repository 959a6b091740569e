"""Changes of an account need the password again; in an account without one, a sign-in of the last minutes."""

from datetime import timedelta

from gladhand.auth.people import queries as people
from gladhand.auth.people import service
from gladhand.auth.people.attempts import PersonAttempts
from gladhand.auth.people.passwords import Passwords
from gladhand.auth.people.problems import WrongPassword
from gladhand.auth.sessions import queries as sessions
from gladhand.auth.sessions.queries import SignedInPerson
from gladhand.connect.language import _
from gladhand.connect.pages import messages
from gladhand.connect.pages.forms import PageForm
from gladhand.connect.pages.visit import ShowMessage
from gladhand.connect.people import paths
from gladhand.connect.people.account import AccountForm
from gladhand.connect.people.forms import password_form
from gladhand.connect.people.messages import sign_in_again
from gladhand.core.attempts.service import TooManyAttempts
from gladhand.core.db import Database

_FRESH_FOR = timedelta(minutes=10)


class NotConfirmed(Exception):
    """The password is not right; `form` says so."""

    def __init__(self, form: PageForm) -> None:
        super().__init__()
        self.form = form


async def confirmation_form(database: Database, signed_in: SignedInPerson) -> PageForm:
    """Asks for the password if the account has one."""
    return password_form() if await _has_password(database, signed_in) else PageForm()


async def require_confirmation(
    submission: AccountForm, database: Database, attempts: PersonAttempts, passwords: Passwords, address: str | None
) -> None:
    """Raises `NotConfirmed` and `ShowMessage`."""
    signed_in = submission.account.person
    if not await _has_password(database, signed_in):
        async with database.connection() as db:
            if not await sessions.is_fresh(db, signed_in.id, within=_FRESH_FOR):
                raise ShowMessage(sign_in_again(paths.MY_DATA), 403)
        return
    try:
        await service.check_password(
            database, attempts, passwords, signed_in.email, submission.secret("password"), address=address
        )
    except WrongPassword:
        raise NotConfirmed(password_form().with_errors({"password": _("This is not your password.")})) from None
    except TooManyAttempts as problem:
        raise ShowMessage(messages.too_many_attempts(), problem.status, problem.headers) from None


async def _has_password(database: Database, signed_in: SignedInPerson) -> bool:
    async with database.connection() as db:
        person = await people.find_person(db, signed_in.email)
    return person is not None and person.password_hash is not None
