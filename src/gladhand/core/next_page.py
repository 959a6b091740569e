"""Where people sign in, and the page to which the browser goes then. Only pages of the console can be named."""

from urllib.parse import urlencode

SIGN_IN = "/account/sign-in"
#: What a person's fleets share.
MY_DATA = "/my-data"
CONSOLE = "/console"
NEXT = "next"


def console_page(text: str | None) -> str | None:
    """The address if it is one of a page of the console on this very host, else None."""
    if text is None or "\\" in text or not text.isprintable():
        return None
    return text if text == CONSOLE or text.startswith((f"{CONSOLE}/", f"{CONSOLE}?")) else None


def sign_in_url(next_page: str) -> str:
    """The page of the sign-in, which leads on to this page of the console."""
    return f"{SIGN_IN}?{urlencode({NEXT: next_page})}"
