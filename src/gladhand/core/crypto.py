"""Secrets: a type that cannot be printed, sealing at rest with keys that can rotate, and hashing."""

import hashlib
import hmac
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_KEY_BYTES = 32
#: Length of the id of a key, with which each sealed value begins.
KEY_ID_BYTES = 4


class Secret:
    """A value that must not be printed: `repr`, `str` and formatting show stars, `reveal()` is explicit."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(*****)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")


class Unsealable(Exception):
    """The bytes were sealed with a key that is not on the ring, for another purpose, or were changed."""


@dataclass(frozen=True)
class _Key:
    id: bytes
    cipher: AESGCM
    mac: bytes


class Keyring:
    """AES-256-GCM with several keys: the first seals, all of them unseal, so that keys can be rotated.

    A sealed value is `key id (4) | nonce (12) | ciphertext and tag`. `purpose` is authenticated with it: a value
    copied into a column of another purpose does not unseal there, nor into another row where the purpose names the row.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise ValueError("a key ring needs at least one key")
        if any(len(key) != _KEY_BYTES for key in keys):
            raise ValueError(f"an encryption key is {_KEY_BYTES} bytes, base64 encoded")
        self._keys = [
            _Key(
                hashlib.sha256(b"gladhand key id" + key).digest()[:KEY_ID_BYTES],
                AESGCM(key),
                hashlib.sha256(b"gladhand mac" + key).digest(),
            )
            for key in keys
        ]

    def __repr__(self) -> str:
        return f"Keyring({len(self._keys)} keys)"

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """From comma-separated base64 keys, the newest first."""
        try:
            return cls([_key(part.strip()) for part in text.split(",") if part.strip()])
        except ValueError as error:
            raise ValueError(f"the encryption keys cannot be read: {error}") from None

    @staticmethod
    def new_key() -> str:
        return urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode()

    @property
    def newest_id(self) -> bytes:
        """The id of the first key. Every value that is sealed from now on begins with it."""
        return self._keys[0].id

    @property
    def ids(self) -> list[bytes]:
        """The ids of all keys of the ring."""
        return [key.id for key in self._keys]

    def seal(self, value: str, *, purpose: str) -> bytes:
        key, nonce = self._keys[0], secrets.token_bytes(_NONCE_BYTES)
        return key.id + nonce + key.cipher.encrypt(nonce, value.encode(), purpose.encode())

    def unseal(self, sealed: bytes, *, purpose: str) -> str:
        key_id, nonce = sealed[:KEY_ID_BYTES], sealed[KEY_ID_BYTES : KEY_ID_BYTES + _NONCE_BYTES]
        for key in self._keys:
            if key.id == key_id:
                try:
                    return key.cipher.decrypt(nonce, sealed[KEY_ID_BYTES + _NONCE_BYTES :], purpose.encode()).decode()
                except (InvalidTag, ValueError):  # ValueError: the bytes were truncated
                    raise Unsealable(f"a sealed value for {purpose} was changed or belongs elsewhere") from None
        raise Unsealable(f"a sealed value for {purpose} was made with a key that is not on the ring")

    def mac(self, message: str, *, purpose: str) -> str:
        """A keyed digest for values that come back soon, such as those of forms. Check it with `mac_matches`."""
        return keyed_digest(self._keys[0].mac, f"{purpose}\0{message}")

    def mac_matches(self, mac: str, message: str, *, purpose: str) -> bool:
        """Whether a key of the list made this digest of the message."""
        made = [keyed_digest(key.mac, f"{purpose}\0{message}") for key in self._keys]
        return any(hmac.compare_digest(each.encode(), mac.encode()) for each in made)


def _key(text: str) -> bytes:
    # Decode strictly: lenient decoding stops at the padding and would read two keys without a comma as one.
    return b64decode(text.replace("-", "+").replace("_", "/"), validate=True)


def keyed_digest(key: bytes, message: str) -> str:
    """HMAC-SHA-256 as URL-safe text. It cannot be reversed."""
    return urlsafe_b64encode(hmac.new(key, message.encode(), hashlib.sha256).digest()).decode().rstrip("=")


def new_secret(nbytes: int = 32) -> str:
    """A random secret as URL-safe text."""
    return secrets.token_urlsafe(nbytes)


def hash_secret(secret: str) -> bytes:
    """For secrets made here, of 256 random bits: one SHA-256 is enough, and quick on each token call."""
    return hashlib.sha256(secret.encode()).digest()


def secret_matches(secret: str, digest: bytes) -> bool:
    return hmac.compare_digest(hash_secret(secret), digest)
