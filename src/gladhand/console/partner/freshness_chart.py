"""Freshness: how many lists were read in time over the day, and how long ago each of a connection was read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gladhand.console.pages.blocks import Bars
from gladhand.console.pages.charts import SPAN, ChartBlock, ChartSeries, quarters_of_day
from gladhand.console.pages.views import View
from gladhand.core.clock import now
from gladhand.core.quarters import QuarterFigures
from gladhand.integrations.schedules.freshness_quarter_queries import list_freshness_quarters
from gladhand.resources.resource import as_words


async def freshness_chart(view: View) -> ChartBlock:
    """The lists of the partner over the last day."""
    async with view.reading("schedule:read") as db:
        quarters = await list_freshness_quarters(db, view.partner, within=SPAN)
    moments = quarters_of_day()
    late = {each.begins: each.failed for each in quarters}
    in_time = {each.begins: each.total - each.failed for each in quarters}
    return ChartBlock(
        "Lists read in time",
        moments,
        [
            ChartSeries("in time", [in_time.get(moment) for moment in moments], "good"),
            ChartSeries("late", [late.get(moment) for moment in moments], "bad"),
        ],
        _newest(quarters),
        "Nothing was read in the last 24 hours. What a fleet shares is read once it has connected its provider.",
    )


def _newest(quarters: Sequence[QuarterFigures]) -> str:
    if not quarters:
        return ""
    last = quarters[-1]
    return f"When it was last counted, {last.total - last.failed} were in time and {last.failed} late."


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
