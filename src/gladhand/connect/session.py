"""The browser's session: one random cookie, and form tokens that only this server can make for it.

Nothing is stored on the server. The cookie is not a sign-in (the magic link is); it proves that a form was sent from
one of our own pages. Both end: a form after a day or two, and the cookie after two.
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
_COOKIE_SECONDS = 2 * 86_400


class FormCheck(Enum):
    GOOD = auto()
    NO_COOKIE = auto()
    STALE = auto()


@dataclass(frozen=True)
class Session:
    """`fresh` until the browser has sent the cookie back once."""

    value: str
    fresh: bool
    secure: bool
    framed: bool = False

    @classmethod
    def of(cls, cookies: Mapping[str, str], connect_url: str, *, framed: bool = False) -> "Session":
        """The scheme under which browsers reach Connect decides how the cookie is kept; so does a frame around it."""
        secure = connect_url.startswith("https://")
        value = cookies.get(_cookie_name(secure, framed=framed), "")
        fresh = not _COOKIE.fullmatch(value)
        return cls(secrets.token_urlsafe(24) if fresh else value, fresh, secure, framed)

    @property
    def browser(self) -> bytes:
        """What stands for this browser in tables: whoever reads them cannot take over its session."""
        return hash_secret(self.value)

    def token(self, keyring: Keyring, invitation_id: object) -> str:
        """Bound to this browser and this invitation, the same in all its tabs and after a reload, good for a day."""
        return f"{self._mark}.{_mac(keyring, self._mark, invitation_id, 0)}"

    def check(self, keyring: Keyring, invitation_id: object, token: str, *, is_vouched_for: bool = False) -> FormCheck:
        """`is_vouched_for` when the browser itself says that the form comes from a page of ours.

        Then any token of ours for this invitation will do: a page that is opened twice at once is given two cookies,
        and the one that stays need not be that of the page which stays.
        """
        if self.fresh:
            return FormCheck.NO_COOKIE
        mark, _, mac = token.partition(".")
        ours = [_mac(keyring, mark, invitation_id, days_ago) for days_ago in (0, 1)]
        is_ours = any(hmac.compare_digest(each.encode(), mac.encode()) for each in ours)
        is_this_browsers = hmac.compare_digest(mark.encode(), self._mark.encode())
        return FormCheck.GOOD if is_ours and (is_this_browsers or is_vouched_for) else FormCheck.STALE

    @property
    def _mark(self) -> str:
        return self.browser.hex()[:24]

    def keep(self, response: Response) -> None:
        """Set the cookie where the browser has none; one it has is left alone, so that open tabs stay good."""
        if self.fresh:
            name = _cookie_name(self.secure, framed=self.framed)
            cookie = f"{name}={self.value}; HttpOnly; Path=/; Max-Age={_COOKIE_SECONDS}; "
            # In a frame of another site a browser keeps it only like this, apart for each such site. A page of its own
            # must not have it so: Safari would refuse it. (The framework knows `Partitioned` from Python 3.14 on.)
            cookie += "SameSite=None; Secure; Partitioned" if self.framed else "SameSite=lax"
            if self.secure and not self.framed:
                cookie += "; Secure"
            response.headers.append("Set-Cookie", cookie)


def vouched_for(headers: Mapping[str, str], connect_url: str) -> bool:
    """Whether the browser says that one of our own pages led to this request."""
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    # Browsers that do not say it send the address of the page that led here: our pages ask them to.
    return headers.get("Referer", "").startswith(f"{connect_url}/")


def _mac(keyring: Keyring, mark: str, invitation_id: object, days_ago: int) -> str:
    day = (now() - days_ago * _DAY).date()
    return keyring.mac(f"{mark}\0{invitation_id}\0{day}", purpose="connect.form")


def _cookie_name(secure: bool, *, framed: bool) -> str:
    # With the prefix a browser takes the cookie only from this very host, over https: a neighbour cannot plant one.
    name = "gladhand_frame" if framed else "gladhand_connect"
    return f"__Host-{name}" if secure else name
