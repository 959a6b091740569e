"""The address of a client that comes through the operator's own proxies."""

import ipaddress
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.types import Scope

_FORWARDED_FOR = b"x-forwarded-for"
_MAPPED = "::ffff:"


@dataclass(frozen=True)
class TrustedProxies:
    """Networks whose `X-Forwarded-For` is believed."""

    networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network] = field(default=())

    @classmethod
    def of(cls, networks: Sequence[str]) -> "TrustedProxies":
        return cls(tuple(ipaddress.ip_network(network) for network in networks))

    def client(self, scope: Scope) -> tuple[str, int] | None:
        """The peer; behind trusted proxies, the last address of `X-Forwarded-For` that is none of them."""
        peer = _plain_peer(scope.get("client"))
        if not self.networks or peer is None or not self._trusts(peer[0]):
            return peer
        forwarded = b",".join(value for name, value in scope["headers"] if name == _FORWARDED_FOR)
        # Each proxy appends the address that it saw, and a client may send the header too: read from the end.
        for text in reversed(forwarded.decode("latin-1").split(",")):
            address = _address(text.strip())
            if address is None:
                return peer
            peer = (address, 0)
            if not self._trusts(address):
                return peer
        return peer

    def _trusts(self, text: str) -> bool:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return False
        return any(address in network for network in self.networks if network.version == address.version)


def client_address(scope: Scope) -> str | None:
    """The address of the client of a request, after the middleware has looked behind trusted proxies."""
    client = scope.get("client")
    return str(client[0]) if client else None


def _plain_peer(peer: tuple[str, int] | None) -> tuple[str, int] | None:
    """The peer; an IPv4 client as such, also at a socket for both versions."""
    if peer is None or not peer[0].startswith(_MAPPED):
        return peer
    return _address(peer[0]) or peer[0], peer[1]


def _address(text: str) -> str | None:
    """The address without a port, such as in `192.0.2.1:1234` and `[2001:db8::1]:1234`."""
    host = text[1:].partition("]")[0] if text.startswith("[") else text
    for candidate in (host, host.partition(":")[0]):
        with suppress(ValueError):
            address = ipaddress.ip_address(candidate)
            return str(getattr(address, "ipv4_mapped", None) or address)
    return None
