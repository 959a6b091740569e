"""One attempt: prepare the request, send it, decide what comes next. `finishing` writes the result."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from uuid import UUID

from gladhand.core import clock
from gladhand.core.crypto import Secret
from gladhand.core.http import ClientError, ClientTimeout, Session
from gladhand.core.ids import uuid7
from gladhand.core.log import get_logger
from gladhand.notifications.deliveries import log_events
from gladhand.notifications.deliveries.envelope import EnvelopeEvent, EventEnvelope, compressed
from gladhand.notifications.deliveries.queries import ClaimedDelivery

log = get_logger()

#: With this status a receiver ends its subscription.
GONE = 410

# Reading a short answer lets the connection be used again; the body itself is ignored.
_MOST_READ = 4096
_JITTER = 0.2
_LONGEST_REASON = 300


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

    @property
    def outcome(self) -> str:
        if self.error is None:
            return "delivered"
        return "no_answer" if self.status_code is None else "refused"


class Sender:
    """Sends claimed deliveries over one session; `waits` are the pauses before each further attempt, in seconds."""

    def __init__(self, session: Session, *, timeout_seconds: float, waits: Sequence[float]) -> None:
        self._session = session
        self._timeout = ClientTimeout(total=timeout_seconds)
        self._waits = waits

    async def send(self, batch: Sequence[ClaimedDelivery], secrets: Sequence[Secret]) -> list[AttemptedDelivery]:
        """Send the batch in one request.

        Only 2xx counts as delivered. Redirects are not followed, because the partner gave this address and no other.
        """
        first = batch[0]
        envelope = EventEnvelope(
            event_name=first.event_name,
            version=first.version,
            webhook_id=first.queue.webhook_id,
            attempt=max(delivery.attempt for delivery in batch),
            events=[EnvelopeEvent(d.event_id, d.occurred_at, d.sequence, d.data) for d in batch],
        )
        body, request_id = envelope.body(), uuid7()
        started, code, error = perf_counter(), None, None
        try:
            async with self._session.post(
                first.queue.url,
                data=compressed(body),
                headers=envelope.headers(body, secrets, sent_at=clock.now(), request_id=request_id),
                timeout=self._timeout,
                allow_redirects=False,
            ) as answer:
                code = answer.status
                if not 200 <= code < 300:
                    error = f"answered {code}"
                await answer.content.read(_MOST_READ)
        except Exception as failure:
            # Every failure ends this attempt and is counted.
            # Once there is a status, the answer is known; a body that breaks off changes nothing.
            if code is None:
                error = self._reason(failure)
            if not isinstance(failure, ClientError | OSError | ValueError):
                log.error(log_events.CRASHED, delivery_id=str(first.id), exc_info=failure)
        took = round((perf_counter() - started) * 1000)
        return [
            AttemptedDelivery(
                delivery,
                request_id if delivery is first else uuid7(),
                code,
                error,
                took,
                None if error is None else self._wait_after(delivery, code),
                is_request=delivery is first,
            )
            for delivery in batch
        ]

    def _reason(self, failure: Exception) -> str:
        """Describe a failure without repeating the address, which may hold a key, or what the receiver sent."""
        if isinstance(failure, TimeoutError):
            return f"no answer within {self._timeout.total:g} s"
        inner = getattr(failure, "os_error", failure)
        detail = inner.strerror or str(inner) if isinstance(inner, OSError) else ""
        # The database cannot store unprintable characters such as NUL.
        return f"{type(failure).__name__}: {_printable(detail)}".rstrip(": ")[:_LONGEST_REASON]

    def _wait_after(self, claimed: ClaimedDelivery, code: int | None) -> float | None:
        """Seconds until the next attempt after a failure, or None if there is none.

        A probe of a stale subscription, and an answer that pauses it, do not count as attempts of the event.
        """
        if code == GONE and claimed.queue.is_callback:
            return None
        if claimed.queue.is_probe or code == GONE:
            return self._wait(min(claimed.tries, len(self._waits)))
        return self._wait(claimed.tries)

    def _wait(self, tries: int) -> float | None:
        """Seconds until the next attempt after this many tries; None after the last."""
        if tries > len(self._waits):
            return None
        pause = self._waits[tries - 1] if tries else 0.0
        return pause * random.uniform(1, 1 + _JITTER)  # noqa: S311 - spreads load


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)
