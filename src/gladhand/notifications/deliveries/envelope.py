"""What a receiver gets: the envelope, its headers, and two signatures over the same bytes."""

import gzip
import hashlib
import hmac
import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from gladhand.core.clock import wire_time

_USER_AGENT = "Catena-Webhook"
_SOURCE = "catena-notifications"
# A body of some hundred bytes gains nothing from trying harder.
_GZIP_LEVEL = 1


@dataclass(frozen=True)
class Envelope:
    """One event for one receiver; `data` is the record as JSON text, passed on unread."""

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

    def headers(self, body: bytes, secret: str, sent_at: datetime) -> dict[str, str]:
        timestamp = wire_time(sent_at.replace(microsecond=0))
        seconds = str(int(sent_at.timestamp()))
        return {
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            "User-Agent": _USER_AGENT,
            "Accept": "application/json",
            "X-Catena-Signature": signature(secret, timestamp.encode() + b"." + body),
            "X-Catena-Timestamp": timestamp,
            "X-Event-Type": self.event_name,
            "X-Webhook-ID": str(self.webhook_id),
            "X-Request-ID": str(uuid4()),
            "X-Schema-Version": self.version,
            "X-Source": _SOURCE,
            "X-Delivery-Attempt": str(self.attempt),
            # Standard Webhooks. Its libraries take the secret as base64 of the key; the key is the secret's own UTF-8.
            "webhook-id": str(self.event_id),
            "webhook-timestamp": seconds,
            "webhook-signature": "v1," + signature(secret, f"{self.event_id}.{seconds}.".encode() + body),
        }


def signature(secret: str, message: bytes) -> str:
    return b64encode(hmac.digest(secret.encode(), message, hashlib.sha256)).decode()


def compressed(body: bytes) -> bytes:
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)
