"""Freshness of one connection: how long ago each of its lists was read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gladhand.console.pages.blocks import Bars
from gladhand.core.clock import now
from gladhand.resources.resource import as_words


def age_bars(schedules: Sequence[Any]) -> Bars:
    """For how many minutes each list that is read has not been read, those that wait longest first."""
    read = [
        (each["resource"], datetime.fromisoformat(each["last_successful_execution_at"]))
        for each in schedules
        if each["last_successful_execution_at"] and each["status"] in ("active", "inactive", "stale")
    ]
    rows = [
        (as_words(resource), max(0, int((now() - moment).total_seconds() // 60)))
        for resource, moment in sorted(read, key=lambda each: each[1])
    ]
    return Bars("Minutes since each list was last read", rows, "All lists were read within the last minute.")
