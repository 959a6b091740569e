"""Challenges that a passkey signs. The server can tell its own from their text, so it stores only the answered ones."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from gladhand.auth.passkeys import queries
from gladhand.auth.passkeys.problems import ChallengeUnusable
from gladhand.core import clock
from gladhand.core.crypto import Keyring, hash_secret
from gladhand.core.db import Db

_VALID_FOR = timedelta(minutes=5)
_MAC_PURPOSE = "passkey.challenge"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class ChallengeOwner:
    """Who may answer a challenge: a browser that signs in, or the session of a person who adds a passkey."""

    browser: bytes
    """The hash of the browser's cookie."""
    session_id: UUID | None = None

    def challenge(self, keyring: Keyring) -> bytes:
        """A new challenge for this owner."""
        mark = secrets.token_urlsafe(16)
        expires = int((clock.now() + _VALID_FOR).timestamp())
        return f"{mark}.{expires}.{keyring.mac(self._signed(mark, str(expires)), purpose=_MAC_PURPOSE)}".encode()

    async def use(self, db: Db, keyring: Keyring, challenge: bytes) -> None:
        """Use up a challenge that was answered. Raises `ChallengeUnusable`."""
        expires_at = self.check(keyring, challenge)
        if not await queries.insert_used_challenge(db, hash_secret(challenge.decode()), expires_at):
            raise ChallengeUnusable

    def check(self, keyring: Keyring, challenge: bytes) -> datetime:
        """When this owner's challenge expires. Raises `ChallengeUnusable`."""
        mark, _, rest = challenge[:_LONGEST].decode(errors="replace").partition(".")
        expires, _, mac = rest.partition(".")
        if not keyring.mac_matches(mac, self._signed(mark, expires), purpose=_MAC_PURPOSE):
            raise ChallengeUnusable
        expires_at = datetime.fromtimestamp(int(expires), UTC)
        if expires_at <= clock.now():
            raise ChallengeUnusable
        return expires_at

    def _signed(self, mark: str, expires: str) -> str:
        return f"{self.browser.hex()}\0{self.session_id or ''}\0{mark}\0{expires}"
