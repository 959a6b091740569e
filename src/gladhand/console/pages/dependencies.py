"""What pages receive: the person who is signed in, and a submitted form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from gladhand.console.pages.problems import FormExpired, NotSignedIn
from gladhand.console.sessions import service
from gladhand.console.sessions.roles import ConsoleUser
from gladhand.console.settings import ConsoleSettings
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dependencies import Keys, dependency, get_dependency

Data = Annotated[Database, dependency(Database)]
Settings = Annotated[ConsoleSettings, dependency(ConsoleSettings)]

TOKEN_FIELD = "form_token"  # noqa: S105 -- the name of a field
_PURPOSE = "console.form"
_MOST_TOKEN = 64


def cookie_name(settings: ConsoleSettings) -> str:
    # Browsers accept a `__Host-` cookie only from this very host over https, so no other subdomain can set it.
    return "__Host-gladhand_console" if settings.is_secure else "gladhand_console"


async def find_person(request: Request) -> ConsoleUser | None:
    """Who is signed in, if anybody is."""
    token = request.cookies.get(cookie_name(get_dependency(request.app, ConsoleSettings)), "")
    if not token or len(token) > _MOST_TOKEN:
        return None
    async with get_dependency(request.app, Database).connection() as db:
        return await service.find_person(db, token, is_used="HX-Request" not in request.headers)


async def _signed_in(request: Request) -> ConsoleUser:
    person = await find_person(request)
    if person is None:
        raise NotSignedIn
    # An error page has the frame of the person, too.
    request.state.person = person
    return person


#: The person who is signed in. Raises `NotSignedIn`.
SignedIn = Annotated[ConsoleUser, Depends(_signed_in)]


def form_token(keyring: Keyring, person: ConsoleUser) -> str:
    """Proves that a form was made for this session."""
    return keyring.mac(str(person.session_id), purpose=_PURPOSE)


def is_from_elsewhere(request: Request) -> bool:
    """Whether the browser says that another site has caused this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    # Older browsers send no `Sec-Fetch-Site`, and neither do any over http, but an `Origin` with every form.
    origin = request.headers.get("Origin")
    public = urlsplit(get_dependency(request.app, ConsoleSettings).public_url)
    return origin is not None and origin != f"{public.scheme}://{public.netloc}"


@dataclass(frozen=True)
class SentForm:
    """A form that a page of the console has sent."""

    values: Mapping[str, str]
    lists: Mapping[str, list[str]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "").strip()


async def read_form(request: Request) -> SentForm:
    form = await request.form()
    # The forms have no files, and PostgreSQL cannot store a zero character.
    pairs = [(name, value.replace("\0", "")) for name, value in form.multi_items() if isinstance(value, str)]
    lists: dict[str, list[str]] = {}
    for name, value in pairs:
        lists.setdefault(name, []).append(value)
    return SentForm(dict(pairs), lists)


async def _submission(request: Request, person: SignedIn, keyring: Keys) -> SentForm:
    submission = await read_form(request)
    token = submission.values.get(TOKEN_FIELD, "")
    if is_from_elsewhere(request) or not keyring.mac_matches(token, str(person.session_id), purpose=_PURPOSE):
        raise FormExpired
    return submission


#: The values of a form of this session. Raises `FormExpired`.
Submitted = Annotated[SentForm, Depends(_submission)]
#: For forms that are only a button: the same check.
FORM_IS_OURS = [Depends(_submission)]
