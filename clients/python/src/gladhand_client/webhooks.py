"""Verifies webhook deliveries, for receivers. Needs only the standard library.

    from gladhand.webhooks import Verifier

    verifier = Verifier("the secret of the subscription")
    event = verifier.event(request.headers, request.body)  # raises NotGenuine

Either kind of signature is taken: the three headers of Standard Webhooks, or `X-Catena-Signature` with
`X-Catena-Timestamp`. While a secret is being replaced, give both: `Verifier("the new one", "the old one")`.
This file may be copied into projects that do not install gladhand.
"""

import gzip
import hashlib
import hmac
import json
import time
import zlib
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

__all__ = ["MAX_AGE", "NotGenuine", "Verifier"]

#: How old a delivery may be, and how far ahead the sender's clock.
MAX_AGE = timedelta(minutes=5)

_GZIP = b"\x1f\x8b"
# As in Standard Webhooks: what follows is the key in Base64.
_ENCODED_KEY = "whsec_"
_LARGEST_BODY = 50 * 1024 * 1024


class NotGenuine(ValueError):
    """The signature does not match the secret, the delivery was changed on its way, or it is too old."""


class Verifier:
    """Checks deliveries to one subscription. `secrets`: any of them will do.

    A secret is taken as it was given to, or shown by, the API. After `whsec_`, Base64 of it will do as well.
    """

    def __init__(self, *secrets: str, max_age: timedelta = MAX_AGE) -> None:
        if not secrets or not all(secrets):
            raise ValueError("a verifier needs at least one secret, and none of them may be empty")
        self._count = len(secrets)
        self._keys = [key for secret in secrets for key in _keys(secret)]
        self._max_age = max_age.total_seconds()

    def __repr__(self) -> str:
        return f"Verifier({self._count} secrets)"

    def verify(self, headers: Mapping[str, str], body: bytes) -> bytes:
        """The plain body of a genuine delivery. Raises `NotGenuine`.

        `body` is taken packed or unpacked: many frameworks unpack by themselves. Names of headers come in any case.
        """
        named = {name.lower(): value for name, value in headers.items()}
        plain = _plain(body)
        if "webhook-signature" in named:
            self._check_standard(named, plain)
        elif "x-catena-signature" in named:
            self._check_catena(named, plain)
        else:
            raise NotGenuine("there is no signature")
        return plain

    def event(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """The envelope of a genuine delivery: `id`, `event_name`, `data` and so on. Raises `NotGenuine`."""
        envelope: dict[str, Any] = json.loads(self.verify(headers, body))
        return envelope

    def _check_standard(self, headers: Mapping[str, str], plain: bytes) -> None:
        identity, timestamp = headers.get("webhook-id"), headers.get("webhook-timestamp")
        if not identity or not timestamp:
            raise NotGenuine("webhook-id or webhook-timestamp is missing")
        try:
            self._check_age(int(timestamp))
        except (ValueError, OverflowError) as error:
            raise _not_genuine(error, "webhook-timestamp is no number of seconds") from None
        given = [part[3:] for part in headers["webhook-signature"].split() if part.startswith("v1,")]
        self._check(given, f"{identity}.{timestamp}.".encode() + plain)

    def _check_catena(self, headers: Mapping[str, str], plain: bytes) -> None:
        timestamp = headers.get("x-catena-timestamp", "")
        try:
            sent_at = datetime.fromisoformat(timestamp)
            if sent_at.tzinfo is None:
                raise ValueError("a time without a zone")
            self._check_age(sent_at.timestamp())
        except (ValueError, OverflowError) as error:
            raise _not_genuine(error, "X-Catena-Timestamp is no time with a zone") from None
        given = [headers["x-catena-signature"], *headers.get("x-catena-signature-previous", "").split(",")]
        self._check([each.strip() for each in given if each.strip()], timestamp.encode() + b"." + plain)

    def _check_age(self, sent_at: float) -> None:
        if abs(time.time() - sent_at) > self._max_age:
            raise NotGenuine("it was sent too long ago, or the clocks differ")

    def _check(self, given: list[str], message: bytes) -> None:
        genuine = False
        for key in self._keys:
            expected = b64encode(hmac.new(key, message, hashlib.sha256).digest())
            for signature in given:
                # Compare every signature in constant time, so that the duration reveals nothing.
                genuine |= hmac.compare_digest(expected, signature.encode("ascii", "replace"))
        if not genuine:
            raise NotGenuine("the signature was made with another secret, or over another body")


def _keys(secret: str) -> list[bytes]:
    """A secret that was given to the API may happen to begin like that, too: then the key is all of it."""
    keys = [secret.encode()]
    if secret.startswith(_ENCODED_KEY):
        with suppress(Base64Error):
            keys.append(b64decode(secret.removeprefix(_ENCODED_KEY), validate=True))
    # An empty key is not a secret.
    return [key for key in keys if key]


def _plain(body: bytes) -> bytes:
    # JSON never begins with these two bytes.
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as packed:
            plain = packed.read(_LARGEST_BODY + 1)
    except (OSError, EOFError, zlib.error):
        raise NotGenuine("the body cannot be unpacked") from None
    if len(plain) > _LARGEST_BODY:
        raise NotGenuine("the body is too large")
    return plain


def _not_genuine(error: Exception, otherwise: str) -> NotGenuine:
    return error if isinstance(error, NotGenuine) else NotGenuine(otherwise)
