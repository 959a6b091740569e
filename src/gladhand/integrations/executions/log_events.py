"""Log lines of executions."""

from gladhand.core.log import LogEvent

FAILING = LogEvent(
    "schedule.failing", "The runs of a schedule have begun to fail. Further failures are not logged until one succeeds."
)
RECOVERED = LogEvent("schedule.recovered", "A schedule whose runs had failed was read again.")
DEACTIVATED = LogEvent(
    "schedule.deactivated", "A schedule was switched off after too many failures. The partners have received an event."
)
LOST = LogEvent(
    "execution.lost", "A run ended because its schedule was changed or claimed by another worker. Nothing is lost."
)
PAGE_TOO_SLOW = LogEvent(
    "execution.page_too_slow", "The database took too long to store a page. The run has failed and is repeated later."
)
DATABASE_AWAY = LogEvent(
    "execution.database_away", "The database was lost during a run. The next one goes on after the last stored page."
)
