"""One attempt: prepare the request, send it, decide what comes next. `finishing` writes the result."""

import random
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from uuid import UUID

from gladhand.core import clock
from gladhand.core.crypto import Secret
from gladhand.core.extensions import without_extensions
from gladhand.core.ids import uuid7
from gladhand.core.log import get_logger
from gladhand.notifications.deliveries import log_events
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.connection import PostResponse
from gladhand.notifications.deliveries.envelope import EnvelopeEvent, EventEnvelope, compressed
from gladhand.notifications.deliveries.queries import ClaimedDelivery, DeliveryQueue
from gladhand.notifications.deliveries.repeated import without_address
from gladhand.notifications.event_schemas.documents import beyond_contract
from gladhand.notifications.webhooks.enums import ContentEncodingEnum
from gladhand.resources.retry_after import retry_after_seconds

log = get_logger()

#: The status by which a receiver ends its subscription.
GONE = 410

# The statuses of receivers that cannot unpack a compressed body.
_UNREADABLE = (400, 415)
# The statuses with which `Retry-After` counts.
_BUSY = (429, 503)
_MOST_REMEMBERED = 10_000
_JITTER = 0.2
# A subscription that has ended is paused after the result is written. Its delivery is not due before.
_PAUSED_WITHIN_SECONDS = 1.0
_LONGEST_REASON = 300
# Also where events are tried only once.
_LEAST_KEY_WAIT = 1.0
_UNREADABLE_LINK = "not sent: the server lacks the key that decrypts the link in the event"
_CRASHED = "gladhand failed at this delivery; the operator finds the reason in the log"


@dataclass(frozen=True, slots=True)
class AttemptedDelivery:
    """How an attempt ended: delivered when there is no error; `wait` is set when there will be another attempt."""

    claimed: ClaimedDelivery
    log_id: UUID
    status_code: int | None
    error: str | None
    milliseconds: int
    wait: float | None
    is_request: bool = True
    """False for each further event in a request that carried several."""
    refuses_gzip: bool = False
    """The receiver refused the compressed body and took the plain one."""
    retry_after: float = 0.0
    """For how many seconds the receiver asked to be left alone."""
    is_forgiven: bool = False
    """Whether it counts as no try."""
    answer: str | None = None
    """What the receiver said with its refusal."""

    @property
    def outcome(self) -> str:
        if self.error is None:
            return "delivered"
        return "no_answer" if self.status_code is None else "refused"


@dataclass(frozen=True, slots=True)
class SentRequest:
    """The result of one request."""

    request_id: UUID
    answer: PostResponse | None
    error: str | None

    @property
    def status(self) -> int | None:
        return None if self.answer is None else self.answer.status

    @property
    def retry_after(self) -> float:
        """For how many seconds the receiver asked to be left alone."""
        if self.answer is None or self.status not in _BUSY:
            return 0.0
        return retry_after_seconds(self.answer.retry_after, clock.now()) or 0.0


class Sender:
    """Sends claimed deliveries; `waits` are the pauses before each further attempt, in seconds."""

    def __init__(self, client: PostClient, *, timeout_seconds: float, waits: Sequence[float]) -> None:
        self._client = client
        self._seconds = timeout_seconds
        self._waits = waits
        # Receivers that take only plain bodies. A subscription's row remembers it soon; a callback URL has no row.
        self._plain: OrderedDict[UUID, None] = OrderedDict()

    async def send(self, batch: Sequence[ClaimedDelivery], secrets: Sequence[Secret]) -> list[AttemptedDelivery]:
        """Send the batch in one request; once more without compression if the receiver seems not to know it.

        Only 2xx counts as delivered. Redirects are not followed, because the partner gave this address and no other.
        """
        first, started = batch[0], perf_counter()
        envelope = EventEnvelope(
            event_name=first.event_name,
            version=first.version,
            webhook_id=first.queue.webhook_id,
            attempt=max(delivery.attempt for delivery in batch),
            is_test=first.is_test,
            events=[EnvelopeEvent(d.event_id, d.occurred_at, d.sequence, _data_of(d)) for d in batch],
            extensions=first.queue.extensions,
        )
        is_packed = self._takes_gzip(first.queue)
        sent = await self._post(first, envelope, secrets, is_packed=is_packed, seconds=self._seconds)
        refuses_gzip = False
        if is_packed and sent.status in _UNREADABLE:
            # Both requests together take no longer than one may: the lease ends soon after.
            left = max(0.1, self._seconds - (perf_counter() - started))
            plain = await self._post(first, envelope, secrets, is_packed=False, seconds=left, is_anew=True)
            if plain.status is not None:
                # It is what the receiver says of the event: to the compressed body it said that it cannot read it.
                sent = plain
            if plain.error is None:
                refuses_gzip = True
                self._remember(first.queue)
        took = round((perf_counter() - started) * 1000)
        # A receiver may repeat what it got, and a link is a secret.
        words = None if sent.answer is None or any(each.has_link for each in batch) else sent.answer.words
        answer = None if words is None else without_address(words, first.queue.url)
        return [
            AttemptedDelivery(
                delivery,
                sent.request_id if delivery is first else uuid7(),
                sent.status,
                sent.error,
                took,
                None if sent.error is None else self._wait_after(delivery, sent),
                is_request=delivery is first,
                refuses_gzip=refuses_gzip,
                retry_after=sent.retry_after,
                answer=answer if delivery is first else None,
            )
            for delivery in batch
        ]

    def crashed(self, delivery: ClaimedDelivery) -> AttemptedDelivery:
        """The result of an attempt that failed because of a bug: it is tried again like any other that failed."""
        return AttemptedDelivery(
            delivery, uuid7(), None, _CRASHED, 0, self._wait_after(delivery, None), is_request=False
        )

    def not_sent(self, delivery: ClaimedDelivery) -> AttemptedDelivery:
        """The result for an event whose link no key decrypts: it waits, because the key may come back.

        It is no try of the event, which has all of them yet when the key is back.
        """
        wait = max(_LEAST_KEY_WAIT, self._wait(min(delivery.attempt, len(self._waits))) or 0.0)
        return AttemptedDelivery(delivery, uuid7(), None, _UNREADABLE_LINK, 0, wait, is_request=False, is_forgiven=True)

    async def _post(
        self,
        first: ClaimedDelivery,
        envelope: EventEnvelope,
        secrets: Sequence[Secret],
        *,
        is_packed: bool,
        seconds: float,
        is_anew: bool = False,
    ) -> SentRequest:
        body, request_id, answer, error = envelope.body(), uuid7(), None, None
        headers = envelope.headers(body, secrets, sent_at=clock.now(), request_id=request_id, is_packed=is_packed)
        content = compressed(body) if is_packed else body
        try:
            answer = await self._client.post(first.queue.url, content, headers, seconds=seconds, is_anew=is_anew)
            if not 200 <= answer.status < 300:
                error = f"answered {answer.status}"
        except Exception as failure:
            # Every failure ends this attempt and is counted.
            error = self._reason(failure)
            if not isinstance(failure, OSError | ValueError):
                log.error(log_events.CRASHED, delivery_id=str(first.id), exc_info=failure)
        return SentRequest(request_id, answer, error)

    def _takes_gzip(self, queue: DeliveryQueue) -> bool:
        return queue.content_encoding == ContentEncodingEnum.GZIP and queue.webhook_id not in self._plain

    def _remember(self, queue: DeliveryQueue) -> None:
        if queue.is_callback:
            self._plain[queue.webhook_id] = None
            if len(self._plain) > _MOST_REMEMBERED:
                self._plain.popitem(last=False)

    def _reason(self, failure: Exception) -> str:
        """Describe a failure without repeating the address, which may hold a key, or what the receiver sent."""
        if isinstance(failure, TimeoutError):
            return f"no answer within {self._seconds:g} s"
        inner = getattr(failure, "os_error", failure)
        detail = inner.strerror or str(inner) if isinstance(inner, OSError) else ""
        # The database cannot store unprintable characters such as NUL.
        return f"{type(failure).__name__}: {_printable(detail)}".rstrip(": ")[:_LONGEST_REASON]

    def _wait_after(self, claimed: ClaimedDelivery, sent: SentRequest | None) -> float | None:
        """Seconds until the next attempt after a failure, or None if there is none: never sooner than a receiver that
        is busy has asked for. Nothing may have been sent.

        A probe of a stale subscription, and an answer that pauses it, do not count as attempts of the event.
        """
        is_gone = sent is not None and sent.status == GONE
        if is_gone and claimed.queue.is_callback:
            return None
        does_not_count = claimed.queue.is_probe or is_gone
        wait = self._wait(min(claimed.tries, len(self._waits)) if does_not_count else claimed.tries)
        least = _PAUSED_WITHIN_SECONDS if is_gone else sent.retry_after if sent is not None else 0.0
        return None if wait is None else max(wait, least)

    def _wait(self, tries: int) -> float | None:
        """Seconds until the next attempt after this many tries; None after the last."""
        if tries > len(self._waits):
            return None
        pause = self._waits[tries - 1] if tries else 0.0
        return pause * random.uniform(1, 1 + _JITTER)  # noqa: S311 - spreads load


def _data_of(delivery: ClaimedDelivery) -> str:
    """The records as the subscription gets them: with the contract's keys, or with all."""
    assert delivery.data is not None
    beyond = {} if delivery.queue.extensions else beyond_contract(delivery.event_name)
    return without_extensions(delivery.data.encode(), beyond).decode() if beyond else delivery.data


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)
