"""Origins of web pages: scheme, host and port, as browsers compare them."""

import re
from urllib.parse import urlsplit

from gladhand.core.hosts import is_loopback, origin_of
from gladhand.resources.cleaning import clean_line

_ORIGIN = re.compile(r"[a-z]+://((?:[a-z0-9][a-z0-9-]*\.)*[a-z0-9][a-z0-9-]*\.?|\[[0-9a-f:.]+\])(?::\d+)?", re.ASCII)


def parse_origin(text: str) -> str:
    """The origin as a browser sends it. Raises `ValueError` if it is no origin, or one that must not show Connect in a
    frame."""
    given = clean_line(text).rstrip("/")
    # urlsplit() silently drops line breaks and tabs.
    if any(each.isspace() or not each.isprintable() for each in given):
        raise ValueError("must be an origin such as https://partner.example, without spaces and line breaks")
    try:
        parts = urlsplit(given)
        origin = origin_of(given)
    except ValueError:
        raise ValueError("must be an origin such as https://partner.example") from None
    found = _ORIGIN.fullmatch(origin)
    if found is None or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise ValueError("must be an origin such as https://partner.example, without a path")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise ValueError("must use https; http is for localhost only")
    return origin
