import gzip
import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID, uuid4

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from gladhand.core.crypto import Secret
from gladhand.notifications.deliveries.envelope import EnvelopeEvent, EventEnvelope, compressed
from gladhand.notifications.signing import new_signing_secret

_SECRET = "wX9kLmP2nQrT4vYz"


@pytest.fixture
def envelope() -> EventEnvelope:
    return EventEnvelope(
        event_name="user.added",
        version="1.0",
        webhook_id=uuid4(),
        attempt=3,
        events=[EnvelopeEvent(uuid4(), datetime(2026, 11, 21, 9, 30, tzinfo=UTC), 7, '{"first_name": "Zoë"}')],
    )


def _headers(envelope: EventEnvelope, sent_at: datetime | None = None) -> dict[str, str]:
    return envelope.headers(
        envelope.body(), [Secret(_SECRET)], sent_at=sent_at or datetime.now(UTC), request_id=uuid4()
    )


def test_the_body_holds_the_event_with_its_record_in_a_list(envelope):
    assert json.loads(envelope.body()) == {
        "id": str(envelope.id),
        "version": "1.0",
        "event_name": "user.added",
        "webhook_id": str(envelope.webhook_id),
        "timestamp": "2026-11-21T09:30:00Z",
        "delivery_attempt": 3,
        "sequence": 7,
        "data": [{"first_name": "Zoë"}],
    }


def test_the_headers_are_those_of_the_contract(envelope):
    headers = _headers(envelope, datetime(2026, 11, 21, 10, 0, 0, 123456, tzinfo=UTC))
    assert headers["User-Agent"] == "Catena-Webhook"
    assert headers["Content-Type"] == headers["Accept"] == "application/json"
    assert headers["Content-Encoding"] == "gzip"
    assert headers["X-Catena-Timestamp"] == "2026-11-21T10:00:00+00:00"
    assert headers["X-Event-Type"] == "user.added"
    assert headers["X-Webhook-ID"] == str(envelope.webhook_id)
    assert headers["X-Schema-Version"] == "1.0"
    assert headers["X-Source"] == "catena-notifications"
    assert headers["X-Delivery-Attempt"] == "3"
    assert headers["X-Catena-Sequence"] == "7"
    assert headers["webhook-id"] == str(envelope.id)


def test_the_contracts_signature_is_over_timestamp_and_plain_body(envelope):
    headers, body = _headers(envelope), envelope.body()
    message = headers["X-Catena-Timestamp"].encode() + b"." + body
    assert b64decode(headers["X-Catena-Signature"]) == hmac.new(_SECRET.encode(), message, hashlib.sha256).digest()


def test_standard_webhooks_takes_the_secret_as_base64_of_its_text(envelope):
    library = Webhook("whsec_" + b64encode(_SECRET.encode()).decode())
    library.verify(envelope.body(), _headers(envelope))
    with pytest.raises(WebhookVerificationError):
        library.verify(envelope.body() + b" ", _headers(envelope))
    with pytest.raises(WebhookVerificationError):
        library.verify(envelope.body(), _headers(envelope, datetime.now(UTC) - timedelta(minutes=6)))


def test_standard_webhooks_takes_a_whsec_secret_as_it_was_given(envelope):
    given = "whsec_" + b64encode(b"0123456789abcdefghijklmn").decode()
    headers = envelope.headers(envelope.body(), [Secret(given)], sent_at=datetime.now(UTC), request_id=uuid4())
    Webhook(given).verify(envelope.body(), headers)
    # Receivers that use the text of the secret as the key are served as well.
    Webhook(b64encode(given.encode()).decode()).verify(envelope.body(), headers)


@pytest.mark.parametrize("given", ["whsec_not base64 at all", "whsec_", "whsec_QUJD-_x"])
def test_a_secret_that_only_begins_like_whsec_signs_by_its_text(envelope, given):
    headers = envelope.headers(envelope.body(), [Secret(given)], sent_at=datetime.now(UTC), request_id=uuid4())
    assert len(headers["webhook-signature"].split()) == 1
    Webhook(b64encode(given.encode()).decode()).verify(envelope.body(), headers)


def test_a_made_up_secret_is_one_for_standard_webhooks(envelope):
    made = new_signing_secret()
    headers = envelope.headers(envelope.body(), [Secret(made)], sent_at=datetime.now(UTC), request_id=uuid4())
    Webhook(made).verify(envelope.body(), headers)


def test_a_body_is_packed_so_that_gzip_unpacks_it(envelope):
    assert gzip.decompress(compressed(envelope.body())) == envelope.body()


def test_a_batch_lists_its_events_and_has_an_id_that_follows_from_them():
    moment = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    first = UUID("0193a1c2-7b54-7c21-9d0e-4f6a8b2c1d3e")
    events = [EnvelopeEvent(first, moment, 4, '{"n":1}'), EnvelopeEvent(uuid4(), moment, 5, '{"n":2}')]
    batch = EventEnvelope("user.added", "1.0", uuid4(), 1, events)
    body = json.loads(batch.body())
    assert body["data"] == [{"n": 1}, {"n": 2}]
    assert [(each["id"], each["sequence"]) for each in body["events"]] == [
        (str(each.id), each.sequence) for each in events
    ]
    assert body["id"] not in [each["id"] for each in body["events"]]
    assert (batch.id.version, batch.id.variant, str(batch.id)[:13]) == (7, RFC_4122, str(first)[:13])
    assert EventEnvelope("user.added", "1.0", uuid4(), 2, events).id == batch.id


def test_while_a_secret_is_replaced_both_sign():
    envelope = EventEnvelope("user.added", "1.0", uuid4(), 1, [EnvelopeEvent(uuid4(), datetime.now(UTC), 1, "{}")])
    body, old = envelope.body(), "the-one-before-it"
    headers = envelope.headers(body, [Secret(_SECRET), Secret(old)], sent_at=datetime.now(UTC), request_id=uuid4())
    for secret in (_SECRET, old):
        Webhook(b64encode(secret.encode()).decode()).verify(body, headers)
    message = headers["X-Catena-Timestamp"].encode() + b"." + body
    for name, secret in (("X-Catena-Signature", _SECRET), ("X-Catena-Signature-Previous", old)):
        assert b64decode(headers[name]) == hmac.new(secret.encode(), message, hashlib.sha256).digest()
