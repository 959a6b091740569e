"""Metrics of rate limits, by provider and kind of requests. There are too many accounts for a label each."""

from typing import TypeAlias

from gladhand.core.figures.tally import Tally
from gladhand.core.metrics import counter, gauge

LIMIT = gauge("budget_limit_per_second", "Requests per second that one account may make.", "source_name", "kind")
USED = counter("budget_requests", "Requests that have left to all accounts.", "source_name", "kind")
WAITED = counter("budget_wait_seconds", "Time that requests have waited for the rate limit.", "source_name", "kind")
PAUSES = counter("budget_pauses", "Pauses because a provider throttled or was about to.", "source_name", "kind")

#: Provider, kind of requests, and account.
RequestKey: TypeAlias = tuple[str, str, str]
REQUESTS = Tally[RequestKey]()
"""Requests that have left."""
THROTTLED = Tally[RequestKey]()
"""Of these, those that the provider has refused as too many."""
