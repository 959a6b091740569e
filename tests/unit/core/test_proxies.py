import pytest

from gladhand.core.proxies import TrustedProxies

PROXIES = TrustedProxies.of(["10.0.0.0/8", "fd00::/8"])


def client(peer: str, *forwarded: str, proxies: TrustedProxies = PROXIES) -> str:
    found = proxies.client(
        {"client": (peer, 1234), "headers": [(b"x-forwarded-for", each.encode()) for each in forwarded]}
    )
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["198.51.100.9, 192.0.2.1, 10.0.0.2"], "192.0.2.1"),
        ("10.0.0.1", ["198.51.100.9", "192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["192.0.2.1:4711"], "192.0.2.1"),
        ("10.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("10.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        ("10.0.0.1", ["::ffff:192.0.2.1"], "192.0.2.1"),
        ("fd00::1", ["192.0.2.1"], "192.0.2.1"),
        # At a socket for both versions, IPv4 peers look like this.
        ("::ffff:10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("::ffff:203.0.113.5", ["192.0.2.1"], "203.0.113.5"),
        ("10.0.0.1", ["10.0.0.7, 10.0.0.2"], "10.0.0.7"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["unknown"], "10.0.0.1"),
        ("10.0.0.1", ["192.0.2.1, rubbish, 10.0.0.2"], "10.0.0.2"),
        ("203.0.113.5", ["192.0.2.1"], "203.0.113.5"),
    ],
)
def test_the_client_is_the_last_address_that_is_no_proxy_of_ours(peer, forwarded, address):
    assert client(peer, *forwarded) == address


def test_without_trusted_proxies_the_header_means_nothing():
    assert client("10.0.0.1", "192.0.2.1", proxies=TrustedProxies()) == "10.0.0.1"
