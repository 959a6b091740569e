"""Fixtures of an installation of a module's own: a database that nobody else fills or works on, a server and a worker.

A module imports those that it needs. It defines its own `environment` where its processes have other settings.
"""

from collections.abc import Iterator

import pytest
from tests.conftest import Process, fresh_database, serving, settings, working


@pytest.fixture(scope="module")
def database_url(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture(scope="module")
def environment(database_url: str, encryption_keys: str, simulator: str) -> dict[str, str]:
    return settings(database_url, encryption_keys, GLADHAND_SIMULATOR_URL=simulator)


@pytest.fixture(scope="module")
def server(environment: dict[str, str]) -> Iterator[str]:
    with serving(environment) as url:
        yield url


@pytest.fixture(scope="module")
def worker(environment: dict[str, str], server: str) -> Iterator[Process]:
    with working(environment) as process:
        yield process
