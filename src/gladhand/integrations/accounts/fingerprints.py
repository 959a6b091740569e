"""Fingerprints of provider accounts: the same account has the same fingerprint, which does not reveal the account.

Their key is random, made once, and stored encrypted. So fingerprints outlive every encryption key.
"""

from gladhand.core.crypto import Keyring, keyed_digest, new_secret
from gladhand.core.db import Database
from gladhand.core.sealed_columns import FINGERPRINT_KEY
from gladhand.integrations.accounts import queries


class Fingerprints:
    """Makes fingerprints. The key is read once in a process, because it never changes."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        self._key: bytes | None = None

    async def of(self, *parts: str) -> str:
        """The fingerprint of what these parts identify together."""
        if self._key is None:
            self._key = await self._load()
        return keyed_digest(self._key, "\0".join(parts))

    async def _load(self) -> bytes:
        # Apart from the caller's transaction: a key that is rolled back must not be remembered.
        async with self._database.unspanned_transaction() as db:
            sealed = await queries.find_fingerprint_key(db)
            if sealed is None:
                made = self._keyring.seal(new_secret(), purpose=FINGERPRINT_KEY.purpose)
                await queries.insert_fingerprint_key(db, made)
                sealed = await queries.find_fingerprint_key(db)
                assert sealed is not None
        return self._keyring.unseal(sealed, purpose=FINGERPRINT_KEY.purpose).encode()
