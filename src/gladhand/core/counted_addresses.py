"""How limits count the addresses of clients."""

import ipaddress

_HOST_NETWORK_BITS = 64


def counted_as(address: str) -> str:
    """What limits count a client's address as: an IPv6 address as its network of 64 bits, all of which one host has."""
    if ":" not in address:
        return address
    try:
        return str(ipaddress.IPv6Network((address.partition("%")[0], _HOST_NETWORK_BITS), strict=False))
    except ValueError:
        return address
