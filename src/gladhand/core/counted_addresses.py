"""How limits count the addresses of clients."""

import ipaddress

from gladhand.core.special_networks import embedded_address, is_ipv4_in_ipv6

_HOST_NETWORK_BITS = 64


def counted_as(address: str) -> str:
    """What limits count a client's address as: an IPv6 address as its network of 64 bits, all of which one host has.

    The networks of NAT64 and of mapped addresses have all IPv4 hosts in them.
    """
    if ":" not in address:
        return address
    try:
        found = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    if is_ipv4_in_ipv6(found):
        return str(embedded_address(found))
    return str(ipaddress.IPv6Network((found, _HOST_NETWORK_BITS), strict=False))
