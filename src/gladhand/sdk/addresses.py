"""Addresses of servers, as fleets type them."""

from urllib.parse import urlsplit, urlunsplit

from gladhand.sdk.errors import Rejected

_USUAL_PORTS = {"http": 80, "https": 443}


def typed_address(typed: str) -> str:
    """The address of a server from user input.

    `https://` may be left out; query, fragment and the slash at the end are dropped. Raises `Rejected` for what is no
    address, and for one with a user or password.
    """
    url = typed.strip()
    if "://" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or ""), parts.port
    except ValueError:
        raise Rejected("The address of the server cannot be read.") from None
    if parts.scheme not in _USUAL_PORTS or not host or parts.username is not None or parts.password is not None:
        raise Rejected("The address of the server must begin with https:// and name a host, and no user or password.")
    authority = f"[{host}]" if ":" in host else host
    if port not in (None, _USUAL_PORTS[parts.scheme]):
        authority = f"{authority}:{port}"
    return urlunsplit((parts.scheme, authority, parts.path.rstrip("/"), "", ""))
