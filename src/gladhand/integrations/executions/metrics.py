"""Metrics of executions."""

from gladhand.core.db import Db
from gladhand.core.figures.queues import QueueFigures
from gladhand.core.metrics import DURATIONS, counter, gauge, histogram
from gladhand.integrations.executions import queue_queries
from gladhand.integrations.schedules.overview_queries import get_schedule_age

EXECUTIONS = counter("executions", "Runs of schedules, by outcome.", "source_name", "resource", "outcome")
RECORDS = counter("execution_records", "Records that were read, by what became of them.", "source_name", "result")
LAG = histogram(
    "execution_lag_seconds",
    "From when a schedule was due until a worker claimed it.",
    "source_name",
    buckets=DURATIONS,
)
TIME = histogram(
    "execution_seconds",
    "From when a worker claimed a schedule until the end of its run was stored.",
    "source_name",
    buckets=DURATIONS,
)
FIGURES = QueueFigures(
    "executions",
    attempts=EXECUTIONS,
    well="success",
    failed=("failed",),
    waited=LAG,
    took=TIME,
    oldest=get_schedule_age,
)
UNDER_WAY = gauge("executions_under_way", "Runs of schedules in this worker.")
_SCHEDULES = gauge("schedules", "Schedules that are not deleted, by state.", "source_name", "state")
_LATE = gauge("schedules_late_seconds", "For how long the schedule that waits longest has been due.", "source_name")


async def set_schedules(db: Db) -> None:
    counts = await queue_queries.count_schedules_of_all_fleets(db)
    _SCHEDULES.clear()
    _LATE.clear()
    for each in counts:
        _SCHEDULES.labels(each.source_name, each.status).set(each.count)
        if each.late_seconds is not None:
            _LATE.labels(each.source_name).set(each.late_seconds)
