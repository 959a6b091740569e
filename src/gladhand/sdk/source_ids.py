"""Source ids of rows to which the provider gives none: the parts that do not change, joined."""

from datetime import UTC, datetime


def composite_id(*parts: str | datetime) -> str:
    """The parts, joined by a bar. A time is written in UTC, with milliseconds: `494123|2026-01-06T09:29:28.000Z`."""
    return "|".join([utc_text(part) if isinstance(part, datetime) else part for part in parts])


def utc_text(moment: datetime) -> str:
    """The time in UTC with milliseconds and a `Z`."""
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return utc.isoformat(timespec="milliseconds")[:-6] + "Z"
