"""How fast one account may be called, and what a provider's answers say about it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from gladhand.sdk.clock import timestamp
from gladhand.sdk.http import Response

_LONGEST_PAUSE = 3600.0
_LATENESS = (0.02, 2.0)
# A larger number is a time of the clock, in seconds since 1970; a smaller one says how long.
_FIRST_EPOCH = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests a second, and so many at once after a rest."""

    per_second: float
    burst: int = 1
    late_seconds: float | None = None
    """How late a request may leave without harm; without it as late as the next one is due."""

    @property
    def lateness(self) -> float:
        least, most = _LATENESS
        return min(max(self.late_seconds or 1 / self.per_second, least), most)


#: By the name of the bucket that requests take from.
Rates: TypeAlias = Mapping[str, Rate]
#: The bucket that every request takes from; the others are named by `limits.kinds`.
ALL = ""


@dataclass(frozen=True, slots=True)
class Remaining:
    """What a provider says is left: so many requests for so many seconds."""

    requests: int
    seconds: float


class Budget(Protocol):
    """The requests that one account may still make. `kind` is one of the definition's `limits.kinds`."""

    async def take(self, kind: str | None = None) -> None:
        """Wait for this request's turn."""
        ...

    async def pause(self, seconds: float, kind: str | None = None) -> None:
        """The provider has throttled: nothing is to come for so long, and less from then on."""
        ...

    async def observe(self, remaining: Remaining, kind: str | None = None) -> None:
        """The provider has said how much is left."""
        ...


class TokenBucket:
    """A budget that lives in this process alone."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._left = self._burst = float(max(1, rate.burst))
        self._filled_at = 0.0
        self._paused_until = 0.0
        self._turn = asyncio.Lock()

    async def take(self, kind: str | None = None) -> None:  # noqa: ARG002 - one bucket for all kinds
        async with self._turn:
            while (wait := self._wait()) > 0:  # noqa: ASYNC110 - time is what is waited for
                await asyncio.sleep(wait)
            self._left -= 1

    async def pause(self, seconds: float, kind: str | None = None) -> None:  # noqa: ARG002 - one bucket for all kinds
        self._paused_until = max(self._paused_until, asyncio.get_running_loop().time() + seconds)

    async def observe(self, remaining: Remaining, kind: str | None = None) -> None:
        if remaining.requests <= 0:
            await self.pause(remaining.seconds, kind)

    def _wait(self) -> float:
        now = asyncio.get_running_loop().time()
        if self._filled_at:
            self._left = min(self._burst, self._left + (now - self._filled_at) * self._rate.per_second)
        self._filled_at = now
        return max(self._paused_until - now, (1 - self._left) / self._rate.per_second)


def remaining_by(response: Response) -> Remaining | None:
    """What the answer's rate headers say, such as `X-RateLimit-*`, `X-Rate-Limit-*` or `RateLimit-*`."""
    found = {_plain(name): value for name, value in response.headers.items() if "limit" in name.lower()}
    remaining, reset = found.get("ratelimitremaining"), found.get("ratelimitreset")
    if remaining is None or reset is None or (seconds := _seconds(reset)) is None:
        return None
    with suppress(ValueError):
        return Remaining(int(float(remaining)), seconds)
    return None


def _plain(name: str) -> str:
    return name.lower().removeprefix("x-").replace("-", "")


def _seconds(reset: str) -> float | None:
    """Seconds from now: the header is a duration, a time since 1970, or a date."""
    try:
        number = float(reset)
    except ValueError:
        with suppress(ValueError):
            moment = datetime.fromisoformat(reset)
            if moment.tzinfo is not None:
                return _bounded(moment.timestamp() - timestamp())
        return None
    return _bounded(number - timestamp() if number >= _FIRST_EPOCH else number)


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), _LONGEST_PAUSE)
