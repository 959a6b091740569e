"""Executions that a test begins itself, as a worker does."""

from collections.abc import Callable
from datetime import timedelta

from gladhand.core.db import Database
from gladhand.integrations.executions.queue_queries import ClaimedExecution, DueSchedule, claim_schedules, list_due


async def claim_due(
    database: Database, is_wanted: Callable[[DueSchedule], bool], lease: timedelta
) -> list[ClaimedExecution]:
    """Begin an execution of each of the wanted schedules that is due.

    The list is read to its end: other tests that share the database leave any number of schedules that are due.
    """
    mine: list[DueSchedule] = []
    last: DueSchedule | None = None
    async with database.transaction() as db:
        while page := await list_due(db, after=last, limit=1000):
            mine += [each for each in page if is_wanted(each)]
            last = page[-1]
        return await claim_schedules(db, mine, lease)
