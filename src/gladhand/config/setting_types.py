"""Types of settings, and how a variable's text becomes one."""

import re
from ipaddress import ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import NoDecode

from gladhand.core import conninfo
from gladhand.core.hosts import as_browsers_write, is_loopback
from gladhand.notifications.mail.account import SmtpAccount, parse_sender
from gladhand.orgs.embed_keys.origins import parse_origin
from gladhand.resources.urls import require_host, require_web_url

# An empty list, since an empty variable counts as not set.
_NONE = "none"

# Of an IPv4 address in an IPv6 one: the bits before it.
_MAPPED_BITS = 96
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NAME = re.compile(r"(?!-)[^\s%/?#@\\\[\]]+")
_REALM = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE | re.ASCII)
#: In seconds. Longer times are typing errors.
TEN_YEARS = 10 * 366 * 24 * 3600


def require_one_line(value: str) -> str:
    """The value itself. Raises `ValueError` if it has several lines or contains controls."""
    if _CONTROLS.search(value):
        raise ValueError("must not contain line breaks or control characters")
    return value


def _split_list(value: object) -> object:
    if not isinstance(value, str):
        return value
    return [] if value.strip().lower() == _NONE else [part.strip() for part in value.split(",") if part.strip()]


def _network(text: str) -> str:
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise ValueError("must be an address or a network such as 10.1.0.0/16") from None
    # Clients and hosts are compared by their IPv4 addresses, also at a socket for both versions.
    inner = getattr(network.network_address, "ipv4_mapped", None)
    return str(network if inner is None else ip_network((inner, network.prefixlen - _MAPPED_BITS)))


def _postgres(url: SecretStr) -> SecretStr:
    return SecretStr(conninfo.checked(url.get_secret_value()))


def _link(url: str) -> str:
    try:
        require_web_url(url)
    except ValueError as error:
        raise ValueError(f"{error}; a URL such as https://api.example.com is needed") from None
    return url.rstrip("/")


def _base(url: str) -> str:
    """An address that paths are appended to."""
    if "?" in url or "#" in url:
        raise ValueError("must have neither a query nor a fragment, since paths are appended to it")
    return _link(url)


def _address(url: str) -> str:
    """An address of this installation; without one, it is derived from others."""
    return _base(url) if url else url


def _issuer(url: str) -> str:
    """The address of an OpenID provider. Secrets and codes go there."""
    address = _base(url)
    parts = urlsplit(address)
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise ValueError("must use https; only the loopback may do without")
    return address


def _page_address(url: str) -> str:
    """An address of which browsers name the origin. It stays as given here: a default may be derived from it."""
    address = _address(url)
    if address:
        as_browsers_write(address)
    return address


def _host(text: str) -> str:
    host = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        if ":" not in host and not _NAME.fullmatch(host):
            raise ValueError
        require_host(host)
    except ValueError:
        raise ValueError("must be an address or a name to listen on, such as 127.0.0.1, ::1 or localhost") from None
    return host


def _realm(text: str) -> str:
    if not _REALM.fullmatch(text):
        raise ValueError("must begin with a letter or digit, and have only letters, digits, dots, - and _ behind it")
    return text


def _smtp(url: SecretStr) -> SecretStr:
    SmtpAccount.parse(url.get_secret_value())
    return url


def _sender(text: str) -> str:
    return str(parse_sender(text))


class OAuthApp(BaseModel):
    """What the operator has registered at a provider."""

    model_config = ConfigDict(extra="forbid")

    client_id: str = Field(min_length=1)
    client_secret: SecretStr = Field(min_length=1)


OperatorUrl = Annotated[str, AfterValidator(_link)]
Networks = Annotated[list[Annotated[str, AfterValidator(_network)]], NoDecode, BeforeValidator(_split_list)]
Origins = Annotated[list[Annotated[str, AfterValidator(parse_origin)]], NoDecode, BeforeValidator(_split_list)]
Names = Annotated[list[str], NoDecode, BeforeValidator(_split_list)]
Seconds = Annotated[
    list[Annotated[float, Field(ge=0, le=TEN_YEARS)]], Field(max_length=1000), NoDecode, BeforeValidator(_split_list)
]
OpenIdIssuer = Annotated[str, AfterValidator(_issuer)]
RealmName = Annotated[str, AfterValidator(_realm)]
SmtpUrl = Annotated[SecretStr, AfterValidator(_smtp)]
MailSender = Annotated[str, AfterValidator(_sender)]
PostgresUrl = Annotated[SecretStr, AfterValidator(_postgres)]
ListenHost = Annotated[str, AfterValidator(_host)]
ProviderUrl = Annotated[str, AfterValidator(_base)]
IssuerUrl = Annotated[str, AfterValidator(_address)]
PageUrl = Annotated[str, AfterValidator(_page_address)]
