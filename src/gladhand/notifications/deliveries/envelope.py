"""What a receiver gets: the envelope, its headers, and two signatures over the same bytes."""

import hashlib
import hmac
import json
import zlib
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from gladhand.core.clock import wire_time
from gladhand.core.crypto import Secret

_USER_AGENT = "Catena-Webhook"
_SOURCE = "catena-notifications"
# A body of some hundred bytes gains nothing from trying harder.
_GZIP_LEVEL = 1
# zlib's largest window, and 16 for gzip's own head and tail around it.
_GZIP_FORMAT = 15 + 16


@dataclass(frozen=True)
class Envelope:
    """One event for one receiver; `data` is the record as JSON text, passed on unread.

    `timestamp` in the body is when the event happened, the same in each attempt; when it was sent is in the headers.
    """

    event_id: UUID
    event_name: str
    version: str
    webhook_id: UUID
    attempt: int
    occurred_at: datetime
    data: str

    def body(self) -> bytes:
        """The JSON that is signed. The id stays the same over all attempts: receivers tell repetitions by it."""
        return (
            f'{{"id":"{self.event_id}","version":{json.dumps(self.version)},"event_name":{json.dumps(self.event_name)},'
            f'"webhook_id":"{self.webhook_id}","timestamp":"{wire_time(self.occurred_at)}",'
            f'"delivery_attempt":{self.attempt},"data":[{self.data}]}}'
        ).encode()

    def headers(self, body: bytes, secret: Secret, *, sent_at: datetime, request_id: UUID) -> dict[str, str]:
        # As the contract's example has it: with `Z`, older libraries of receivers cannot read it.
        timestamp = sent_at.astimezone(UTC).isoformat(timespec="seconds")
        seconds = str(int(sent_at.timestamp()))
        return {
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            "User-Agent": _USER_AGENT,
            "Accept": "application/json",
            # An answer is not read, so there is nothing to unpack.
            "Accept-Encoding": "identity",
            "X-Catena-Signature": signature(secret, timestamp.encode() + b"." + body),
            "X-Catena-Timestamp": timestamp,
            "X-Event-Type": self.event_name,
            "X-Webhook-ID": str(self.webhook_id),
            "X-Request-ID": str(request_id),
            "X-Schema-Version": self.version,
            "X-Source": _SOURCE,
            "X-Delivery-Attempt": str(self.attempt),
            # Standard Webhooks. Its libraries take the secret as base64 of the key; the key is the secret's own UTF-8.
            "webhook-id": str(self.event_id),
            "webhook-timestamp": seconds,
            "webhook-signature": "v1," + signature(secret, f"{self.event_id}.{seconds}.".encode() + body),
        }


def signature(secret: Secret, message: bytes) -> str:
    return b64encode(hmac.digest(secret.reveal().encode(), message, hashlib.sha256)).decode()


def compressed(body: bytes) -> bytes:
    return zlib.compress(body, _GZIP_LEVEL, wbits=_GZIP_FORMAT)
