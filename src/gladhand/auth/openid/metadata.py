"""What an OpenID provider publishes: its addresses and keys."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet

from gladhand.auth.openid.problems import OpenIdFailed
from gladhand.core.http import ClientError, ClientTimeout, Session, read_at_most

_TIMEOUT = ClientTimeout(total=10)
_MOST_BYTES = 500_000
_FAILED_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ProviderMetadata:
    """The discovery document and the keys that verify signatures."""

    values: Mapping[str, Any]
    keys: KeySet
    fetched_at: float

    @property
    def issuer(self) -> str:
        return str(self.values["issuer"])

    def endpoint(self, name: str) -> str:
        """The address of this name. Raises `OpenIdFailed` if there is none."""
        return _endpoint(self.values, name)


class MetadataCache:
    """Keeps what the provider publishes. Those who wait behind a provider that hangs do not each wait for it again."""

    def __init__(self, issuer: str, session: Session) -> None:
        self._issuer = issuer
        self._session = session
        self._known: ProviderMetadata | None = None
        self._failure: OpenIdFailed | None = None
        self._failed_at = 0.0
        self._fetching = asyncio.Lock()

    async def get(self, newest: float) -> ProviderMetadata:
        """The metadata, no older than so many seconds if it can be had. Raises `OpenIdFailed`."""
        async with self._fetching:
            now = time.monotonic()
            if self._known is not None and now - self._known.fetched_at <= newest:
                return self._known
            if self._failure is None or now - self._failed_at > _FAILED_SECONDS:
                try:
                    self._known, self._failure = await self._fetch(), None
                except OpenIdFailed as failure:
                    self._failure, self._failed_at = failure, time.monotonic()
            if self._known is None:
                raise OpenIdFailed(str(self._failure))
            return self._known

    async def _fetch(self) -> ProviderMetadata:
        values = await fetch_json(self._session, "GET", f"{self._issuer}/.well-known/openid-configuration")
        issuer = values.get("issuer")
        if not isinstance(issuer, str) or issuer.rstrip("/") != self._issuer:
            raise OpenIdFailed("The discovery document is of another issuer.")
        keys = _key_set(await fetch_json(self._session, "GET", _endpoint(values, "jwks_uri")))
        return ProviderMetadata(values, keys, time.monotonic())


async def fetch_json(session: Session, method: str, url: str, **options: Any) -> Mapping[str, Any]:
    """The JSON object at an address. Raises `OpenIdFailed`."""
    try:
        async with session.request(method, url, timeout=_TIMEOUT, allow_redirects=False, **options) as answer:
            content = await read_at_most(answer, _MOST_BYTES)
    except (ClientError, OSError, TimeoutError, ValueError) as error:
        raise OpenIdFailed(f"No answer of {urlsplit(url).path}: {type(error).__name__}.") from None
    if answer.status != 200:
        raise OpenIdFailed(f"{urlsplit(url).path} answered {answer.status}.")
    try:
        found = orjson.loads(content or b"")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise OpenIdFailed(f"The answer of {urlsplit(url).path} is no JSON object, or too long.")
    return found


def _endpoint(values: Mapping[str, Any], name: str) -> str:
    found = values.get(name)
    if not isinstance(found, str) or not found.startswith(("https://", "http://")):
        raise OpenIdFailed(f"The discovery document has no {name}.")
    return found


def _key_set(published: Mapping[str, Any]) -> KeySet:
    """The keys that verify signatures. One of a kind that this server does not know is left out."""
    keys = []
    for each in published.get("keys", ()):
        if isinstance(each, dict) and each.get("use", "sig") == "sig":
            with suppress(JoseError, ValueError, KeyError, TypeError):
                keys.append(JWKRegistry.import_key(each))
    return KeySet(keys)
