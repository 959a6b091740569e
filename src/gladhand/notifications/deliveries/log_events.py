"""Log lines of deliveries and of the circuit breaker."""

from gladhand.core.log import LogEvent

FAILED = LogEvent("delivery.failed", "One delivery failed: its attempt, the reason, and the seconds until the next.")
FINISHED = LogEvent("deliveries.finished", "The results of a batch of deliveries were written.")
CRASHED = LogEvent("delivery.crashed", "A request to a receiver failed because of a bug; the line has a traceback.")
STALED = LogEvent("webhook.staled", "A webhook failed too often and was made stale.")
GONE = LogEvent("webhook.gone", "A receiver answered 410, and its webhook was paused.")
RECOVERED = LogEvent("webhook.recovered", "A probe of a stale webhook was delivered, and it is active again.")
PLAIN = LogEvent("webhook.plain", "A receiver refused a compressed body and took it plain, as it gets all from now on.")
