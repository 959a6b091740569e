"""The one HTTP client and its address guard, which keeps requests out of the server's own network.

The guard checks the resolved address of each socket. So it also stops a name whose address changes between check and
use, an address in an odd spelling, and a literal address. `check_url` refuses an address earlier, when it is stored,
and gives a reason.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import aiohttp

from gladhand.core.special_networks import Address, embedded_address, is_public
from gladhand.resources.host_names import ascii_host

# Names that other modules use, so that they do not depend on the HTTP library.
Session = aiohttp.ClientSession
ClientError = aiohttp.ClientError
ClientTimeout = aiohttp.ClientTimeout

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_LONGEST_HOST, _LONGEST_LABEL = 253, 63
_FORBIDDEN_PORTS = frozenset({0, 19, 22, 23, 25, 110, 143, 465, 587, 993, 995, 3306, 5432, 6379, 11211, 27017})


class AddressRefused(OSError):
    """The server may not connect to this address."""


@dataclass(frozen=True)
class AddressGuard:
    """Public addresses only, except the networks that the operator allows."""

    allowed: Sequence[Network] = field(default=())

    @classmethod
    def allowing(cls, networks: Sequence[str]) -> "AddressGuard":
        return cls(tuple(ipaddress.ip_network(network, strict=False) for network in networks))

    def permits(self, address: Address) -> bool:
        if any(address in network for network in self.allowed if network.version == address.version):
            return True
        inner = embedded_address(address)
        if inner is not None and any(inner in network for network in self.allowed if network.version == 4):
            return True
        return is_public(address)

    def is_allowed_network(self, host: str) -> bool:
        """Whether a literal host (or `localhost`) lies in a network that the operator has allowed."""
        try:
            address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host.strip("[]"))
        except ValueError:
            return False
        return any(address in network for network in self.allowed if network.version == address.version)

    def check_syntax(self, url: str, *, https_only: bool = True) -> str:
        """The host of an acceptable URL; raises `AddressRefused` with a reason for people."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise AddressRefused("The URL cannot be read.") from None
        if parts.scheme not in ("https", "http") or not host:
            raise AddressRefused("The URL needs the scheme https and a host.")
        if len(host) > _LONGEST_HOST or any(len(label) > _LONGEST_LABEL for label in host.split(".")):
            raise AddressRefused("The URL's host name is too long.")
        if parts.scheme == "http" and (https_only or not self.is_allowed_network(host)):
            raise AddressRefused("The URL must use https.")
        if parts.username is not None or parts.password is not None:
            raise AddressRefused("The URL must not carry a user name or password.")
        if port in _FORBIDDEN_PORTS:
            raise AddressRefused("The URL names a port that is not used for HTTP.")
        return host

    async def check_url(self, url: str, *, https_only: bool = True) -> None:
        """Refuse a URL that cannot or must not be called. A name that does not resolve at the moment is accepted: the
        guard judges it again on every connection.
        """
        host = self.check_syntax(url, https_only=https_only)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(5):
                found = await loop.getaddrinfo(ascii_host(host), None, type=socket.SOCK_STREAM)
        except (OSError, TimeoutError, UnicodeError):
            return
        if not all(self.permits(ipaddress.ip_address(str(info[4][0]).split("%")[0])) for info in found):
            raise AddressRefused("The URL leads to an address that is not public.")

    def socket(self, info: tuple[Any, ...]) -> socket.socket:
        """aiohttp's socket factory. It checks the resolved address immediately before each connection."""
        family, kind, protocol, _, address = info
        if not self.permits(ipaddress.ip_address(str(address[0]).split("%")[0])):
            raise AddressRefused("The address is not public.")
        if address[1] in _FORBIDDEN_PORTS:
            raise AddressRefused("The port is not used for HTTP.")
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made


#: For addresses that the operator or an author has set: they may be in the own network.
ANYWHERE = AddressGuard.allowing(["0.0.0.0/0", "::/0"])


async def read_at_most(answer: aiohttp.ClientResponse, most: int) -> bytes | None:
    """The body of an answer. None if it has more bytes than that; the rest is not read."""
    content = bytearray()
    async for part in answer.content.iter_chunked(64 * 1024):
        content += part
        if len(content) > most:
            return None
    return bytes(content)


def new_session(guard: AddressGuard, *, limit: int = 100, limit_per_host: int = 0) -> Session:
    """A session whose every connection passes the guard. Cookies are not kept: partners and fleets share it."""
    connector = aiohttp.TCPConnector(
        limit=limit, limit_per_host=limit_per_host, socket_factory=guard.socket, ttl_dns_cache=30
    )
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True)
