"""What servers and workers import; see `tests.forked_processes`."""

from gladhand.cli import serve, worker
from gladhand.integrations.hosting.registry import providers

__all__ = ["serve", "worker"]

providers()
