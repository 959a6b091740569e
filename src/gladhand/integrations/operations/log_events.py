"""Log lines of operations."""

from gladhand.core.log import LogEvent

SUCCEEDED = LogEvent("operation.succeeded", "A write was done at the provider.")
FAILED = LogEvent("operation.failed", "A write failed for good.")
RETRY_SCHEDULED = LogEvent("operation.retry_scheduled", "An attempt failed, and another one is scheduled.")
FINISHED_ELSEWHERE = LogEvent(
    "operation.finished_elsewhere", "An attempt ended after another process had finished or claimed its operation."
)
DATABASE_AWAY = LogEvent(
    "operation.database_away", "The database was lost during a write. The next attempt looks up what was done."
)
SWEPT = LogEvent("operations.swept", "The sweep freed operations that no earlier write blocked any more.")
