"""Metrics of adapters."""

from gladhand.core.metrics import counter

CRASHES = counter(
    "adapter_crashes", "Errors of adapters that are faults of gladhand's own code.", "provider", "resource", "verb"
)
