"""What the operator sees of rate budgets: by provider and kind of requests, for accounts are too many to tell apart."""

from gladhand.core.metrics import counter, gauge

LIMIT = gauge("budget_limit_per_second", "Requests that one account may make a second.", "source_name", "kind")
USED = counter("budget_requests", "Requests that were let through to all accounts.", "source_name", "kind")
WAITED = counter("budget_wait_seconds", "What requests have waited for their turn.", "source_name", "kind")
PAUSES = counter("budget_pauses", "How often a provider has throttled or was about to.", "source_name", "kind")
