"""A database for each module of its own: a worker that other tests have started looks for these providers elsewhere."""

from collections.abc import Iterator

import pytest
from tests.conftest import Process, fresh_database, wait_for_http

from gladhand.stack import free_port


@pytest.fixture(scope="module")
def database_url(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture(scope="module")
def environment(database_url: str, encryption_keys: str) -> dict[str, str]:
    return {
        "GLADHAND_DATABASE_URL": database_url,
        "GLADHAND_ENCRYPTION_KEYS": encryption_keys,
        "GLADHAND_ALLOWED_NETWORKS": "127.0.0.0/8,::1/128",
        "GLADHAND_OPERATION_WAITS": "0.2,0.4,0.8,2",
        "GLADHAND_PROVIDER_TIMEOUT_SECONDS": "2",
        "GLADHAND_SYNC_TIMEOUT_SECONDS": "6",
        "GLADHAND_REQUESTS_PER_SECOND": "100000",
        "GLADHAND_REQUEST_BURST": "100000",
        "GLADHAND_LOG_LEVEL": "warning",
    }


@pytest.fixture(scope="module")
def server(environment: dict[str, str]) -> Iterator[str]:
    port = free_port()
    process = Process(["serve"], environment | {"GLADHAND_PORT": str(port)}).start()
    wait_for_http(f"http://127.0.0.1:{port}/health", process)
    yield f"http://127.0.0.1:{port}"
    assert process.stop() == 0
