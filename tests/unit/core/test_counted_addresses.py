import pytest

from gladhand.core.counted_addresses import counted_as


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:eeee:dddd:cccc", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("64:ff9b::192.0.2.1", "192.0.2.1"),
        ("64:ff9b::c000:202", "192.0.2.2"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        # A host chooses these itself, in its own network.
        ("2001:db8:1:2:0:5efe:c000:201", "2001:db8:1:2::/64"),
        ("", ""),
        ("a:b", "a:b"),
    ],
)
def test_limits_count_all_addresses_of_an_ipv6_host_together(address, counted):
    assert counted_as(address) == counted
