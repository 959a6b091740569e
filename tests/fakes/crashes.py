"""A test of a provider fails if its adapter has crashed, whatever else it checks."""

from collections.abc import Iterator

import pytest

from gladhand.integrations.hosting.metrics import CRASHES


def crashes() -> dict[tuple[str, ...], float]:
    """How often adapters have crashed in this process, by provider, resource and verb."""
    samples = (sample for metric in CRASHES.collect() for sample in metric.samples if sample.name.endswith("_total"))
    return {tuple(sample.labels.values()): sample.value for sample in samples}


@pytest.fixture(autouse=True)
def no_adapter_crashes() -> Iterator[None]:
    before = crashes()
    yield
    assert crashes() == before, "an adapter has crashed; the log has the traceback"
