"""Networks in which no partner or provider is called, from IANA's registries of special-purpose addresses.

The list is the hub's own, because the one in `ipaddress` differs between releases of Python.
"""

import ipaddress
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

# Public IPv6 addresses are allocated from here only.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")

_SPECIAL_V4 = (
    "0.0.0.0/8",  # this network
    "10.0.0.0/8",  # private
    "100.64.0.0/10",  # shared by carriers; clouds have metadata services in it
    "127.0.0.0/8",  # loopback
    "168.63.129.16/32",  # Azure's platform services, in the middle of public addresses
    "169.254.0.0/16",  # link-local, with the metadata services of most clouds
    "172.16.0.0/12",  # private
    "192.0.0.0/24",  # protocol assignments; Oracle's metadata service
    "192.0.2.0/24",  # documentation
    "192.31.196.0/24",  # AS112
    "192.52.193.0/24",  # automatic multicast tunnelling
    "192.88.99.0/24",  # former 6to4 relays
    "192.168.0.0/16",  # private
    "192.175.48.0/24",  # AS112
    "198.18.0.0/15",  # benchmarks
    "198.51.100.0/24",  # documentation
    "203.0.113.0/24",  # documentation
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, and broadcast
)
_SPECIAL_V6 = (
    "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID and others
    "2001:db8::/32",  # documentation
    "2620:4f:8000::/48",  # AS112
    "3fff::/20",  # documentation
)
_SPECIAL_NETWORKS_V4 = tuple(ipaddress.IPv4Network(network) for network in _SPECIAL_V4)
_SPECIAL_NETWORKS_V6 = tuple(ipaddress.IPv6Network(network) for network in _SPECIAL_V6)

_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SIXTOFOUR = ipaddress.IPv6Network("2002::/16")
# The upper half of an ISATAP interface identifier. The bit that says "globally unique" does not matter.
_ISATAP, _ISATAP_MASK = 0x00005EFE, 0xFDFFFFFF


def is_public(address: Address) -> bool:
    """Whether the address, and the IPv4 address that it may embed, is one of the public internet."""
    inner = embedded_address(address)
    if inner is not None and not is_public(inner):
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _SPECIAL_NETWORKS_V4)
    if is_ipv4_in_ipv6(address):
        return True
    return address in _GLOBAL_UNICAST and not any(address in network for network in _SPECIAL_NETWORKS_V6)


def is_ipv4_in_ipv6(address: ipaddress.IPv6Address) -> bool:
    """Whether the address is that of an IPv4 host (its last 32 bits) as sockets for both versions or NAT64 show it."""
    return address in _MAPPED or address in _NAT64


def embedded_address(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that packets to this IPv6 address are translated or tunnelled to."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    value = int(address)
    if is_ipv4_in_ipv6(address) or value >> 32 & _ISATAP_MASK == _ISATAP:
        return ipaddress.IPv4Address(value & 0xFFFFFFFF)
    if address in _SIXTOFOUR:
        return ipaddress.IPv4Address(value >> 80 & 0xFFFFFFFF)
    return None
