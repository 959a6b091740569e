"""One attempt: send, look at the answer, say what comes next. No database here."""

import random
import time
from collections.abc import Sequence
from uuid import uuid4

from gladhand.core import clock
from gladhand.core.crypto import Secret
from gladhand.core.http import ClientError, ClientTimeout, Session
from gladhand.core.log import get_logger
from gladhand.notifications.deliveries.envelope import Envelope, compressed
from gladhand.notifications.deliveries.queries import Claimed, Settled

log = get_logger()

# Enough to let the connection be used again after a short answer; nothing is done with it.
_MOST_READ = 4096
_JITTER = 0.2
_LONGEST_REASON = 300


class Sender:
    """Sends claimed deliveries over one session; `waits` are the pauses before each further attempt, in seconds."""

    def __init__(self, session: Session, *, timeout_seconds: float, waits: Sequence[float]) -> None:
        self._session = session
        self._timeout = ClientTimeout(total=timeout_seconds)
        self._waits = waits

    async def send(self, claimed: Claimed, secret: Secret) -> Settled:
        """Deliver once. Only 2xx counts. Redirects are not followed: it is this address that the partner gave."""
        envelope = Envelope(
            event_id=claimed.event_id,
            event_name=claimed.event_name,
            version=claimed.version,
            webhook_id=claimed.lane.webhook_id,
            attempt=claimed.attempt,
            occurred_at=claimed.occurred_at,
            data=claimed.data,
        )
        body, request_id = envelope.body(), uuid4()
        started, code, error = time.perf_counter(), None, None
        try:
            async with self._session.post(
                claimed.lane.url,
                data=compressed(body),
                headers=envelope.headers(body, secret, sent_at=clock.now(), request_id=request_id),
                timeout=self._timeout,
                allow_redirects=False,
            ) as answer:
                code = answer.status
                if not 200 <= code < 300:
                    error = f"answered {code}"
                await answer.content.read(_MOST_READ)
        except Exception as failure:
            # Whatever it is, this attempt is over and has to be counted.
            # Once there is a status, the answer is known; a body that breaks off changes nothing.
            if code is None:
                error = self._reason(failure)
            if not isinstance(failure, ClientError | OSError | ValueError):
                log.error("delivery.crashed", delivery_id=str(claimed.id), exc_info=failure)
        wait = None if error is None else self._wait(claimed.attempt)
        return Settled(claimed, request_id, code, error, round((time.perf_counter() - started) * 1000), wait)

    def _reason(self, failure: Exception) -> str:
        """In words of our own: the client's may repeat the address, which can hold a key, or what the receiver sent."""
        if isinstance(failure, TimeoutError):
            return f"no answer within {self._timeout.total:g} s"
        inner = getattr(failure, "os_error", failure)
        detail = inner.strerror or str(inner) if isinstance(inner, OSError) else ""
        # Nor may it hold what the database cannot: the lot that it is settled with would be refused for ever.
        return f"{type(failure).__name__}: {_printable(detail)}".rstrip(": ")[:_LONGEST_REASON]

    def _wait(self, attempt: int) -> float | None:
        """Seconds until the next attempt after this one, `None` when it was the last."""
        if attempt > len(self._waits):
            return None
        return self._waits[attempt - 1] * random.uniform(1, 1 + _JITTER)  # noqa: S311 - spreads load


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)
