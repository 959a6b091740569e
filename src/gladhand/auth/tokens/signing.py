"""Signs claims with the newest key of the installation, and checks the signatures of all its keys."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, OctKey, RSAKey

from gladhand.auth.keys import service as keys
from gladhand.auth.problems import BadToken, UnknownKey
from gladhand.auth.tokens import claims
from gladhand.core import clock
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database

# Anybody can send a token with an invented key id. Such tokens must not cause a query each.
_RELOAD_EVERY_SECONDS = 2.0
# How far the clocks of two servers may differ.
_CLOCK_SECONDS = 60


class TokenSigner:
    """Makes JSON Web Tokens of one issuer. It needs `load_keys` first, and learns of new keys with `reload_keys`."""

    def __init__(self, database: Database, keyring: Keyring, *, issuer: str, retired_for_seconds: int) -> None:
        self._database = database
        self._keyring = keyring
        self._issuer = issuer
        self._retired_for_seconds = retired_for_seconds
        self._keys: keys.SigningKeys
        self._reloading = asyncio.Lock()
        self._reloaded_at = float("-inf")

    async def load_keys(self) -> None:
        """Load the signing keys. The first process of an installation makes one."""
        self._keys = await keys.load(self._database, self._keyring, retired_for_seconds=self._retired_for_seconds)

    async def reload_keys(self) -> None:
        """Reload the signing keys, unless they were loaded a moment ago."""
        async with self._reloading:
            if time.monotonic() - self._reloaded_at >= _RELOAD_EVERY_SECONDS:
                self._reloaded_at = time.monotonic()
                await self.load_keys()

    def published_keys(self) -> dict[str, Any]:
        """The JSON Web Key Set."""
        return self._keys.published()

    def signed(self, made: Mapping[str, Any], kind: str, seconds: int) -> str:
        """A token with these claims that is valid for so long."""
        now = int(clock.now().timestamp())
        kid = self._keys.signing
        algorithm = _algorithm(kind)
        header = {"alg": algorithm, "typ": "JWT", "kid": kid}
        payload = {"exp": now + seconds, "iat": now, "iss": self._issuer, "typ": kind, "acr": "1", **made}
        # RSA takes a third of a millisecond, so handing it to a thread would save nothing.
        return jwt.encode(header, payload, self._key(kid, algorithm), algorithms=[algorithm])

    def decoded(self, text: str, kind: str | None = None) -> dict[str, Any]:
        """The claims of a token that was signed here for this issuer; it may have expired or be revoked.

        Raises `BadToken`; for a key that this process does not have, `UnknownKey`.
        """
        try:
            token = jwt.decode(text, self._key_of, algorithms=[keys.ALGORITHM, keys.OWN_ALGORITHM])
        except (JoseError, ValueError):
            raise BadToken from None
        found = token.claims
        if found.get("iss") != self._issuer or (kind is not None and found.get("typ") != kind):
            raise BadToken
        # Earlier versions signed refresh tokens with RSA, too.
        if token.header["alg"] not in (keys.ALGORITHM, _algorithm(found.get("typ"))):
            raise BadToken
        latest = clock.now().timestamp() + _CLOCK_SECONDS
        if not claims.is_complete(found) or found["iat"] > latest or found.get("nbf", 0) > latest:
            raise BadToken
        return found

    async def decoded_or_learn(self, text: str, kind: str | None = None) -> dict[str, Any]:
        """The same, after a look for the keys of other processes if the token's is unknown."""
        try:
            return self.decoded(text, kind)
        except UnknownKey:
            await self.reload_keys()
            return self.decoded(text, kind)

    def _key_of(self, token: GuestProtocol) -> RSAKey | OctKey:
        header = token.headers()
        return self._key(header.get("kid"), str(header.get("alg")))

    def _key(self, kid: object, algorithm: str) -> RSAKey | OctKey:
        key = self._keys.verifying.get(kid) if isinstance(kid, str) else None
        if key is None:
            raise UnknownKey
        return key.secret if algorithm == keys.OWN_ALGORITHM else key.pair


def _algorithm(kind: object) -> str:
    """How tokens of this kind are signed. Refresh tokens come back here, and nobody else reads them."""
    return keys.OWN_ALGORITHM if kind == claims.REFRESH else keys.ALGORITHM
