"""The mail server and the sender, as an operator names them."""

from typing import Any

import pytest
from pydantic import ValidationError

from gladhand.config.settings import Settings
from gladhand.notifications.mail.account import SmtpAccount, parse_sender


def test_a_url_names_the_server_and_the_sign_in():
    account = SmtpAccount.parse("smtp://joe%40example.com:a-p%40ss%2Fword@mail.example.com")
    assert (account.host, account.port, account.is_tls, account.needs_starttls) == (
        "mail.example.com",
        587,
        False,
        True,
    )
    assert account.username == "joe@example.com"
    assert account.password is not None
    assert account.password.reveal() == "a-p@ss/word"
    assert "a-p@ss/word" not in repr(account)
    encrypted = SmtpAccount.parse("smtps://mail.example.com")
    assert (encrypted.port, encrypted.is_tls, encrypted.needs_starttls) == (465, True, False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.9.9.9"])
def test_only_the_loopback_needs_no_encryption(host):
    assert not SmtpAccount.parse(f"smtp://{host}:2525").needs_starttls
    assert SmtpAccount.parse("smtp://10.0.0.1").needs_starttls


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("smtp://joe:a-p@ss/word-of-the-tests@mail.example.com", "encode special characters"),
        ("smtp://joe:a-p@ss:word-of-the-tests@mail.example.com:port", "cannot be read"),
        ("https://joe:a-p%40ss%2Fword-of-the-tests@mail.example.com", "must be a URL such as smtp://"),
        ("smtp://word-of-the-tests@mail.example.com", "a user and a password, or neither"),
    ],
)
def test_a_url_that_cannot_be_read_is_refused_without_its_password(url, why):
    with pytest.raises(ValidationError) as refused:
        Settings(smtp_url=url, mail_from="a@example.com")
    (error,) = refused.value.errors()
    assert why in error["msg"]
    assert "word-of-the-tests" not in error["msg"]


@pytest.mark.parametrize("text", ["joe", "joe@host", "Joe <joe>", "", "jürgen@example.com", "a b@example.com"])
def test_a_sender_is_an_address_that_every_server_takes(text):
    with pytest.raises(ValueError, match="must be an address"):
        parse_sender(text)


def test_a_server_needs_a_sender_and_a_gateway_its_secret():
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"smtp_url": "smtp://127.0.0.1"}, "MAIL_FROM"),
        ({"sms_url": "https://x.example"}, "SMS_SECRET"),
    )
    for given, needed in cases:
        with pytest.raises(ValidationError, match=f"needs GLADHAND_{needed}"):
            Settings(**given)
