"""The cookie of a signed-in browser, for the pages of people and for the console."""

from gladhand.auth.sessions.service import VALID_FOR
from gladhand.core.cookies import PageCookie


def session_cookie(own_url: str) -> PageCookie:
    """The cookie of the pages at this address."""
    return PageCookie("gladhand_account", own_url, VALID_FOR)
