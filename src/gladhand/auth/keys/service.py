"""Signing keys: created once, encrypted at rest, and rotated without invalidating tokens."""

import asyncio
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.jwk import OctKey, RSAKey

from gladhand.auth.keys import queries
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.core.sealed_columns import SIGNING_KEY

#: Of tokens that anybody may check with the public key.
ALGORITHM = "RS256"
#: Of tokens that only this installation reads. A signature takes a hundredth of the time.
OWN_ALGORITHM = "HS512"
_BITS = 2048
_OWN_PURPOSE = b"gladhand refresh tokens"


@dataclass(frozen=True)
class SigningKey:
    """A key pair, and a secret that follows from it. Both have the same id."""

    pair: RSAKey
    secret: OctKey


@dataclass(frozen=True)
class SigningKeys:
    """The signing keys by id. The one named `signing` signs, all of them verify."""

    signing: str
    verifying: Mapping[str, SigningKey]

    def published(self) -> dict[str, Any]:
        """The public keys as a JSON Web Key Set."""
        return {"keys": [key.pair.as_dict(private=False) for key in self.verifying.values()]}


async def load(database: Database, keyring: Keyring, *, retired_for_seconds: int) -> SigningKeys:
    """Load the keys in use. If there are none, the process that gets the lock makes the first one."""
    async with database.connection() as db:
        rows = await queries.list_usable_keys(db, retired_for_seconds=retired_for_seconds)
    if not rows or not rows[0].signs:
        async with database.transaction() as db:
            await queries.lock_keys(db)
            rows = await queries.list_usable_keys(db, retired_for_seconds=retired_for_seconds)
            if not rows or not rows[0].signs:
                await _make(db, keyring)
                rows = await queries.list_usable_keys(db, retired_for_seconds=retired_for_seconds)
    keys = {row.kid: opened(row, keyring) for row in rows}
    return SigningKeys(rows[0].kid, keys)


async def rotate(database: Database, keyring: Keyring) -> str:
    """Make a new key that signs from now on, and return its id. Tokens of older keys stay valid until they expire."""
    async with database.transaction() as db:
        await queries.lock_keys(db)
        kid = await _make(db, keyring)
        await queries.update_others_retired(db, kid)
    return kid


async def _make(db: Db, keyring: Keyring) -> str:
    # Generating primes is slow, so a thread does it and this process keeps serving requests.
    key = await asyncio.to_thread(RSAKey.generate_key, _BITS, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
    kid = key.thumbprint()
    sealed = keyring.seal(key.as_pem(private=True).decode(), purpose=SIGNING_KEY.purpose)
    await queries.insert_key(db, kid, sealed, key.as_dict(private=False))
    return kid


def opened(row: queries.KeyRow, keyring: Keyring) -> SigningKey:
    """The key of a row. Raises `Unsealable` if no key of the ring decrypts it."""
    pem = keyring.unseal(row.private_key, purpose=SIGNING_KEY.purpose)
    secret = hmac.digest(pem.encode(), _OWN_PURPOSE, hashlib.sha512)
    return SigningKey(
        RSAKey.import_key(pem, {"use": "sig", "alg": ALGORITHM, "kid": row.kid}),
        OctKey.import_key(secret, {"use": "sig", "alg": OWN_ALGORITHM, "kid": row.kid}),
    )
