"""Every test here fails if an adapter crashes."""

from tests.fakes.crashes import no_adapter_crashes

__all__ = ["no_adapter_crashes"]
