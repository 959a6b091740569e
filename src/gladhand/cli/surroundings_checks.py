"""What `gladhand doctor` looks at outside of the database: the addresses, and the applications at providers."""

import asyncio
import socket
from urllib.parse import urlsplit

import aiohttp

from gladhand.auth.openid.problems import OpenIdFailed
from gladhand.auth.openid.provider import OpenIdProvider
from gladhand.config.settings import Settings
from gladhand.config.wiring import attempt_settings, mail_settings, openid_settings
from gladhand.core.checks import Trouble
from gladhand.core.hosts import is_loopback
from gladhand.core.http import ANYWHERE, new_session
from gladhand.integrations.hosting.registry import providers
from gladhand.notifications.mail import smtp

_MAIL_SECONDS = 15.0
_SECONDS = aiohttp.ClientTimeout(total=5)


async def public_address(settings: Settings) -> str:
    """The public address leads to this installation, or nothing answers there yet."""
    url = settings.public_url
    _require_https("GLADHAND_PUBLIC_URL", url, "tokens and secrets would cross the network in the open")
    parts = urlsplit(url)
    try:
        await asyncio.get_running_loop().getaddrinfo(parts.hostname, parts.port or 443)
    except socket.gaierror:
        raise Trouble(f"GLADHAND_PUBLIC_URL: the name {parts.hostname} leads to no address.") from None
    discovery = f"{settings.issuer_url}/.well-known/openid-configuration"
    try:
        async with aiohttp.ClientSession(timeout=_SECONDS) as session, session.get(discovery) as answer:
            issuer = (await answer.json(content_type=None)).get("issuer") if answer.status == 200 else None
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"Nothing answers at {url} from here ({type(error).__name__}); `gladhand serve` starts the server."
    except (ValueError, AttributeError):
        issuer = None
    if issuer != settings.issuer_url:
        raise Trouble(f"Something other than this installation answers at {discovery}.")
    return f"The API answers at {url}, and {issuer} issues its tokens."


async def connect_address(settings: Settings) -> str:
    url = settings.connect_url
    _require_https("GLADHAND_CONNECT_URL", url, "browsers refuse to embed other pages")
    if urlsplit(url).path:
        raise Trouble("GLADHAND_CONNECT_URL must have no path, because Connect uses the root of its origin.")
    if not settings.operator_name:
        return f"Fleets open {url}. It does not say who runs it: GLADHAND_OPERATOR_NAME is not set."
    return f"Fleets open {url}, and see that {settings.operator_name} runs it."


async def oauth_applications(settings: Settings) -> str:
    # Raises for an application of a provider that does not exist, or that has no such sign-in.
    ready = sorted(attempt_settings(settings).applications)
    possible = {name for name, provider in providers().items() if provider.definition.oauth2 is not None}
    lacking = sorted(possible - set(ready))
    texts = [f"Fleets sign in at the pages of {', '.join(ready)}."] if ready else []
    if lacking:
        texts.append(f"GLADHAND_OAUTH_APPS has none for {', '.join(lacking)}, whose fleets enter keys instead.")
    return " ".join(texts) or "No provider needs one."


async def openid_provider(settings: Settings) -> str:
    """People can be sent to the operator's OpenID provider."""
    found = openid_settings(settings)
    if found is None:
        return "GLADHAND_OPENID_ISSUER is not set, so people sign in with passwords and passkeys."
    async with new_session(ANYWHERE) as session:
        try:
            await OpenIdProvider(found, session).check()
        except OpenIdFailed as error:
            raise Trouble(f"GLADHAND_OPENID_ISSUER: {error}") from None
    return f"People sign in at {found.issuer}; {found.redirect_uri} must be registered there."


async def mail_server(settings: Settings) -> str:
    """The mail server lets this installation in."""
    mail = mail_settings(settings)
    if mail.account is None or mail.origin is None:
        return "GLADHAND_SMTP_URL is not set, so partners send magic links themselves."
    where = f"{mail.account.host}:{mail.account.port}"
    try:
        await smtp.check(mail.account, seconds=_MAIL_SECONDS)
    except OSError as error:
        raise Trouble(f"GLADHAND_SMTP_URL: {where}: {error}") from None
    sender = mail.origin.sender.addr_spec
    return f"{where} takes mail from {sender}; `gladhand mail test ADDRESS` sends one."


def _require_https(setting: str, url: str, why: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise Trouble(f"{setting} must be https, because {why}.")
