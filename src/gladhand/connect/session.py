"""The browser's session in Connect: one random cookie.

The server stores nothing. The magic link authorises the fleet; the cookie proves that a form was sent from one of our
own pages. The cookie lasts two days.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from fastapi import Response

from gladhand.core.cookies import PageCookie
from gladhand.core.crypto import Keyring, hash_secret
from gladhand.core.posted_forms import form_token

SESSION_LASTS = timedelta(days=2)

_COOKIE = re.compile(r"[A-Za-z0-9_-]{22,64}")


@dataclass(frozen=True)
class BrowserSession:
    """The cookie and its value. `is_new` until the browser has sent the cookie back once."""

    value: str
    is_new: bool
    cookie: PageCookie

    @classmethod
    def from_cookies(cls, cookies: Mapping[str, str], connect_url: str, *, is_framed: bool = False) -> "BrowserSession":
        """The session of a request."""
        name = "gladhand_frame" if is_framed else "gladhand_connect"
        cookie = PageCookie(name, connect_url, SESSION_LASTS, is_framed)
        value = cookie.read(cookies)
        is_new = not _COOKIE.fullmatch(value)
        return cls(secrets.token_urlsafe(24) if is_new else value, is_new, cookie)

    @property
    def is_framed(self) -> bool:
        return self.cookie.is_framed

    @property
    def sent(self) -> str:
        """The value that the browser has sent, or an empty text."""
        return "" if self.is_new else self.value

    @property
    def browser_hash(self) -> bytes:
        """The hash that tables store for this browser. It does not give access to the session."""
        return hash_secret(self.value)

    def form_token(self, keyring: Keyring, subject: object) -> str:
        """A token for forms, bound to this browser and to a subject, such as the invitation."""
        return form_token(keyring, self.value, subject)

    def set_cookie(self, response: Response) -> None:
        """Set the cookie if the browser has none. An existing cookie stays, so that forms in open tabs stay valid."""
        if self.is_new:
            self.cookie.set(response, self.value)
