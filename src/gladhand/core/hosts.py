"""Hosts in URLs, and addresses to listen on."""

import socket

# What to ask for where a server listens on all addresses.
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked for, not bound to


def url_of(host: str, port: int) -> str:
    """The URL at which this machine reaches a server that listens on this host and port."""
    return f"http://{in_url(_ANY.get(host, host))}:{port}"


def in_url(host: str) -> str:
    """The host as URLs have it: an IPv6 address stands in brackets."""
    return f"[{host}]" if ":" in host else host


def resolved(host: str, port: int) -> str:
    """The address of a name to listen on, IPv4 before IPv6. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    addresses = sorted((family != socket.AF_INET, str(address[0])) for family, _, _, _, address in found)
    return addresses[0][1]
