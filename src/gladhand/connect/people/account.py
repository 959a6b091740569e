"""The account of a request: who is signed in in this browser, and a submitted form. The cookie lasts two weeks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request, Response

from gladhand.auth.people.attempts import PersonAttempts
from gladhand.auth.people.notices import AccountNotices
from gladhand.auth.people.passwords import Passwords
from gladhand.auth.sessions import service as sessions
from gladhand.auth.sessions.cookie import session_cookie
from gladhand.auth.sessions.queries import SignedInPerson
from gladhand.connect.flow import Step
from gladhand.connect.link import LinkParameters
from gladhand.connect.pages.dependencies import Data, Settings, link_of, read_form
from gladhand.connect.pages.pictures import PicturePaths
from gladhand.connect.pages.visit import ShowMessage, Visit
from gladhand.connect.people import paths
from gladhand.connect.people.messages import must_sign_in, signed_out
from gladhand.connect.session import BrowserSession
from gladhand.core.cookies import PageCookie
from gladhand.core.crypto import Secret
from gladhand.core.dependencies import Keys, dependency

Attempts = Annotated[PersonAttempts, dependency(PersonAttempts)]
PasswordHasher = Annotated[Passwords, dependency(Passwords)]
Notices = Annotated[AccountNotices, dependency(AccountNotices)]


class MustSignIn(ShowMessage):
    """The page is for people who have signed in."""

    def __init__(self, link: LinkParameters) -> None:
        super().__init__(must_sign_in(link.url(paths.SIGN_IN)), 401)


@dataclass(frozen=True)
class PersonAccount:
    """One request for a page, with who is signed in."""

    visit: Visit
    signed_in: SignedInPerson | None
    cookie: PageCookie
    secret: str = field(repr=False)
    """The cookie's value, or an empty text."""

    @property
    def person(self) -> SignedInPerson:
        """Raises `MustSignIn`."""
        if self.signed_in is None:
            raise MustSignIn(self.visit.link)
        return self.signed_in

    def set_cookie(self, response: Response, secret: Secret | None) -> None:
        """Sign the browser in with this secret, or out without one."""
        self.cookie.set(response, "" if secret is None else secret.reveal())


async def _account(request: Request, database: Data, keyring: Keys, settings: Settings) -> PersonAccount:
    link = link_of(request)
    # The pages are never framed, so the cookie is that of a page of its own.
    session = BrowserSession.from_cookies(request.cookies, settings.connect_url)
    cookie = session_cookie(settings.connect_url)
    secret = cookie.read(request.cookies)
    async with database.connection() as db:
        signed_in = await sessions.find_signed_in(db, secret)
    token = session.form_token(keyring, _form_subject(signed_in))
    visit = Visit(None, Step.UNKNOWN, link, session, token, picture=PicturePaths(keyring, settings.connect_url))
    return PersonAccount(visit, signed_in, cookie, secret)


#: The account of a page.
CurrentAccount = Annotated[PersonAccount, Depends(_account)]


@dataclass(frozen=True)
class AccountForm:
    """A form that one of our own pages has sent."""

    account: PersonAccount
    values: Mapping[str, str]

    def secret(self, name: str) -> Secret:
        return Secret(self.values.get(name, ""))


async def _submitted(request: Request, account: CurrentAccount, keyring: Keys, settings: Settings) -> AccountForm:
    subject = _form_subject(account.signed_in)
    try:
        values = await read_form(request, account.visit.session, keyring, settings, subject=subject)
    except ShowMessage:
        if account.signed_in is None and request.url.path not in paths.FOR_ANYBODY:
            link = account.visit.link
            raise ShowMessage(signed_out(link.url(paths.SIGN_IN)), 401) from None
        raise
    return AccountForm(account, values)


#: The account and the values of a submitted form.
SubmittedForm = Annotated[AccountForm, Depends(_submitted)]


def _form_subject(signed_in: SignedInPerson | None) -> str:
    """Forms of one session are refused in another, also in the same browser."""
    return f"account {signed_in.id if signed_in else ''}"
