"""The chart of freshness: how many lists were read in time over the day, of one partner or of all."""

from collections.abc import Sequence
from uuid import UUID

from gladhand.console.pages.charts import SPAN, ChartBlock, ChartSeries, quarters_of_day
from gladhand.core.db import Db
from gladhand.core.quarters import QuarterFigures
from gladhand.integrations.schedules.freshness_quarter_queries import list_freshness_quarters


async def freshness_chart(db: Db, partner_id: UUID | None) -> ChartBlock:
    """The lists over the last day. A list that several partners may read counts for each of them."""
    quarters = await list_freshness_quarters(db, partner_id, within=SPAN)
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
    return f"When it was last counted, {last.total - last.failed:,} were in time and {last.failed:,} late."
