"""Log lines of dispatchers. The field `queue` says which one: `operations` or `deliveries`."""

from gladhand.core.log import LogEvent

DATABASE_AWAY = LogEvent(
    "dispatch.database_away", "A dispatcher could not reach the database. It tries again, and keeps its results."
)
CRASHED = LogEvent(
    "dispatch.crashed", "An attempt failed because of a bug; the line has a traceback. It counts as a failed one."
)
REFUSED = LogEvent("dispatch.refused", "The database refused one result. The attempt counts as a failed one.")
UNWRITTEN = LogEvent(
    "dispatch.unwritten", "A worker stopped while the database was away. The work without a result is repeated."
)
