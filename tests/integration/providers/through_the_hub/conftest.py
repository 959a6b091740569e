"""A server and a worker for each module, on a database of their own: a worker that other tests have started looks for
these providers elsewhere. A module names its `PROVIDERS`, and the operator's `OPTIONS` for them and other `SETTINGS` if
it needs any."""

import json
from collections.abc import Iterator

import pytest
from tests.conftest import Process, fresh_database, serving, settings, working

from gladhand.local.stack import free_port


@pytest.fixture(scope="module")
def database_url(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture(scope="module")
def ports(request: pytest.FixtureRequest) -> dict[str, int]:
    """Where on this machine each provider's fake has to listen."""
    return {name: free_port() for name in request.module.PROVIDERS}


@pytest.fixture(scope="module")
def environment(
    request: pytest.FixtureRequest, database_url: str, encryption_keys: str, ports: dict[str, int]
) -> dict[str, str]:
    return settings(
        database_url,
        encryption_keys,
        GLADHAND_PROVIDER_URLS=json.dumps({name: f"http://127.0.0.1:{at}" for name, at in ports.items()}),
        GLADHAND_PROVIDER_OPTIONS=json.dumps(getattr(request.module, "OPTIONS", {})),
        **getattr(request.module, "SETTINGS", {}),
    )


@pytest.fixture(scope="module")
def server(environment: dict[str, str]) -> Iterator[str]:
    with serving(environment) as url:
        yield url


@pytest.fixture(scope="module")
def worker(environment: dict[str, str], server: str) -> Iterator[Process]:
    with working(environment) as process:
        yield process
