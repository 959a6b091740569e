"""Rate limits of provider accounts, and what a provider's answers say about them."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from math import floor, inf
from typing import Protocol, TypeAlias

from gladhand.sdk.clock import timestamp
from gladhand.sdk.http import Response

_LONGEST_PAUSE = 3600.0
_LATENESS = (0.02, 2.0)
# A larger number is a time, in seconds since 1970. A smaller one is a duration.
_FIRST_EPOCH = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests per second, and the number of requests that may leave at once after a pause."""

    per_second: float
    burst: int = 1
    late_seconds: float | None = None
    """How late a request may leave without harm. The default is one interval."""

    @property
    def lateness(self) -> float:
        least, most = _LATENESS
        wanted = 1 / self.per_second if self.late_seconds is None else self.late_seconds
        return min(max(wanted, least), most)


#: Rates by the name of the bucket that requests take from.
Rates: TypeAlias = Mapping[str, Rate]
#: The bucket that every request takes from. The others are named by `limits.kinds`.
ALL = ""


@dataclass(frozen=True, slots=True)
class Permit:
    """Requests that may leave: the first in `first_in` seconds, which may be negative, the others `interval` apart.

    If `count` is zero, `first_in` says when the next request may leave.
    """

    count: int
    first_in: float
    interval: float


class RateSchedule:
    """The arithmetic of a rate: `free_at` is when the next request may leave.

    Each request moves `free_at` on by one interval. Unused time adds up to a burst.
    """

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self.free_at = -inf

    def take(self, count: int, now: float, *, ahead: float = 0.0) -> Permit:
        """Take up to `count` requests that may leave now, or at most `ahead` seconds from now."""
        interval = 1 / self.rate.per_second
        first = max(self.free_at, now - (self.rate.burst - 1) * interval)
        granted = min(count, max(0, 1 + floor((now + ahead - first) / interval)))
        self.free_at = first + granted * interval
        return Permit(granted, first - now, interval)

    def pause_until(self, moment: float) -> None:
        self.free_at = max(self.free_at, moment)


@dataclass(frozen=True, slots=True)
class Remaining:
    """The number of requests that a provider still allows, and the seconds until it allows more."""

    requests: int
    seconds: float


class Budget(Protocol):
    """The requests that one account may still make. `kind` is one of the definition's `limits.kinds`."""

    async def take(self, kind: str | None = None) -> None:
        """Wait until a request of this kind may leave."""
        ...

    async def pause(self, seconds: float, kind: str | None = None) -> None:
        """Call this when the provider has throttled: nothing is sent for this time, and less after it."""
        ...

    async def observe(self, remaining: Remaining, kind: str | None = None) -> None:
        """Call this when an answer says how many requests remain."""
        ...


class TokenBucket:
    """A budget for one process, for accounts that are not stored yet."""

    def __init__(self, rate: Rate) -> None:
        self._schedule = RateSchedule(rate)
        self._lock = asyncio.Lock()

    async def take(self, kind: str | None = None) -> None:  # noqa: ARG002 - one bucket for all kinds
        clock = asyncio.get_running_loop().time
        async with self._lock:
            while not (permit := self._schedule.take(1, clock())).count:  # noqa: ASYNC110 - time is what is awaited
                await asyncio.sleep(permit.first_in)

    async def pause(self, seconds: float, kind: str | None = None) -> None:  # noqa: ARG002 - one bucket for all kinds
        self._schedule.pause_until(asyncio.get_running_loop().time() + seconds)

    async def observe(self, remaining: Remaining, kind: str | None = None) -> None:
        if remaining.requests <= 0:
            await self.pause(remaining.seconds, kind)


def remaining_by(response: Response) -> Remaining | None:
    """Parse the rate headers of an answer, such as `X-RateLimit-*`, `X-Rate-Limit-*` or `RateLimit-*`."""
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
