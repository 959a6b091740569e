"""What pages receive: the person who is signed in, and a submitted form."""

from typing import Annotated

from fastapi import Depends, Request

from gladhand.auth.sessions.cookie import session_cookie
from gladhand.console.pages.problems import FormExpired, NoConsoleRole, NotSignedIn
from gladhand.console.sessions import service
from gladhand.console.sessions.roles import ConsoleUser
from gladhand.console.settings import ConsoleSettings
from gladhand.core.cookies import PageCookie
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dependencies import Keys, dependency, get_dependency
from gladhand.core.posted_forms import FormRefused, PostedForm, form_token, read_own_form

Data = Annotated[Database, dependency(Database)]
#: What a browser accepts for a stream of server-sent events.
EVENT_STREAM = "text/event-stream"
Settings = Annotated[ConsoleSettings, dependency(ConsoleSettings)]


def cookie_of(request: Request) -> PageCookie:
    return session_cookie(get_dependency(request.app, ConsoleSettings).public_url)


async def find_person(request: Request) -> ConsoleUser | None:
    """Who is signed in, if anybody is; also somebody without a role that opens the console. What a page does by itself
    does not use the session."""
    secret = cookie_of(request).read(request.cookies)
    is_used = "HX-Request" not in request.headers and request.headers.get("accept") != EVENT_STREAM
    async with get_dependency(request.app, Database).connection() as db:
        return await service.find_user(db, secret, is_used=is_used)


async def _signed_in(request: Request) -> ConsoleUser:
    person = await find_person(request)
    if person is None:
        raise NotSignedIn
    if not person.roles:
        raise NoConsoleRole
    # An error page has the frame of the person, too.
    request.state.person = person
    return person


#: The person who is signed in. Raises `NotSignedIn` and `NoConsoleRole`.
SignedIn = Annotated[ConsoleUser, Depends(_signed_in)]


def page_token(request: Request, keyring: Keyring, person: ConsoleUser) -> str:
    """Proves that a form was made for this session."""
    return form_token(keyring, cookie_of(request).read(request.cookies), _form_subject(person))


async def _submission(request: Request, person: SignedIn, keyring: Keys, settings: Settings) -> PostedForm:
    secret = cookie_of(request).read(request.cookies)
    try:
        form = await read_own_form(request, keyring, settings.public_url, browser=secret, subject=_form_subject(person))
    except FormRefused:
        raise FormExpired from None
    # If it is refused, its page shows what was typed.
    request.state.submitted = form
    return form


#: The values of a form of this session. Raises `FormExpired`.
Submitted = Annotated[PostedForm, Depends(_submission)]
#: For forms that are only a button: the same check.
FORM_IS_OURS = [Depends(_submission)]


def _form_subject(person: ConsoleUser) -> str:
    """Forms of one session are refused in another, and so are those of the pages of people."""
    return f"console {person.session_id}"
