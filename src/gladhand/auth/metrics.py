"""The metric of refused callers."""

from gladhand.core.metrics import counter

REFUSED = counter(
    "tokens_refused",
    "Requests that were refused because of their token, and requests for tokens with wrong credentials.",
    "reason",
)
