"""Deliveries as the hub signs them, for tests of verifiers."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from gladhand.core.crypto import Secret
from gladhand.notifications.deliveries.envelope import EnvelopeEvent, EventEnvelope


def signed_delivery(*secrets: str, age: timedelta = timedelta()) -> tuple[dict[str, str], bytes]:
    """The headers and the body of a delivery that was signed with these secrets, so long ago."""
    event = EnvelopeEvent(uuid4(), datetime.now(UTC), 1, '{"n": "Zoë"}')
    envelope = EventEnvelope("user.added", "1.0", uuid4(), 1, [event])
    body = envelope.body()
    signing = [Secret(each) for each in secrets]
    return envelope.headers(body, signing, sent_at=datetime.now(UTC) - age, request_id=uuid4()), body
