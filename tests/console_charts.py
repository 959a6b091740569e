"""Figures for every chart of the console, with gaps."""

from datetime import timedelta
from uuid import UUID

from gladhand.core.clock import now
from gladhand.core.db import Database
from gladhand.core.figures.queries import QueueMinute, upsert_queue_minute
from gladhand.core.ids import INSTALLATION
from gladhand.core.metrics import DURATIONS
from gladhand.core.quarters import QUARTER, begin_of_step
from gladhand.core.request_log.queries import RequestFigures, insert_requests
from gladhand.integrations.budgets.minute_queries import BudgetMinute, upsert_budget_minutes
from gladhand.integrations.operations.quarter_queries import AttemptCounts, upsert_attempts

# Below each chart is a table with a row for each of them, which checks of a page go through.
_MINUTES, _QUARTERS = 16, 16
_GAP = range(4, 8)
_MINUTE = timedelta(minutes=1)


async def fill_charts(database: Database, partner_id: UUID, webhook_id: UUID, source_name: str) -> None:
    """Figures of the partner, of one of its webhooks and of the provider, and those of all queues."""
    began, quarter = now().replace(second=0, microsecond=0), begin_of_step(now(), QUARTER)
    kinds = ("", "vehicles", "drivers")
    async with database.transaction() as db:
        for number in range(_MINUTES):
            if number in _GAP:
                continue
            minute, counts = began - number * _MINUTE, [number % 7] * (len(DURATIONS) + 1)
            for queue in ("operations", "executions", "deliveries"):
                figures = QueueMinute(100 + number % 50, number % 9, float(number % 20), counts, counts)
                await upsert_queue_minute(db, queue, minute, figures)
            rows = [BudgetMinute(source_name, kind, account, 50 + number, 3) for kind in kinds for account in ("", "a")]
            await upsert_budget_minutes(db, minute, rows)
        for number in range(_QUARTERS):
            if number in _GAP:
                continue
            moment, count = quarter - number * QUARTER, 10 + number % 9
            await upsert_attempts(db, moment, {partner_id: AttemptCounts(10 * count, count, 2 * count, 3)})
            await db.execute(
                """
                insert into freshness_quarter (partner_id, begins, in_time, late) values (%s, %s, %s, %s)
                on conflict do nothing
                """,
                (partner_id, moment, 10 * count, count),
            )
            await db.execute(
                """
                insert into webhook_quarter (partner_id, webhook_id, begins, attempts, successes)
                values (%s, %s, %s, %s, %s) on conflict do nothing
                """,
                (partner_id, webhook_id, moment, 10 * count, 9 * count),
            )
        callers = (partner_id, INSTALLATION)
        await insert_requests(
            db, [], [RequestFigures(each, requests=50, failures=7, milliseconds=500.0) for each in callers]
        )
