"""The client of an OpenID provider: discovery, authorization code with PKCE, and the checks of its identity token."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from gladhand.auth.openid.metadata import MetadataCache, ProviderMetadata, fetch_json
from gladhand.auth.openid.problems import NotConfigured, OpenIdFailed
from gladhand.auth.openid.settings import OpenIdSettings
from gladhand.auth.openid.sign_in_state import SignInState
from gladhand.core import clock
from gladhand.core.http import Session

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
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


class OpenIdProvider:
    """The operator's OpenID provider. What it publishes is kept for an hour."""

    def __init__(self, settings: OpenIdSettings | None, session: Session) -> None:
        self._settings = settings
        self._session = session
        self._metadata = MetadataCache("" if settings is None else settings.issuer, session)

    @property
    def name(self) -> str:
        """What the sign-in page calls it; empty if there is none."""
        return "" if self._settings is None else self._settings.name

    async def check(self) -> int:
        """Read what the provider publishes. Returns how many keys it has. Raises `NotConfigured` and `OpenIdFailed`."""
        self._required()
        metadata = await self._metadata.get(_KEPT_SECONDS)
        for name in ("authorization_endpoint", "token_endpoint"):
            metadata.endpoint(name)
        if not metadata.keys.keys:
            raise OpenIdFailed("The provider publishes no key that can be used.")
        return len(metadata.keys.keys)

    async def sign_in_address(self, state: SignInState, sealed: str) -> str:
        """Where the browser goes. Raises `NotConfigured` and `OpenIdFailed`."""
        settings = self._required()
        endpoint = (await self._metadata.get(_KEPT_SECONDS)).endpoint("authorization_endpoint")
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
        settings, metadata = self._required(), await self._metadata.get(_KEPT_SECONDS)
        if issuer is not None and issuer != metadata.issuer:
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
        self, settings: OpenIdSettings, metadata: ProviderMetadata, state: SignInState, code: str
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
        return await fetch_json(self._session, "POST", metadata.endpoint("token_endpoint"), data=form, headers=headers)

    async def _verified(
        self, settings: OpenIdSettings, metadata: ProviderMetadata, token: object, nonce: str
    ) -> Mapping[str, Any]:
        if not isinstance(token, str):
            raise OpenIdFailed("The answer holds no identity token.")
        claims = _decoded(token, metadata.keys)
        if claims is None:
            # The provider may have new keys.
            claims = _decoded(token, (await self._metadata.get(_KEYS_AGAIN_SECONDS)).keys)
        if claims is None:
            raise OpenIdFailed("The identity token cannot be verified.")
        expected = jwt.JWTClaimsRegistry(
            now=lambda: int(clock.now().timestamp()),
            leeway=_CLOCK_SECONDS,
            iss={"essential": True, "value": metadata.issuer},
            aud={"essential": True, "value": settings.client_id},
            sub={"essential": True},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            expected.validate(claims)
        except (JoseError, ValueError) as error:
            raise OpenIdFailed(f"The identity token is not for this sign-in: {type(error).__name__}.") from None
        if not _is_made_for(claims, settings.client_id):
            raise OpenIdFailed("The identity token was made for another client.")
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise OpenIdFailed("The identity token names nobody.")
        return claims

    async def _userinfo(
        self, metadata: ProviderMetadata, access_token: object, claims: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        found = await fetch_json(
            self._session,
            "GET",
            metadata.endpoint("userinfo_endpoint"),
            headers={"Authorization": f"Bearer {access_token}"},
        )
        if found.get("sub") != claims["sub"]:
            raise OpenIdFailed("The provider's user information is about somebody else.")
        return {**found, **claims}


def _decoded(token: str, keys: KeySet) -> dict[str, Any] | None:
    """The claims of a token that one of these keys has signed."""
    try:
        return jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
    except (JoseError, ValueError):
        return None


def _is_made_for(claims: Mapping[str, Any], client_id: str) -> bool:
    """Whether the token was made for this client. It must say so if several clients may use it."""
    audience, party = claims["aud"], claims.get("azp")
    if party is None:
        return not isinstance(audience, list) or len(audience) == 1
    return bool(party == client_id)
