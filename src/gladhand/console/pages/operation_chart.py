"""The chart of writes: what became of their attempts, of one partner or of all."""

from uuid import UUID

from gladhand.console.pages.charts import SPAN, ChartBlock, ChartSeries, quarters_of_day
from gladhand.core.db import Db
from gladhand.integrations.operations.quarter_queries import AttemptCounts, list_attempt_quarters


async def operation_chart(db: Db, partner_id: UUID | None) -> ChartBlock:
    """The attempts of the last day."""
    quarters = await list_attempt_quarters(db, partner_id, within=SPAN)
    moments = quarters_of_day()
    by_moment = {each.begins: each for each in quarters}
    none = AttemptCounts()
    counts = [by_moment.get(moment, none) for moment in moments]
    series = [
        ChartSeries("succeeded", [each.succeeded for each in counts], "good"),
        ChartSeries("throttled (429), tried again", [each.throttled for each in counts], "three"),
        ChartSeries("failed, tried again", [each.retried for each in counts], "two"),
        ChartSeries("failed for good", [each.failed for each in counts], "bad"),
    ]
    sums = ", ".join(f"{sum(value or 0 for value in each.values):,} {each.name}" for each in series)
    return ChartBlock(
        "Attempts of writes",
        moments,
        series,
        f"In the last 24 hours: {sums}.",
        "No write was attempted in the last 24 hours.",
    )
