"""Hosts in URLs, and addresses to listen on."""

import ipaddress
import socket
from urllib.parse import urlsplit

from gladhand.resources.host_names import ascii_host

# What to ask for where a server listens on all addresses.
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked for, not bound to

_USUAL_PORTS = {"http": 80, "https": 443}


def url_of(host: str, port: int) -> str:
    """The URL at which this machine reaches a server that listens on this host and port."""
    return f"http://{in_url(_ANY.get(host, host))}:{port}"


def in_url(host: str) -> str:
    """The host as URLs have it: an IPv6 address stands in brackets."""
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    """Whether a literal address, or `localhost`, is this machine itself.

    All of 127.0.0.0/8 is, as for browsers (Secure Contexts): what is sent there never leaves the machine.
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def as_browsers_write(url: str) -> str:
    """The URL, which has no query, with its scheme, host and port as in the origin that a browser sends."""
    return f"{origin_of(url)}{urlsplit(url).path}"


def origin_of(url: str) -> str:
    """The origin of a URL as a browser sends it: scheme, host, and a port that is not the usual one.

    Raises `ValueError` for a host or port that cannot be.
    """
    parts = urlsplit(url)
    port = "" if parts.port in (None, _USUAL_PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{in_url(ascii_host(parts.hostname or ''))}{port}"


def resolved(host: str, port: int) -> str:
    """The address of a name to listen on, IPv4 before IPv6. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    addresses = sorted((family != socket.AF_INET, str(address[0])) for family, _, _, _, address in found)
    return addresses[0][1]
