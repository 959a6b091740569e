"""The browser's session: one random cookie, and form tokens that only this server can make for it.

The server stores nothing. The magic link authorises the fleet; the cookie proves that a form was sent from one of our
own pages. The cookie lasts two days, a form token one to two days.
"""

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from fastapi import Response

from gladhand.core.clock import now
from gladhand.core.crypto import Keyring, hash_secret

TOKEN_FIELD = "form_token"  # noqa: S105 -- the name of a field

_COOKIE = re.compile(r"[A-Za-z0-9_-]{22,64}")
_DAY = timedelta(days=1)
_PURPOSE = "connect.form"
SESSION_LASTS = timedelta(days=2)
_COOKIE_SECONDS = int(SESSION_LASTS.total_seconds())


class FormCheck(Enum):
    VALID = auto()
    NO_COOKIE = auto()
    EXPIRED = auto()


@dataclass(frozen=True)
class BrowserSession:
    """The cookie's value and attributes. `is_new` until the browser has sent the cookie back once."""

    value: str
    is_new: bool
    is_secure: bool
    is_framed: bool = False

    @classmethod
    def from_cookies(cls, cookies: Mapping[str, str], connect_url: str, *, is_framed: bool = False) -> "BrowserSession":
        """The session of a request. The scheme of `connect_url` and a frame decide the attributes of the cookie."""
        is_secure = connect_url.startswith("https://")
        value = cookies.get(_cookie_name(is_secure, is_framed=is_framed), "")
        is_new = not _COOKIE.fullmatch(value)
        return cls(secrets.token_urlsafe(24) if is_new else value, is_new, is_secure, is_framed)

    @property
    def browser_hash(self) -> bytes:
        """The hash that tables store for this browser. It does not give access to the session."""
        return hash_secret(self.value)

    def form_token(self, keyring: Keyring, invitation_id: object) -> str:
        """A token bound to this browser and this invitation. It is the same in all tabs and after a reload."""
        return f"{self._mark}.{keyring.mac(_signed(self._mark, invitation_id, days_ago=0), purpose=_PURPOSE)}"

    def check_form_token(
        self, keyring: Keyring, invitation_id: object, token: str, *, is_same_origin: bool = False
    ) -> FormCheck:
        """Whether the token belongs to this invitation and this browser.

        If the browser itself says that the form comes from a page of ours (`is_same_origin`), a token of another
        session is accepted too: a page that is opened twice at once sets two cookies, of which the browser keeps one.
        """
        if self.is_new:
            return FormCheck.NO_COOKIE
        mark, _, mac = token.partition(".")
        signed = [_signed(mark, invitation_id, days_ago=days_ago) for days_ago in (0, 1)]
        is_ours = any(keyring.mac_matches(mac, each, purpose=_PURPOSE) for each in signed)
        is_this_browsers = hmac.compare_digest(mark.encode(), self._mark.encode())
        return FormCheck.VALID if is_ours and (is_this_browsers or is_same_origin) else FormCheck.EXPIRED

    @property
    def _mark(self) -> str:
        return self.browser_hash.hex()[:24]

    def set_cookie(self, response: Response) -> None:
        """Set the cookie if the browser has none. An existing cookie stays, so that forms in open tabs stay valid."""
        if self.is_new:
            name = _cookie_name(self.is_secure, is_framed=self.is_framed)
            cookie = f"{name}={self.value}; HttpOnly; Path=/; Max-Age={_COOKIE_SECONDS}; "
            # A browser keeps a cookie in a frame of another site only if it is partitioned. Safari refuses such a
            # cookie on a page of its own. Starlette supports `Partitioned` from Python 3.14 on.
            cookie += "SameSite=None; Secure; Partitioned" if self.is_framed else "SameSite=lax"
            if self.is_secure and not self.is_framed:
                cookie += "; Secure"
            response.headers.append("Set-Cookie", cookie)


def is_same_origin(headers: Mapping[str, str], connect_url: str) -> bool:
    """Whether the browser says that one of our own pages has caused this request."""
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    # Older browsers send no `Sec-Fetch-Site`, but a `Referer`, which the policy of our pages allows.
    return headers.get("Referer", "").startswith(f"{connect_url}/")


def _signed(mark: str, invitation_id: object, *, days_ago: int) -> str:
    return f"{mark}\0{invitation_id}\0{(now() - days_ago * _DAY).date()}"


def _cookie_name(is_secure: bool, *, is_framed: bool) -> str:
    # Browsers accept a `__Host-` cookie only from this very host over https, so no other subdomain can set it.
    name = "gladhand_frame" if is_framed else "gladhand_connect"
    return f"__Host-{name}" if is_secure else name
