"""Whole installations: processes of their own, on a database of their own, that a test may kill."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.conftest import Server, WorkerProcess, fresh_database, settings
from tests.integration.conftest import accept, connect, connected, make_account, published_records, tsp_id

# Fixtures of the integration tests that these tests play with, too.
__all__ = ["accept", "connect", "connected", "make_account", "published_records", "tsp_id"]


@dataclass
class Site:
    """Server and worker of one installation."""

    environment: dict[str, str]
    server: Server = field(init=False)
    worker: WorkerProcess = field(init=False)

    def __post_init__(self) -> None:
        self.server = Server(self.environment)
        self.worker = WorkerProcess(self.environment)

    @property
    def url(self) -> str:
        return self.server.url

    def start(self) -> None:
        self.server.start()
        self.worker.start()

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker.launch()

    def kill_server(self) -> None:
        self.server.kill()
        self.server.start()

    def stop(self) -> None:
        if self.worker.handle.poll() is None:
            # A worker that was restarted a moment ago installs its signal handlers first.
            self.worker.wait_for_start()
        assert (self.worker.stop(), self.server.stop()) == (0, 0)


@pytest.fixture(scope="session")
def site_settings(encryption_keys: str, simulator: str) -> dict[str, str]:
    """Short pauses and leases: a test does not want to wait for what a killed process has held."""
    waits = ",".join(["0.2", "0.4", "0.8"] + ["1"] * 30)
    return settings(
        "",
        encryption_keys,
        GLADHAND_SIMULATOR_URL=simulator,
        GLADHAND_DELIVERY_WAITS=waits,
        GLADHAND_DELIVERY_TIMEOUT_SECONDS="2",
        GLADHAND_OPERATION_WAITS=waits,
        GLADHAND_PROVIDER_TIMEOUT_SECONDS="0.7",
        GLADHAND_SYNC_TIMEOUT_SECONDS="2",
        GLADHAND_LOG_LEVEL="error",
    )


@contextmanager
def running(site: Site) -> Iterator[Site]:
    with ExitStack() as undo:
        undo.callback(site.stop)
        site.start()
        yield site


@pytest.fixture
def make_site(site_settings: dict[str, str]) -> Iterator[Callable[..., Site]]:
    """Starts an installation on a database: `make_site(url)`."""
    with ExitStack() as stack:

        def make(database_url: str, **more: Any) -> Site:
            own = {"GLADHAND_DATABASE_URL": database_url}
            return stack.enter_context(running(Site(site_settings | own | more)))

        yield make


@pytest.fixture
def own_database(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url
