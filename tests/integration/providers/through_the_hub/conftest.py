"""A server and a worker for each module, on a database of their own: a worker that other tests have started looks for
these providers elsewhere. A module names its `PROVIDERS`, and the operator's `OPTIONS` for them and other `SETTINGS` if
it needs any."""

import json

import pytest
from tests.conftest import settings
from tests.own_installation import database_url, server, worker

from gladhand.local.stack import free_port

__all__ = ["database_url", "server", "worker"]


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
