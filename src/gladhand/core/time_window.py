"""Spans of time that lists and counts are restricted to, and those that clients ask for in a query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import sql

from gladhand.core import clock
from gladhand.core.how_many import how_many
from gladhand.core.problems import Invalid


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


def requested_window(
    begin: datetime | None, end: datetime | None, *, usual: timedelta, widest: timedelta | None = None
) -> TimeWindow:
    """The requested window. By default it ends now and is `usual` long.

    Raises `Invalid` for a window that ends before it begins, or is too wide.
    """
    until = end or clock.now()
    since = begin or until - usual
    if since >= until:
        raise Invalid.at("query.from_datetime", "from_datetime must be before to_datetime.", given=since)
    if widest is not None and until - since > widest:
        raise Invalid.at(
            "query.from_datetime",
            f"from_datetime and to_datetime may be at most {how_many(widest.days, 'day')} apart.",
            given=since,
        )
    return TimeWindow(since, until)
