import pytest
from pydantic import TypeAdapter, ValidationError

from gladhand.resources.urls import HttpsUrl, WebUrl


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "http://localhost:3000/a?b=c#d",
        "HTTPS://EXAMPLE.com/",
        "https://müller.example/straße",
        "https://[2001:db8::1]:8443/x",
        "https://example.com?x=1",
        "https://example.com:65535/?sp=%2Fmanual%2Frun&t=%7ea",
        "https://example.com/?to=a@b.example",
    ],
)
def test_a_web_address_is_kept_as_it_was_sent(url):
    assert TypeAdapter(WebUrl).validate_python(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "https:///x",
        "https:example.com",
        "https:/example.com",
        "https:\\\\example.com",
        "https://exa mple.com",
        "https://example.com\\@evil.example",
        "https://example.com:port/",
        "https://example.com:0/",
        "https://example.com:65536/",
        "https://example.com/%zz",
        "https://example.com/?share=100%",
        "mailto:a@b.example",
        "https://a\tb.example",
        "https://#x",
        "https://?x",
        "https://@/x",
        "https://user:pass@example.com/",
        "https://user@example.com/",
        "myapp:user:pass@example.com",
        "https://example.com/a\nb",
        "https://[1.2.3.4]/",
        "https://[::1::2]/",
        "https://a..b/",
        "https://../",
        "https://xn--a-ä.example/",
        f"https://{'ä' * 60}.example/",
        "https://example.com%00.evil/",
        "https://[fe80::1%25eth0]/",
    ],
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(ValidationError):
        TypeAdapter(WebUrl).validate_python(url)


def test_a_callback_is_called_by_https_only():
    TypeAdapter(HttpsUrl).validate_python("https://example.com")
    with pytest.raises(ValidationError):
        TypeAdapter(HttpsUrl).validate_python("http://example.com")
