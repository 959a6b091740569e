"""Numbers of dispatchers. `queue` says which one: `operations`, `executions`, `deliveries` or `mail`."""

from gladhand.core.metrics import counter

CRASHES = counter(
    "dispatch_crashes",
    "Attempts that failed because of a bug, and results that the database refused; the log has the tracebacks.",
    "queue",
)
