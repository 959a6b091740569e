"""Addresses on the web, as partners give them."""

import re
from ipaddress import IPv4Address, IPv6Address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema

from gladhand.resources.host_names import ascii_host
from gladhand.resources.text import cleaned

#: Characters of the longest address.
MAX_URL = 2083

_WEB_URL = re.compile(r"https?://(?:\[[0-9a-f:.]+\]|[^/?#@:\\\[\]]+)(?::(\d{1,5}))?(?:[/?#].*)?", re.IGNORECASE)
_USERINFO = re.compile(r"[a-z][a-z0-9+.-]*:[/\\]*[^/?#\\]*@", re.IGNORECASE)
_PRIVATE_URL = re.compile(r"([a-z][a-z0-9+.-]*):/(?:/?[^/?#@\\]+)?(?:[/?#].*)?", re.IGNORECASE)
# They lead to the web, run code, or belong to the browser and the system.
_RESERVED_SCHEMES = re.compile(
    r"about|blob|chrome|content|data|dav|facetime|file|filesystem|ftps?|https?|intent|itms-apps|jar|javascript|ldap|mailto"
    r"|ms-settings|resource|shell|sms|ssh|tel|vbscript|view-source|wss?"
)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9a-f]{2})", re.IGNORECASE)
_LARGEST_PORT = 65535
_LONGEST_NAME = 254
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE | re.ASCII)
# White space, controls, halves of characters.
_NOT_IN_URLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def require_web_url(value: str) -> str:
    """Return the value if it is an absolute http or https URL. Raises `ValueError`, whose text repeats none of it."""
    if _NOT_IN_URLS.search(value):
        raise ValueError("must not contain spaces or control characters")
    if _USERINFO.match(value):
        raise ValueError("must not carry a user name or password")
    found = _WEB_URL.fullmatch(value)
    if found is None:
        raise ValueError("must be an absolute URL with http or https")
    if found[1] is not None and not 0 < int(found[1]) <= _LARGEST_PORT:
        raise ValueError("must have a port from 1 to 65535, or none")
    _require_escapes(value)
    _require_url_host(value)
    return value


def _require_url_host(value: str) -> None:
    """Refuse a host that can be neither a name nor an address."""
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        if "%" in host:
            raise ValueError
        if "[" in parts.netloc:
            IPv6Address(host)
        else:
            require_host(host)
    except ValueError:
        raise ValueError("must have a host that is a name or an address") from None


def require_host(host: str) -> None:
    """Raise `ValueError` for a host that is neither an address nor a name that can be looked up."""
    if ":" in host:
        IPv6Address(host)
        return
    # As the host is looked up: labels that are not empty, nor too long.
    labels = ascii_host(host).removesuffix(".").split(".")
    # Whatever ends in a number is an address: systems disagree on the shorter and the hexadecimal forms.
    if _NUMBER.fullmatch(labels[-1]):
        IPv4Address(".".join(labels))
    if sum(map(len, labels)) + len(labels) > _LONGEST_NAME:
        raise ValueError


def _require_escapes(value: str) -> None:
    if _BROKEN_ESCAPE.search(value):
        raise ValueError("must write a percent sign as %25")


def private_scheme(url: str) -> str | None:
    """The scheme of a partner's own app, as in `myapp://done`. None for the schemes of the web and of browsers."""
    found = _PRIVATE_URL.fullmatch(url)
    return None if found is None or _RESERVED_SCHEMES.fullmatch(found[1].lower()) else found[1].lower()


def _redirect_url(value: str) -> str:
    if _NOT_IN_URLS.search(value) or private_scheme(value) is None:
        return require_web_url(value)
    _require_escapes(value)
    return value


def _https_url(value: str) -> str:
    if not value.lower().startswith("https://"):
        raise ValueError("must use https")
    return value


_CLEANED = BeforeValidator(cleaned)
_LIMITS = StringConstraints(min_length=1, max_length=MAX_URL)
_SCHEMA = WithJsonSchema({"type": "string", "format": "uri", "minLength": 1, "maxLength": MAX_URL})

WebUrl = Annotated[str, _LIMITS, AfterValidator(require_web_url), _SCHEMA, _CLEANED]
"""Kept and answered as it was sent. Only the web's own schemes: these become links and redirects in a browser."""
RedirectUrl = Annotated[str, _LIMITS, AfterValidator(_redirect_url), _SCHEMA, _CLEANED]
"""Likewise, or an address of a partner's own app, whose scheme must be registered for the partner."""
HttpsUrl = Annotated[str, _LIMITS, AfterValidator(require_web_url), AfterValidator(_https_url), _SCHEMA, _CLEANED]
