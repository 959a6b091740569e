"""Forms that pages post: reads them, and checks that a page of ours has made them for this browser.

A form carries a token that only this server can make for the browser's cookie and for a subject, such as an invitation
or a session. A form lasts one to two days. The server stores nothing.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto
from urllib.parse import urlsplit

from fastapi import Request

from gladhand.core.clock import now
from gladhand.core.crypto import Keyring, hash_secret

TOKEN_FIELD = "form_token"  # noqa: S105 -- the name of a field

_DAY = timedelta(days=1)
_PURPOSE = "page.form"


class FormFlaw(Enum):
    NO_COOKIE = auto()
    EXPIRED = auto()
    FOREIGN = auto()
    """Another site has sent the form."""


class FormRefused(Exception):
    """No page of ours has made the form for this browser, or it is too old."""

    def __init__(self, flaw: FormFlaw) -> None:
        super().__init__(flaw.name)
        self.flaw = flaw


class Cause(Enum):
    """What has caused a request, as far as the browser says it."""

    OUR_PAGE = auto()
    ANOTHER_SITE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class PostedForm:
    """The values of a form. Where a name is repeated, `values` has the last one, and `lists` has all."""

    values: dict[str, str]
    lists: Mapping[str, list[str]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "").strip()


def form_token(keyring: Keyring, browser: str, subject: object) -> str:
    """A token for the browser with this cookie, and for this subject. It is the same in all tabs of a day."""
    mark = _mark(browser)
    return f"{mark}.{keyring.mac(_signed(mark, subject, days_ago=0), purpose=_PURPOSE)}"


def find_flaw(keyring: Keyring, browser: str, subject: object, token: str, cause: Cause) -> FormFlaw | None:
    """What is wrong with a form that has this token, if anything is. `browser` is empty if it has sent no cookie.

    If the browser itself says that the form comes from a page of ours, a token of another cookie is accepted too: a
    page that is opened twice at once sets two cookies, of which the browser keeps one.
    """
    if cause is Cause.ANOTHER_SITE:
        return FormFlaw.FOREIGN
    if not browser:
        return FormFlaw.NO_COOKIE
    mark, _, mac = token.partition(".")
    is_ours = any(
        keyring.mac_matches(mac, _signed(mark, subject, days_ago=days_ago), purpose=_PURPOSE) for days_ago in (0, 1)
    )
    is_this_browsers = hmac.compare_digest(mark.encode(), _mark(browser).encode())
    return None if is_ours and (is_this_browsers or cause is Cause.OUR_PAGE) else FormFlaw.EXPIRED


def cause_of(headers: Mapping[str, str], own_url: str) -> Cause:
    """What has caused a request to the pages at this address."""
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return {"same-origin": Cause.OUR_PAGE, "none": Cause.UNKNOWN}.get(site, Cause.ANOTHER_SITE)
    # Older browsers send no `Sec-Fetch-Site`, and neither do any over http, but an `Origin` with every form.
    own = urlsplit(own_url)
    origin = headers.get("Origin")
    if origin is not None:
        return Cause.OUR_PAGE if origin == f"{own.scheme}://{own.netloc}" else Cause.ANOTHER_SITE
    return Cause.OUR_PAGE if headers.get("Referer", "").startswith(f"{own_url}/") else Cause.UNKNOWN


async def read_form(request: Request, own_url: str) -> PostedForm:
    """The values of a form without a token, which opens something by what it holds. Raises `FormRefused`."""
    if cause_of(request.headers, own_url) is Cause.ANOTHER_SITE:
        raise FormRefused(FormFlaw.FOREIGN)
    return await _read(request)


async def read_own_form(
    request: Request, keyring: Keyring, own_url: str, *, browser: str, subject: object
) -> PostedForm:
    """The values of a form that a page of ours has made for this browser and subject. Raises `FormRefused`."""
    form = await _read(request)
    token = form.values.pop(TOKEN_FIELD, "")
    flaw = find_flaw(keyring, browser, subject, token, cause_of(request.headers, own_url))
    if flaw is not None:
        raise FormRefused(flaw)
    return form


async def _read(request: Request) -> PostedForm:
    form = await request.form()
    lists: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        # The forms have no files, and PostgreSQL cannot store a zero character.
        if isinstance(value, str):
            lists.setdefault(name, []).append(value.replace("\0", ""))
    return PostedForm({name: values[-1] for name, values in lists.items()}, lists)


def _mark(browser: str) -> str:
    return hash_secret(browser).hex()[:24]


def _signed(mark: str, subject: object, *, days_ago: int) -> str:
    return f"{mark}\0{subject}\0{(now() - days_ago * _DAY).date()}"
