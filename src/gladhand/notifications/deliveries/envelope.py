"""The request that a receiver gets: the envelope, its headers, and two kinds of signatures over the same bytes."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from gladhand.core.clock import wire_time
from gladhand.core.crypto import Secret
from gladhand.notifications.signing import signature, standard_signatures

#: Marks an event that was made on demand. Its body is like the body of any other event.
TEST_HEADER = "X-Gladhand-Test"
_USER_AGENT = "Catena-Webhook"
_SOURCE = "catena-notifications"
# A body of some hundred bytes gains nothing from a higher level.
_GZIP_LEVEL = 1
# zlib's largest window, and 16 for gzip's own head and tail around it.
_GZIP_FORMAT = 15 + 16


@dataclass(frozen=True, slots=True)
class EnvelopeEvent:
    """One event as a receiver gets it; `data` is its record, or the list of its records, as JSON text."""

    id: UUID
    occurred_at: datetime
    sequence: int | None
    data: str


@dataclass(frozen=True)
class EventEnvelope:
    """One event for one receiver, or a batch of several.

    `timestamp` in the body is when the event happened, the same in each attempt; the headers say when it was sent.
    """

    event_name: str
    version: str
    webhook_id: UUID
    attempt: int
    events: Sequence[EnvelopeEvent]
    is_test: bool = False
    extensions: bool = True
    """Whether the body has keys beyond the contract."""

    @property
    def id(self) -> UUID:
        """The id of the event. A batch has an id that follows from its events, for receivers that know no batches."""
        if len(self.events) == 1:
            return self.events[0].id
        digest = hashlib.sha256(b"".join(event.id.bytes for event in self.events)).digest()
        # The first event's time, then bits of the digest: sortable like all the others.
        return UUID(bytes=self.events[0].id.bytes[:6] + bytes([0x70 | digest[0] & 15, digest[1]]) +
                    bytes([0x80 | digest[2] & 63]) + digest[3:10])  # fmt: skip

    def body(self) -> bytes:
        """The JSON that is signed. Its id is the same in all attempts, so that receivers recognise repetitions."""
        first = self.events[0]
        several = ""
        if len(self.events) > 1:
            several = ',"events":[' + ",".join(map(_event_entry, self.events)) + "]"
        sequence = "" if first.sequence is None or not self.extensions else f',"sequence":{first.sequence}'
        data = ",".join(_records(event.data) for event in self.events)
        return (
            f'{{"id":"{self.id}","version":{json.dumps(self.version)},"event_name":{json.dumps(self.event_name)},'
            f'"webhook_id":"{self.webhook_id}","timestamp":"{wire_time(first.occurred_at)}",'
            f'"delivery_attempt":{self.attempt}{sequence}{several},"data":[{data}]}}'
        ).encode()

    def headers(
        self, body: bytes, secrets: Sequence[Secret], *, sent_at: datetime, request_id: UUID, is_packed: bool = True
    ) -> dict[str, str]:
        """The first secret is the current one; secrets that were replaced recently sign beside it."""
        headers = self.unsigned_headers(sent_at=sent_at)
        plain = headers["X-Catena-Timestamp"].encode() + b"." + body
        standard = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        headers |= {
            "X-Request-ID": str(request_id),
            # One value only, because receivers compare the whole header.
            "X-Catena-Signature": signature(secrets[0], plain),
            "webhook-signature": " ".join(
                f"v1,{each}" for secret in secrets for each in standard_signatures(secret, standard)
            ),
        }
        if is_packed:
            headers["Content-Encoding"] = "gzip"
        if len(secrets) > 1:
            headers["X-Catena-Signature-Previous"] = ",".join(signature(secret, plain) for secret in secrets[1:])
        return headers

    def unsigned_headers(self, *, sent_at: datetime) -> dict[str, str]:
        """The headers that follow from the event, the attempt and the time."""
        headers = {
            "Content-Type": "application/json",
            "User-Agent": _USER_AGENT,
            "Accept": "application/json",
            # The answer's body is ignored, so it need not be compressed.
            "Accept-Encoding": "identity",
            # The form of the contract's example. Older libraries of receivers cannot parse a `Z`.
            "X-Catena-Timestamp": sent_at.astimezone(UTC).isoformat(timespec="seconds"),
            "X-Event-Type": self.event_name,
            "X-Webhook-ID": str(self.webhook_id),
            "X-Schema-Version": self.version,
            "X-Source": _SOURCE,
            "X-Delivery-Attempt": str(self.attempt),
            # Standard Webhooks.
            "webhook-id": str(self.id),
            "webhook-timestamp": str(int(sent_at.timestamp())),
        }
        if self.is_test:
            headers[TEST_HEADER] = "true"
        if self.events[0].sequence is not None:
            headers["X-Catena-Sequence"] = str(self.events[0].sequence)
        return headers


def _event_entry(event: EnvelopeEvent) -> str:
    sequence = "null" if event.sequence is None else event.sequence
    return f'{{"id":"{event.id}","timestamp":"{wire_time(event.occurred_at)}","sequence":{sequence}}}'


def _records(data: str) -> str:
    return data[1:-1] if data.startswith("[") else data


def compressed(body: bytes) -> bytes:
    return zlib.compress(body, _GZIP_LEVEL, wbits=_GZIP_FORMAT)
