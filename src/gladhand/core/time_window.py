"""Spans of time that lists and counts are restricted to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from psycopg import sql


@dataclass(frozen=True)
class TimeWindow:
    """A span of time that a list is restricted to: from `since` (included) until `until` (excluded); None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def contains(self, column: sql.Composable, prefix: str = "") -> sql.Composable:
        """The condition that the column's time lies in the window. `prefix` tells parameters of two windows apart."""
        conditions = []
        if self.since is not None:
            conditions.append(column + sql.SQL(" >= ") + sql.Placeholder(f"{prefix}since"))
        if self.until is not None:
            conditions.append(column + sql.SQL(" < ") + sql.Placeholder(f"{prefix}until"))
        return sql.SQL(" and ").join(conditions) if conditions else sql.SQL("true")

    def parameters(self, prefix: str = "") -> Mapping[str, datetime | None]:
        """The values for `contains`."""
        return {f"{prefix}since": self.since, f"{prefix}until": self.until}


ALWAYS = TimeWindow()
