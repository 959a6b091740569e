"""Addresses that fleets type."""

import pytest

from gladhand.sdk.addresses import typed_address
from gladhand.sdk.errors import Rejected


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("gps.fleet.example", "https://gps.fleet.example"),
        (" https://GPS.fleet.example:443/ ", "https://gps.fleet.example"),
        ("http://gps.fleet.example:8082/gps/?a=1#b", "http://gps.fleet.example:8082/gps"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_address_is_read_as_it_is_meant(typed: str, address: str) -> None:
    assert typed_address(typed) == address


@pytest.mark.parametrize(
    "typed", ["", "https://", "ftp://gps.fleet.example", "https://me:secret@gps.fleet.example", "https://[gps", "a:b:c"]
)
def test_what_is_no_address_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(Rejected) as caught:
        typed_address(typed)
    assert "secret" not in str(caught.value)
