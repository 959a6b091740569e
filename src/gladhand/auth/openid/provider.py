"""The client of an OpenID provider: discovery, authorization code with PKCE, and the checks of its identity token."""

import asyncio
import time
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet

from gladhand.auth.openid.problems import NotConfigured, OpenIdFailed
from gladhand.auth.openid.settings import OpenIdSettings
from gladhand.auth.openid.sign_in_state import SignInState
from gladhand.core import clock
from gladhand.core.http import ClientError, ClientTimeout, Session

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
_TIMEOUT = ClientTimeout(total=10)
_MOST_BYTES = 500_000
_KEPT_SECONDS = 3600.0
# A token with an unknown key makes the keys be fetched again, no more often than this.
_KEYS_AGAIN_SECONDS = 10.0
# How far the clocks of provider and server may differ.
_CLOCK_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the provider has signed in."""

    issuer: str
    subject: str
    email: str | None
    is_email_proved: bool


@dataclass(frozen=True, slots=True)
class _Metadata:
    values: Mapping[str, Any]
    keys: KeySet
    fetched_at: float


class OpenIdProvider:
    """The operator's OpenID provider. What it publishes is kept for an hour."""

    def __init__(self, settings: OpenIdSettings | None, session: Session) -> None:
        self._settings = settings
        self._session = session
        self._metadata: _Metadata | None = None
        self._fetching = asyncio.Lock()

    @property
    def name(self) -> str:
        """What the sign-in page calls it; empty if there is none."""
        return "" if self._settings is None else self._settings.name

    async def check(self) -> int:
        """Read what the provider publishes. Returns how many keys it has. Raises `NotConfigured` and `OpenIdFailed`."""
        metadata = await self._published()
        for name in ("authorization_endpoint", "token_endpoint"):
            _endpoint(metadata.values, name)
        if not metadata.keys.keys:
            raise OpenIdFailed("The provider publishes no key that can be used.")
        return len(metadata.keys.keys)

    async def sign_in_address(self, state: SignInState, sealed: str) -> str:
        """Where the browser goes. Raises `NotConfigured` and `OpenIdFailed`."""
        settings = self._required()
        endpoint = _endpoint((await self._published()).values, "authorization_endpoint")
        values = {
            "response_type": "code",
            "client_id": settings.client_id,
            "redirect_uri": settings.redirect_uri,
            "scope": "openid email",
            "state": sealed,
            "nonce": state.nonce,
            "code_challenge": state.challenge,
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(values)}"

    async def identity(self, state: SignInState, code: str, *, issuer: str | None) -> Identity:
        """Whom the code of a callback signs in. `issuer` is the callback's `iss`, if it has one.

        Raises `NotConfigured` and `OpenIdFailed`.
        """
        settings, metadata = self._required(), await self._published()
        if issuer is not None and issuer != metadata.values["issuer"]:
            raise OpenIdFailed("The answer is of another issuer.")
        answer = await self._redeem(settings, metadata, state, code)
        claims = await self._verified(settings, metadata, answer.get("id_token"), state.nonce)
        if "email" not in claims and "userinfo_endpoint" in metadata.values and "access_token" in answer:
            claims = await self._userinfo(metadata, answer["access_token"], claims)
        email, is_proved = claims.get("email"), claims.get("email_verified")
        return Identity(
            issuer=claims["iss"],
            subject=claims["sub"],
            email=email if isinstance(email, str) else None,
            # Some providers write it as a text.
            is_email_proved=is_proved is True or is_proved == "true",
        )

    def _required(self) -> OpenIdSettings:
        if self._settings is None:
            raise NotConfigured
        return self._settings

    async def _redeem(
        self, settings: OpenIdSettings, metadata: _Metadata, state: SignInState, code: str
    ) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": settings.redirect_uri,
            "code_verifier": state.verifier,
            "client_id": settings.client_id,
        }
        headers = {}
        if settings.client_secret is not None:
            if "client_secret_post" in metadata.values.get("token_endpoint_auth_methods_supported", ()):
                form["client_secret"] = settings.client_secret
            else:
                # The method that every provider has. Both halves are encoded as in a form.
                pair = f"{quote(settings.client_id, safe='')}:{quote(settings.client_secret, safe='')}"
                headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return await self._fetch_json("POST", _endpoint(metadata.values, "token_endpoint"), data=form, headers=headers)

    async def _verified(
        self, settings: OpenIdSettings, metadata: _Metadata, token: object, nonce: str
    ) -> Mapping[str, Any]:
        if not isinstance(token, str):
            raise OpenIdFailed("The answer holds no identity token.")
        try:
            claims = jwt.decode(token, metadata.keys, algorithms=_ALGORITHMS).claims
        except (JoseError, ValueError):
            # The provider may have new keys.
            metadata = await self._published(_KEYS_AGAIN_SECONDS)
            try:
                claims = jwt.decode(token, metadata.keys, algorithms=_ALGORITHMS).claims
            except (JoseError, ValueError) as error:
                raise OpenIdFailed(f"The identity token cannot be verified: {type(error).__name__}.") from None
        expected = jwt.JWTClaimsRegistry(
            now=lambda: int(clock.now().timestamp()),
            leeway=_CLOCK_SECONDS,
            iss={"essential": True, "value": metadata.values["issuer"]},
            aud={"essential": True, "value": settings.client_id},
            sub={"essential": True},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            expected.validate(claims)
        except (JoseError, ValueError) as error:
            raise OpenIdFailed(f"The identity token is not for this sign-in: {type(error).__name__}.") from None
        audience = claims["aud"]
        is_for_others = isinstance(audience, list) and len(audience) > 1
        if claims.get("azp", settings.client_id if not is_for_others else None) != settings.client_id:
            raise OpenIdFailed("The identity token was made for another client.")
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise OpenIdFailed("The identity token names nobody.")
        return claims

    async def _userinfo(
        self, metadata: _Metadata, access_token: object, claims: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        found = await self._fetch_json(
            "GET", _endpoint(metadata.values, "userinfo_endpoint"), headers={"Authorization": f"Bearer {access_token}"}
        )
        if found.get("sub") != claims["sub"]:
            raise OpenIdFailed("The provider's user information is about somebody else.")
        return {**found, **claims}

    async def _published(self, newest: float = _KEPT_SECONDS) -> _Metadata:
        """What the provider publishes, no older than so many seconds."""
        issuer = self._required().issuer
        async with self._fetching:
            known = self._metadata
            if known is None or time.monotonic() - known.fetched_at > newest:
                values = await self._fetch_json("GET", f"{issuer}/.well-known/openid-configuration")
                published = values.get("issuer")
                if not isinstance(published, str) or published.rstrip("/") != issuer:
                    raise OpenIdFailed("The discovery document is of another issuer.")
                keys = _key_set(await self._fetch_json("GET", _endpoint(values, "jwks_uri")))
                self._metadata = known = _Metadata(values, keys, time.monotonic())
            return known

    async def _fetch_json(self, method: str, url: str, **options: Any) -> Mapping[str, Any]:
        """The JSON object at an address. Raises `OpenIdFailed`."""
        try:
            async with self._session.request(method, url, timeout=_TIMEOUT, allow_redirects=False, **options) as answer:
                content = b""
                async for part in answer.content.iter_chunked(65_536):
                    content += part
                    if len(content) > _MOST_BYTES:
                        raise OpenIdFailed(f"The answer of {urlsplit(url).path} is too long.")
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            raise OpenIdFailed(f"No answer of {urlsplit(url).path}: {type(error).__name__}.") from None
        if answer.status != 200:
            raise OpenIdFailed(f"{urlsplit(url).path} answered {answer.status}.")
        try:
            found = orjson.loads(content)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise OpenIdFailed(f"The answer of {urlsplit(url).path} is no JSON object.")
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
