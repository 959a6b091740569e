"""Secrets that sign requests, and the signatures that they make."""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from contextlib import suppress

from gladhand.core import clock
from gladhand.core.crypto import Secret

# The prefix of secrets in Standard Webhooks. The key in Base64 follows.
_ENCODED_KEY = "whsec_"
_KEY_BYTES = 24
#: Characters of a secret, and bytes of a key in it.
LEAST_SECRET = 12
_TOLERANCE_SECONDS = 300
_DIGITS = 12
_MOST_SIGNATURES = 10


def new_signing_secret() -> str:
    """A random secret in the form that libraries of Standard Webhooks take."""
    return _ENCODED_KEY + b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def signature(secret: Secret, message: bytes) -> str:
    """The signature of the contract, whose key is the UTF-8 of the secret."""
    return _signed(secret.reveal().encode(), message)


def standard_signatures(secret: Secret, message: bytes) -> list[str]:
    """The signatures of Standard Webhooks: one by the key that its libraries find in `whsec_…`, one by the UTF-8 of the
    secret.

    Receivers accept a delivery when any signature matches, so each may use either key.
    """
    return [_signed(key, message) for key in _keys(secret.reveal())]


def warnings_of(secret: str) -> list[str]:
    """What is wrong with a secret that somebody has chosen. Receivers may use any of its keys."""
    if len(secret) < LEAST_SECRET:
        return [f"The secret has fewer than {LEAST_SECRET} characters, so its signatures are easy to forge."]
    if min(map(len, _keys(secret))) < LEAST_SECRET:
        return [f"The key in the secret has fewer than {LEAST_SECRET} bytes, so its signatures are easy to forge."]
    return []


def _keys(secret: str) -> list[bytes]:
    keys = []
    if secret.lstrip().startswith(_ENCODED_KEY):
        with suppress(Base64Error):
            # The libraries take a key with the line break that files and environment variables often end with.
            keys.append(b64decode(secret.strip().removeprefix(_ENCODED_KEY), validate=True))
    keys.append(secret.encode())
    return [key for key in keys if key]


def is_signed(secret: Secret, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a request to us has a signature of Standard Webhooks by this secret, and is not older than minutes."""
    message_id, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent_at.isdecimal() or abs(clock.now().timestamp() - int(sent_at[:_DIGITS])) > _TOLERANCE_SECONDS:
        return False
    made = standard_signatures(secret, f"{message_id}.{sent_at}.".encode() + body)
    given = headers.get("webhook-signature", "").split(" ")[:_MOST_SIGNATURES]
    return any(hmac.compare_digest(f"v1,{one}".encode(), other.encode()) for one in made for other in given)


def _signed(key: bytes, message: bytes) -> str:
    return b64encode(hmac.digest(key, message, hashlib.sha256)).decode()
