"""Types of settings, and how a variable's text becomes one."""

from ipaddress import ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import NoDecode

from gladhand.core import conninfo
from gladhand.notifications.mail.account import SmtpAccount, parse_sender

# An empty list, since an empty variable counts as not set.
_NONE = "none"


def _listed(value: object) -> object:
    if not isinstance(value, str):
        return value
    return [] if value.strip().lower() == _NONE else [part.strip() for part in value.split(",") if part.strip()]


def _network(text: str) -> str:
    return str(ip_network(text, strict=False))


def _postgres(url: SecretStr) -> SecretStr:
    return SecretStr(conninfo.checked(url.get_secret_value()))


def _origin(url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ValueError("must be a URL such as https://api.example.com")
    return url.rstrip("/")


def _address(url: str) -> str:
    """An address of this installation; without one, it is derived from others."""
    return _origin(url) if url else url


def _host(text: str) -> str:
    host = text.strip().removeprefix("[").removesuffix("]")
    if not host or "/" in host or any(character.isspace() for character in host):
        raise ValueError("must be an address or a name to listen on, such as 127.0.0.1, ::1 or localhost")
    return host


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


OperatorUrl = Annotated[str, AfterValidator(_origin)]
Networks = Annotated[list[Annotated[str, AfterValidator(_network)]], NoDecode, BeforeValidator(_listed)]
Names = Annotated[list[str], NoDecode, BeforeValidator(_listed)]
Seconds = Annotated[list[float], NoDecode, BeforeValidator(_listed)]
SmtpUrl = Annotated[SecretStr, AfterValidator(_smtp)]
MailSender = Annotated[str, AfterValidator(_sender)]
PostgresUrl = Annotated[SecretStr, AfterValidator(_postgres)]
ListenHost = Annotated[str, AfterValidator(_host)]
ProviderUrl = Annotated[str, AfterValidator(_origin)]
InstallationUrl = Annotated[str, AfterValidator(_address)]
