"""Every test here fails if an adapter crashes."""

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.fakes.crashes import no_adapter_crashes

from gladhand.sdk import clock

__all__ = ["no_adapter_crashes"]


@pytest.fixture
def stop_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stops the clock of adapters at a moment: of modules whose rows have times that are set when they are imported."""
    return lambda moment: monkeypatch.setattr(clock._SHARED, "_source", lambda: moment)
