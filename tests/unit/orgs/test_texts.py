import pytest
from pydantic import TypeAdapter, ValidationError

from gladhand.orgs.texts import HttpsUrl, Phone, WebUrl


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "http://localhost:3000/a?b=c#d",
        "HTTPS://EXAMPLE.com/",
        "https://müller.example/straße",
        "https://[2001:db8::1]:8443/x",
        "https://example.com?x=1",
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
        "mailto:a@b.example",
        "https://a\tb.example",
        "https://#x",
        "https://user:pass@example.com/",
        "https://user@example.com/",
        "https://?x",
        "https://@/x",
        "https://example.com/a\nb",
    ],
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(ValidationError):
        TypeAdapter(WebUrl).validate_python(url)


def test_a_callback_is_called_by_https_only():
    TypeAdapter(HttpsUrl).validate_python("https://example.com")
    with pytest.raises(ValidationError):
        TypeAdapter(HttpsUrl).validate_python("http://example.com")


@pytest.mark.parametrize(
    "number",
    [
        "+14155551234",
        "(415) 555-1234",
        "415.555.1234 x12",
        "030/1234-56",
        "tel:+1-415-555-1234;ext=7",
        "112",
        "555 1234 ext. 5",
    ],
)
def test_phone_numbers_are_taken_in_national_and_international_spelling(number):
    assert TypeAdapter(Phone).validate_python(number) == number


@pytest.mark.parametrize("number", ["", "call me", "+", "()-- ", "12", "+1415555123a", "1" * 60, "5551234\0"])
def test_what_is_no_phone_number_is_refused(number):
    with pytest.raises(ValidationError):
        TypeAdapter(Phone).validate_python(number)
