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

from gladhand.core.crypto import Keyring

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

    @classmethod
    def of(cls, cookies: Mapping[str, str], connect_url: str) -> "Session":
        """The scheme under which browsers reach Connect decides how the cookie is kept."""
        secure = connect_url.startswith("https://")
        value = cookies.get(_cookie_name(secure), "")
        if _COOKIE.fullmatch(value):
            return cls(value, fresh=False, secure=secure)
        return cls(secrets.token_urlsafe(24), fresh=True, secure=secure)

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
            response.set_cookie(
                _cookie_name(self.secure), self.value, path="/", secure=self.secure, httponly=True, samesite="lax"
            )


def _cookie_name(secure: bool) -> str:
    # With the prefix a browser takes the cookie only from this very host, over https: a neighbour cannot plant one.
    return "__Host-gladhand_connect" if secure else "gladhand_connect"
