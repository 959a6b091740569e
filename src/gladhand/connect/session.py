"""The browser's session: one random cookie, and form tokens that only this server can make for it.

Nothing is stored on the server. The cookie is not a sign-in (the magic link is); it proves that a form was sent from
one of our own pages.
"""

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from fastapi import Response

from gladhand.core.crypto import Keyring, hash_secret

TOKEN_FIELD = "form_token"  # noqa: S105 -- the name of a field

_COOKIE = re.compile(r"[A-Za-z0-9_-]{22,64}")


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
        """Bound to this browser and this invitation, the same in all its tabs and after a reload."""
        return keyring.mac(f"{self.value}\0{invitation_id}", purpose="connect.form")

    def check(self, keyring: Keyring, invitation_id: object, token: str) -> FormCheck:
        if self.fresh:
            return FormCheck.NO_COOKIE
        good = hmac.compare_digest(self.token(keyring, invitation_id).encode(), token.encode())
        return FormCheck.GOOD if good else FormCheck.STALE

    def keep(self, response: Response) -> None:
        """Set the cookie where the browser has none; one it has is left alone, so that open tabs stay good."""
        if self.fresh:
            cookie = f"{_cookie_name(self.secure, framed=self.framed)}={self.value}; HttpOnly; Path=/; "
            # In a frame of another site a browser keeps it only like this, apart for each such site. A page of its own
            # must not have it so: Safari would refuse it. (The framework knows `Partitioned` from Python 3.14 on.)
            cookie += "SameSite=None; Secure; Partitioned" if self.framed else "SameSite=lax"
            if self.secure and not self.framed:
                cookie += "; Secure"
            response.headers.append("Set-Cookie", cookie)


def _cookie_name(secure: bool, *, framed: bool) -> str:
    # With the prefix a browser takes the cookie only from this very host, over https: a neighbour cannot plant one.
    name = "gladhand_frame" if framed else "gladhand_connect"
    return f"__Host-{name}" if secure else name
