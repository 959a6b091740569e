"""Figures that are kept by quarters of an hour, for charts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import LiteralString

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class QuarterFigures:
    """What happened in a quarter of an hour, and how much of it failed."""

    begins: datetime
    total: int
    failed: int


def begin_of_step(moment: datetime, step: timedelta) -> datetime:
    """When the step of this length that has the moment begins, in UTC; the same as `date_bin` with 'epoch' in SQL."""
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(seconds - seconds % int(step.total_seconds()), UTC)


def quarter_of(moment: LiteralString) -> LiteralString:
    """The SQL of when the quarter with this moment begins."""
    return f"date_bin('{QUARTER.total_seconds():.0f} seconds', {moment}, 'epoch')"
