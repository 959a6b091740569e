"""The header `Retry-After`, as providers and receivers of webhooks send it."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: A longer pause that a server asks for is cut to this.
MOST_SECONDS = 3600.0


def retry_after_seconds(text: str | None, now: datetime) -> float | None:
    """The seconds to wait: the header has a number of them, or a date. None if it cannot be read."""
    given = (text or "").strip()
    try:
        seconds = float(given)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(given).astimezone(UTC) - now).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None
    return min(max(seconds, 0.0), MOST_SECONDS) if seconds == seconds else None  # noqa: PLR0124 - NaN
