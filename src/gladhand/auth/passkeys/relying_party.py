"""The site that passkeys belong to: the origin of the account pages."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from gladhand.core.hosts import origin_of


@dataclass(frozen=True, slots=True)
class RelyingParty:
    origin: str
    """As browsers write it."""
    id: str
    """The host, to which browsers bind a passkey."""

    @classmethod
    def of(cls, url: str) -> "RelyingParty | None":
        """None if browsers have no passkeys for this address: they need https and a host name, or `localhost`."""
        origin = origin_of(url)
        parts = urlsplit(origin)
        host = parts.hostname or ""
        is_local = host == "localhost" or host.endswith(".localhost")
        if _is_address(host) or (parts.scheme != "https" and not is_local):
            return None
        return cls(origin, host)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
