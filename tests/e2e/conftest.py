"""Whole installations: processes of their own, on a database of their own, that a test may kill."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.conftest import Process, fresh_database, wait_for_http
from tests.integration.conftest import accept, connect, connected, make_account, told, tsp_id

from gladhand.local.stack import free_port

# Fixtures of the integration tests that these tests play with, too.
__all__ = ["accept", "connect", "connected", "make_account", "told", "tsp_id"]


@dataclass
class Site:
    """Server and worker of one installation."""

    environment: dict[str, str]
    server: Process = field(init=False)
    worker: Process = field(init=False)

    def __post_init__(self) -> None:
        self.server = Process(["serve"], self.environment)
        self.worker = Process(["worker"], self.environment)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.environment['GLADHAND_PORT']}"

    def start(self) -> None:
        self.server.start()
        self.worker.start()
        self.wait()

    def wait(self) -> None:
        wait_for_http(f"{self.url}/health", self.server)

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker.start()

    def kill_server(self) -> None:
        self.server.kill()
        self.server.start()
        self.wait()

    def stop(self) -> None:
        assert (self.worker.stop(), self.server.stop()) == (0, 0)


@pytest.fixture(scope="session")
def site_settings(encryption_keys: str, simulator: str) -> dict[str, str]:
    """Short pauses and leases: a test does not want to wait for what a killed process has held."""
    return {
        "GLADHAND_ENCRYPTION_KEYS": encryption_keys,
        "GLADHAND_SIMULATOR_URL": simulator,
        "GLADHAND_ALLOWED_NETWORKS": "127.0.0.0/8,::1/128",
        "GLADHAND_DELIVERY_WAITS": ",".join(["0.2", "0.4", "0.8"] + ["1"] * 30),
        "GLADHAND_DELIVERY_TIMEOUT_SECONDS": "2",
        "GLADHAND_OPERATION_WAITS": ",".join(["0.2", "0.4", "0.8"] + ["1"] * 30),
        "GLADHAND_PROVIDER_TIMEOUT_SECONDS": "0.7",
        "GLADHAND_SYNC_TIMEOUT_SECONDS": "2",
        "GLADHAND_REQUESTS_PER_SECOND": "100000",
        "GLADHAND_REQUEST_BURST": "100000",
        "GLADHAND_LOG_LEVEL": "error",
    }


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
            own = {"GLADHAND_DATABASE_URL": database_url, "GLADHAND_PORT": str(free_port())}
            return stack.enter_context(running(Site(site_settings | own | more)))

        yield make


@pytest.fixture
def own_database(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url
