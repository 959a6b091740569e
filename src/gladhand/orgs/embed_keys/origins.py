"""Origins of web pages: scheme, host and port, as browsers compare them."""

import re
from urllib.parse import urlsplit

from gladhand.resources.cleaning import clean_line

_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,62})\.?)+|\[[0-9a-f:.]+\]", re.ASCII)
_USUAL = {"https": 443, "http": 80}


def parse_origin(text: str) -> str:
    """The origin as a browser sends it. Raises `ValueError` if it is no origin, or one that must not show Connect in a
    frame."""
    given = clean_line(text).rstrip("/")
    # urlsplit() silently drops line breaks and tabs.
    if any(each.isspace() or not each.isprintable() for each in given):
        raise ValueError("must be an origin such as https://partner.example, without spaces and line breaks")
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        raise ValueError("must be an origin such as https://partner.example") from None
    host = (parts.hostname or "").encode("idna").decode() if parts.hostname and ":" not in parts.hostname else ""
    if parts.hostname and ":" in parts.hostname:
        host = f"[{parts.hostname}]"
    if not _HOST.fullmatch(host) or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise ValueError("must be an origin such as https://partner.example, without a path")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOCAL):
        raise ValueError("must use https; http is for localhost only")
    return f"{parts.scheme}://{host}" + ("" if port in (None, _USUAL[parts.scheme]) else f":{port}")
