"""What a browser carries to the OpenID provider and back. It is sealed, so the server stores nothing."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

import orjson

from gladhand.core import clock
from gladhand.core.crypto import Keyring, Unsealable

_PURPOSE = "openid.sign_in"
_VALID_FOR = timedelta(minutes=10)
_LONGEST = 20_000


@dataclass(frozen=True)
class SignInState:
    """One sign-in that has begun in one browser."""

    link_parameters: Sequence[tuple[str, str]]
    """Of the page from which the browser left."""
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)
    """The secret of PKCE."""

    @property
    def challenge(self) -> str:
        """The verifier's hash, as PKCE with `S256` sends it."""
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    def seal(self, keyring: Keyring, browser: bytes) -> str:
        """The `state`, for this browser alone."""
        values = {
            "browser": browser.hex(),
            "expires": int((clock.now() + _VALID_FOR).timestamp()),
            "link": self.link_parameters,
            "nonce": self.nonce,
            "verifier": self.verifier,
        }
        return urlsafe_b64encode(keyring.seal(orjson.dumps(values).decode(), purpose=_PURPOSE)).decode()

    @classmethod
    def unseal(cls, keyring: Keyring, browser: bytes, state: str) -> "SignInState | None":
        """None for a state that is not ours, has expired, or belongs to another browser."""
        if len(state) > _LONGEST:
            return None
        try:
            values = orjson.loads(keyring.unseal(urlsafe_b64decode(state), purpose=_PURPOSE))
        except (NotBase64, ValueError, Unsealable):
            return None
        if values["browser"] != browser.hex() or values["expires"] <= clock.now().timestamp():
            return None
        return cls([(name, value) for name, value in values["link"]], values["nonce"], values["verifier"])
