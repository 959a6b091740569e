"""Cookies of pages: their names and attributes. Scripts never read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from fastapi import Response

_LONGEST = 100


@dataclass(frozen=True)
class PageCookie:
    """One cookie of a host. `own_url` is the address of the pages, whose scheme decides the attributes."""

    plain_name: str
    own_url: str
    lasts: timedelta
    is_framed: bool = False
    """Whether the pages stand in a frame of another site."""

    @property
    def is_secure(self) -> bool:
        return self.own_url.startswith("https://")

    @property
    def name(self) -> str:
        # Browsers accept a `__Host-` cookie only from this very host over https, so no other subdomain can set it.
        return f"__Host-{self.plain_name}" if self.is_secure else self.plain_name

    def read(self, cookies: Mapping[str, str]) -> str:
        """The value that the browser has sent, or an empty text. One that is too long is none of ours."""
        value = cookies.get(self.name, "")
        return value if len(value) <= _LONGEST else ""

    def set(self, response: Response, value: str) -> None:
        """Let the browser keep the value; without one, let it forget the cookie."""
        seconds = int(self.lasts.total_seconds()) if value else 0
        cookie = f"{self.name}={value}; HttpOnly; Path=/; Max-Age={seconds}; "
        # A browser keeps a cookie in a frame of another site only if it is partitioned. Safari refuses such a cookie on
        # a page of its own. Starlette supports `Partitioned` from Python 3.14 on. Everywhere else `Lax`, because a
        # strict cookie would be missing when a link in a mail opens a page or an application sends the browser back.
        cookie += "SameSite=None; Secure; Partitioned" if self.is_framed else "SameSite=lax"
        if self.is_secure and not self.is_framed:
            cookie += "; Secure"
        response.headers.append("Set-Cookie", cookie)
