"""Times as seconds since 1970 and as this provider writes them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DAY = 86_400.0


def iso(moment: float) -> str:
    """Such as `2026-03-01T09:30:00.000Z`."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parsed(text: str) -> float:
    """The moment of an ISO text; without a zone it is UTC. Raises `ValueError`."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


def local_day(moment: float, zone: str) -> date:
    return datetime.fromtimestamp(moment, ZoneInfo(zone)).date()


def midnight(day: date, zone: str) -> float:
    """When this day begins in the zone."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp()
