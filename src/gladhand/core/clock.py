"""The one place that tells the time, and how a time looks on the wire."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return datetime.now(UTC)


def wire_time(moment: datetime) -> str:
    """RFC 3339 in UTC with `Z`; microseconds only when there are any (the SQL function of the same name agrees)."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
