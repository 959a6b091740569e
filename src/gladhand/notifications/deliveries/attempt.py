"""One attempt: send, look at the answer, say what comes next. No database here."""

import random
import time
from collections.abc import Sequence
from uuid import UUID

from gladhand.core import clock
from gladhand.core.crypto import Secret
from gladhand.core.http import ClientError, ClientTimeout, Session
from gladhand.core.log import get_logger
from gladhand.notifications.deliveries.envelope import Envelope, Told, compressed
from gladhand.notifications.deliveries.outcomes import Settled
from gladhand.notifications.deliveries.queries import Claimed

log = get_logger()

#: The receiver wants no more of this subscription.
GONE = 410

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

    async def send(self, lot: Sequence[Claimed], secrets: Sequence[Secret]) -> list[Settled]:
        """Deliver once, all of the lot in one request.

        Only 2xx counts. Redirects are not followed: it is this address that the partner gave.
        """
        first = lot[0]
        envelope = Envelope(
            event_name=first.event_name,
            version=first.version,
            webhook_id=first.lane.webhook_id,
            attempt=max(each.attempt for each in lot),
            events=[Told(each.event_id, each.occurred_at, each.sequence, each.data) for each in lot],
        )
        body, request_id = envelope.body(), _new_id()
        started, code, error = time.perf_counter(), None, None
        try:
            async with self._session.post(
                first.lane.url,
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
            # Whatever it is, this attempt is over and has to be counted.
            # Once there is a status, the answer is known; a body that breaks off changes nothing.
            if code is None:
                error = self._reason(failure)
            if not isinstance(failure, ClientError | OSError | ValueError):
                log.error("delivery.crashed", delivery_id=str(first.id), exc_info=failure)
        took = round((time.perf_counter() - started) * 1000)
        return [
            Settled(
                each,
                request_id if each is first else _new_id(),
                code,
                error,
                took,
                None if error is None else self._next(each, code),
                each is first,
            )
            for each in lot
        ]

    def _reason(self, failure: Exception) -> str:
        """In words of our own: the client's may repeat the address, which can hold a key, or what the receiver sent."""
        if isinstance(failure, TimeoutError):
            return f"no answer within {self._timeout.total:g} s"
        inner = getattr(failure, "os_error", failure)
        detail = inner.strerror or str(inner) if isinstance(inner, OSError) else ""
        # Nor may it hold what the database cannot: the lot that it is settled with would be refused for ever.
        return f"{type(failure).__name__}: {_printable(detail)}".rstrip(": ")[:_LONGEST_REASON]

    def _next(self, claimed: Claimed, code: int | None) -> float | None:
        """What a failure comes to. Probing a stale subscription, or having it paused, costs an event no attempt."""
        if code == GONE and claimed.lane.is_callback:
            return None
        if claimed.lane.is_probe or code == GONE:
            return self._wait(min(claimed.tries, len(self._waits)))
        return self._wait(claimed.tries)

    def _wait(self, tries: int) -> float | None:
        """Seconds until the next attempt after so many, `None` when that was the last."""
        if tries > len(self._waits):
            return None
        pause = self._waits[tries - 1] if tries else 0.0
        return pause * random.uniform(1, 1 + _JITTER)  # noqa: S311 - spreads load


def _new_id() -> UUID:
    """Version 7: the log grows at one end of its index."""
    milliseconds = time.time_ns() // 1_000_000
    bits = milliseconds << 80 | random.getrandbits(80)
    return UUID(int=bits & ~(0xF << 76) & ~(3 << 62) | 7 << 76 | 2 << 62)


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)
