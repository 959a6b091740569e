"""The mail server that the operator has named, and the address that messages come from."""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from gladhand.core.crypto import Secret
from gladhand.core.hosts import is_loopback
from gladhand.resources.host_names import ascii_host
from gladhand.resources.urls import require_host

_SUBMISSION_PORT, _TLS_PORT = 587, 465
_SCHEMES = ("smtp", "smtps")
# What stands before the @ without quotes.
_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}", re.ASCII)


@dataclass(frozen=True)
class SmtpAccount:
    """How to reach the mail server, and how to sign in there."""

    host: str
    port: int
    is_tls: bool
    """Encrypted from the first byte. Otherwise STARTTLS is required, except on the loopback."""
    username: str | None = None
    password: Secret | None = None

    @property
    def needs_starttls(self) -> bool:
        return not self.is_tls and not is_loopback(self.host)

    @classmethod
    def parse(cls, url: str) -> "SmtpAccount":
        """From `smtp://user:password@host:587` or `smtps://user:password@host`. Raises `ValueError` without the URL's
        text, which holds the password.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise ValueError("cannot be read; encode special characters of the password, as in %40 for @") from None
        if parts.scheme not in _SCHEMES or not host or port == 0 or not _is_host(host):
            raise ValueError("must be a URL such as smtp://user:password@mail.example.com:587, or smtps://…")
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError("must end after the port; encode special characters of the password, as in %2F for /")
        if (parts.username is None) != (parts.password is None):
            raise ValueError("needs a user and a password, or neither")
        is_tls = parts.scheme == "smtps"
        return cls(
            ascii_host(host),
            port or (_TLS_PORT if is_tls else _SUBMISSION_PORT),
            is_tls,
            None if parts.username is None else unquote(parts.username),
            None if parts.password is None else Secret(unquote(parts.password)),
        )


def parse_sender(text: str) -> Address:
    """The address that messages come from, such as `Example <no-reply@example.com>`. Raises `ValueError`."""
    name, address = parseaddr(text)
    local, _at, domain = address.rpartition("@")
    is_whole = bool(_LOCAL.fullmatch(local)) and "." in domain and name.isprintable() and "://" not in text
    if not is_whole or not _is_host(domain):
        raise ValueError("must be an address such as no-reply@example.com, or Example <no-reply@example.com>")
    return Address(name, addr_spec=address)


def _is_host(text: str) -> bool:
    try:
        require_host(text)
    except ValueError:
        return False
    return not any(character.isspace() for character in text)
