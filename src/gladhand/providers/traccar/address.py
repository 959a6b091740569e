"""The address of a Traccar server, as a fleet types it."""

import re
from urllib.parse import urlsplit, urlunsplit

from gladhand.sdk.errors import Rejected

# What follows the server's own path in the address of one of its pages.
_PAGE = re.compile(
    r"/*(/(api|login|register|reset-password|change-server|settings|reports|replay|geofences|emulator|device|event|position"
    r"|network|index\.html)(/.*)?)?/*$"
)


def server_url(typed: str) -> str:
    """The address of a server from user input: with or without `https://`, with a page's path, or with `/api`."""
    url = typed.strip()
    if "://" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or ""), parts.port
    except ValueError:
        raise Rejected("The address of the server cannot be read.") from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or parts.password is not None:
        raise Rejected("The address of the server must begin with https:// and name a host, and no user or password.")
    path = _PAGE.sub("", parts.path)
    authority = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    return urlunsplit((parts.scheme, authority if port in (None, usual) else f"{authority}:{port}", path, "", ""))
