"""Reads the time in operation keys. A key is the same in all attempts of one create."""

from datetime import UTC, datetime
from uuid import UUID


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
