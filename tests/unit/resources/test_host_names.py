import pytest

from gladhand.resources.host_names import ascii_host


@pytest.mark.parametrize(
    ("host", "written"),
    [
        ("example.com", "example.com"),
        ("example.com.", "example.com."),
        ("my_host", "my_host"),
        ("", ""),
        ("127.0.0.1", "127.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("B\u00dcCHER\u3002example", "xn--bcher-kva.example"),
        # IDNA 2003 makes another host of these: `fass.example` and one that ends in a usual sigma.
        ("fa\u00df.example", "xn--fa-hia.example"),
        ("\u03b2\u03cc\u03bb\u03bf\u03c2.example", "xn--nxasmm1c.example"),
    ],
)
def test_a_host_is_written_as_browsers_write_it(host: str, written: str) -> None:
    assert ascii_host(host) == written


@pytest.mark.parametrize(
    "host", ["a..example", "\u00e4..example", "a" * 64, "\u00e4" * 60, "xn--a-\u00e4.example", ".example"]
)
def test_what_cannot_be_looked_up_is_refused(host: str) -> None:
    with pytest.raises(UnicodeError):
        ascii_host(host)
