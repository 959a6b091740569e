"""The time: the only module of the SDK and of the adapters that reads a clock. Also short names for durations."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """This machine's time, or that of another clock, which the hub sets: the database's, which all processes share."""

    def __init__(self) -> None:
        self._source: Callable[[], datetime] | None = None

    def follow(self, source: Callable[[], datetime]) -> None:
        """Tell the time of this clock from now on."""
        self._source = source

    def now(self) -> datetime:
        return datetime.now(UTC) if self._source is None else self._source()


_SHARED = Clock()
follow = _SHARED.follow


def now() -> datetime:
    """The current time, in UTC."""
    return _SHARED.now()


def timestamp() -> float:
    """The current time in seconds since 1970, as sessions and rate limits count it."""
    return now().timestamp()


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def days(count: float) -> timedelta:
    return timedelta(days=count)
