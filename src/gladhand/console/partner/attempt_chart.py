"""The chart of attempts to deliver, of one webhook endpoint or of all of a partner."""

from uuid import UUID

from gladhand.console.pages.charts import SPAN, ChartBlock, day_chart
from gladhand.console.pages.views import View
from gladhand.notifications.deliveries import overview_queries


async def attempt_chart(view: View, webhook_id: UUID | None = None) -> ChartBlock:
    async with view.reading("webhook:read") as db:
        quarters = await overview_queries.list_quarters(db, view.partner, webhook_id=webhook_id, within=SPAN)
    empty = "Nothing was sent in the last 24 hours."
    return day_chart("Attempts to deliver", quarters, good="arrived", bad="failed", empty=empty)
