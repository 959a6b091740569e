"""What servers and workers import; see `tests.forked_processes`."""

from gladhand.cli import main, serve, simulator, worker
from gladhand.integrations.hosting.registry import providers

__all__ = ["main", "serve", "simulator", "worker"]

providers()
