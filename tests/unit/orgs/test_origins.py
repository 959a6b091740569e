import pytest

from gladhand.orgs.embed_keys.origins import parse_origin


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://partner.example", "https://partner.example"),
        (" https://Partner.example:443/\u200b", "https://partner.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://fa\u00df.example", "https://xn--fa-hia.example"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(given, kept):
    assert parse_origin(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "https://partner\n.example",
        "https://partner.example\r\nhttps://evil.example",
        "https://partner\t.example",
        "https://partner.example\n;frame-ancestors *",
        "https://partner.example\x00",
        "https://ann:secret@partner.example",
        "https://partner.example/path",
        "http://partner.example",
        "https://*.example",
        "https://under_score.example",
        # A pattern that reads it in many ways would take for ever.
        f"https://{'a' * 60}_.example",
        f"https://{'a' * 64}.example",
        "https://a..example",
        "https://partner.example:99999",
        "ftp://partner.example",
    ],
)
def test_what_is_no_origin_is_refused(given):
    with pytest.raises(ValueError, match="must"):
        parse_origin(given)
