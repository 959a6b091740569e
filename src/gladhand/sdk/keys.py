"""Reads the time in operation keys. A key is the same in all attempts of one create."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from gladhand.sdk import clock

# How far a provider's clock may be behind ours.
_CLOCKS_APART: Final = timedelta(minutes=2)
# An operation is not attempted for longer than that.
_LONGEST: Final = timedelta(days=1)


def accepted_at(operation_key: str) -> datetime | None:
    """When the hub accepted the create with this key: the time in a UUID of version 7, to the millisecond."""
    try:
        key = UUID(operation_key)
    except ValueError:
        return None
    if key.version != 7:
        return None
    seconds, milliseconds = divmod(key.int >> 80, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=milliseconds * 1000)


def not_before(operation_key: str) -> datetime:
    """The earliest time, by the provider's clock, at which a create with this key can have been carried out."""
    return (accepted_at(operation_key) or clock.now() - _LONGEST) - _CLOCKS_APART


def not_after() -> datetime:
    """The latest time, by the provider's clock, at which anything can have been carried out until now."""
    return clock.now() + _CLOCKS_APART
