"""The list of special networks does not depend on what the interpreter's own list says."""

from ipaddress import ip_address, ip_network

import pytest

from gladhand.core.special_networks import is_public

SPECIAL_V4 = [
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16"),
    *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
    *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
]
SPECIAL_V6 = [
    *("::/96", "100::/64", "64:ff9b:1::/48", "2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20"),
    *("5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
]
#: Prefix and shift of the IPv6 forms that lead to an IPv4 address.
EMBEDDING = [("::ffff:0:0", 0), ("64:ff9b::", 0), ("2002::", 80), ("2600::5efe:0:0", 0), ("2600::200:5efe:0:0", 0)]


@pytest.mark.parametrize("network", [*SPECIAL_V4, *SPECIAL_V6])
def test_a_special_network_is_not_public_from_its_first_address_to_its_last(network: str) -> None:
    addresses = ip_network(network)
    for address in (addresses[0], addresses[-1], addresses[addresses.num_addresses // 2]):
        assert not is_public(address), address


@pytest.mark.parametrize("network", SPECIAL_V4)
@pytest.mark.parametrize(("prefix", "shift"), EMBEDDING)
def test_a_special_address_is_not_public_in_any_form(network: str, prefix: str, shift: int) -> None:
    addresses = ip_network(network)
    for address in (addresses[0], addresses[-1]):
        form = ip_address(int(ip_address(prefix)) | int(address) << shift)
        assert not is_public(form), form


@pytest.mark.parametrize(("prefix", "shift"), EMBEDDING)
def test_a_public_address_is_public_in_any_form(prefix: str, shift: int) -> None:
    assert is_public(ip_address(int(ip_address(prefix)) | int(ip_address("93.184.215.14")) << shift))


@pytest.mark.parametrize("network", [network for network in SPECIAL_V4 if not network.startswith(("0.", "224."))])
def test_the_neighbours_of_a_special_network_are_public(network: str) -> None:
    addresses = ip_network(network)
    outside = int(addresses[0]) - 1, int(addresses[-1]) + 1
    assert all(is_public(ip_address(number)) for number in outside)


@pytest.mark.parametrize("address", ["2001:200::1", "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450:4001::200e"])
def test_an_ordinary_ipv6_address_is_public(address: str) -> None:
    assert is_public(ip_address(address))
