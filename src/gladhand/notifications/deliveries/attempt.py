"""One attempt: send, look at the answer, say what comes next. No database here."""

import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from gladhand.core import clock
from gladhand.core.http import ClientError, ClientTimeout, Session
from gladhand.notifications.deliveries.envelope import Envelope, compressed
from gladhand.notifications.deliveries.queries import Claimed, Settled

# Enough to let the connection be used again after a short answer; nothing is done with it.
_MOST_READ = 4096
_MOST_SHOWN = 200
_JITTER = 0.2


class Sender:
    """Sends claimed deliveries over one session; `waits` are the pauses before each further attempt, in seconds."""

    def __init__(self, session: Session, *, timeout_seconds: float, waits: Sequence[float]) -> None:
        self._session = session
        self._timeout = ClientTimeout(total=timeout_seconds)
        self._waits = waits

    async def send(self, claimed: Claimed, secret: str) -> Settled:
        """Deliver once. Only an answer of 2xx counts. Redirects are not followed: only this address was judged."""
        envelope = Envelope(
            event_id=claimed.event_id,
            event_name=claimed.event_name,
            version=claimed.version,
            webhook_id=claimed.webhook_id or callback_id(claimed.url),
            attempt=claimed.attempt,
            occurred_at=claimed.occurred_at,
            data=claimed.data,
        )
        body = envelope.body()
        started, code, error = time.perf_counter(), None, None
        try:
            async with self._session.post(
                claimed.url,
                data=compressed(body),
                headers=envelope.headers(body, secret, clock.now()),
                timeout=self._timeout,
                allow_redirects=False,
            ) as answer:
                code = answer.status
                if not 200 <= code < 300:
                    error = f"answered {code}"
                await answer.content.read(_MOST_READ)
        except TimeoutError:
            error = f"no answer within {self._timeout.total:g} s"
        except (ClientError, OSError, ValueError) as failure:
            error = f"{type(failure).__name__}: {failure}"[:_MOST_SHOWN]
        again_at = None if error is None else self._again_at(claimed.attempt)
        return Settled(claimed, code, error, round((time.perf_counter() - started) * 1000), again_at)

    def _again_at(self, attempt: int) -> datetime | None:
        """When the next attempt is due after this one, `None` when it was the last."""
        if attempt > len(self._waits):
            return None
        wait = self._waits[attempt - 1] * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - spreads load
        return clock.now() + timedelta(seconds=wait)


def callback_id(url: str) -> UUID:
    """What stands for the subscription where there is none: the same for every event to one callback url."""
    return uuid5(NAMESPACE_URL, url)
