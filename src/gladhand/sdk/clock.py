"""The time: the only module of the SDK and of the adapters that reads a clock. Also short names for durations."""

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The current time, in UTC."""
    return datetime.now(UTC)


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
