"""The address of a Traccar server, as a fleet types it."""

import re
from urllib.parse import urlsplit, urlunsplit

from gladhand.sdk.addresses import typed_address

# What follows the server's own path in the address of one of its pages.
_PAGE = re.compile(
    r"/*(/(api|login|register|reset-password|change-server|settings|reports|replay|geofences|emulator|device|event|position"
    r"|network|index\.html)(/.*)?)?/*$"
)


def server_url(typed: str) -> str:
    """The address of a server from user input: with or without `https://`, with a page's path, or with `/api`."""
    parts = urlsplit(typed_address(typed))
    return urlunsplit(parts._replace(path=_PAGE.sub("", parts.path)))
