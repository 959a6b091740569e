"""Executions that a test begins itself, as a worker does."""

from collections.abc import Callable
from datetime import timedelta

from gladhand.core.db import Database
from gladhand.integrations.executions.queue_queries import ClaimedExecution, DueSchedule, claim_schedules, list_due


async def claim_due(
    database: Database, is_wanted: Callable[[DueSchedule], bool], lease: timedelta
) -> list[ClaimedExecution]:
    """Begin an execution of each of the wanted schedules that is due."""
    async with database.transaction() as db:
        due = await list_due(db, after=None, limit=1000)
        return await claim_schedules(db, [each for each in due if is_wanted(each)], lease)
