"""Processes with a database and logs of their own: what they hold is searched as a whole."""

import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import Api, PartnerFixture, Process, Sink, serving, settings, working
from tests.fakes import oauth_providers
from tests.fakes.oauth_providers.server import CLIENT_ID, CLIENT_SECRET, OAuthFake
from tests.fakes.serving import serve
from tests.fakes.smtp import MailServer, serving_mail
from tests.integration.conftest import SimulatorAccount
from tests.integration.secrets.story import METRICS_TOKEN, Story, tell
from tests.integration.secrets.world import SecretsWorld
from tests.own_installation import database_url

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.local.stack import free_port

# Other servers do not know these providers.
__all__ = ["database_url"]

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs") / "processes"


@pytest.fixture(scope="module")
def provider_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    with serving_mail(MailServer()) as server:
        yield server


@pytest.fixture(scope="module")
def environment(
    mail_server: MailServer,
    database_url: str,
    encryption_keys: str,
    simulator: str,
    provider_port: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, str]:
    installed = oauth_providers.install(tmp_path_factory.mktemp("installed"))
    application = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    return settings(
        database_url,
        encryption_keys,
        PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "src"), str(installed)]),
        GLADHAND_SIMULATOR_URL=simulator,
        GLADHAND_LOG_LEVEL="debug",
        GLADHAND_METRICS_TOKEN=METRICS_TOKEN,
        GLADHAND_SMTP_URL=mail_server.url,
        GLADHAND_MAIL_FROM="Hub <no-reply@hub.example.com>",
        GLADHAND_PROVIDER_URLS=json.dumps({oauth_providers.ONLY: f"http://127.0.0.1:{provider_port}"}),
        GLADHAND_OAUTH_APPS=json.dumps({oauth_providers.ONLY: application}),
    )


@pytest.fixture(scope="module")
def server(environment: dict[str, str], logs: Path) -> Iterator[str]:
    with serving(environment, logs) as url:
        yield url


@pytest.fixture(scope="module")
def worker(environment: dict[str, str], server: str, logs: Path) -> Iterator[Process]:
    with working(environment, logs) as process:
        yield process


@pytest.fixture
async def provider(provider_port: int) -> AsyncIterator[OAuthFake]:
    """Where a fleet signs in and the hub gets sessions."""
    async with serve(OAuthFake(), port=provider_port) as fake:
        yield fake


@pytest.fixture
def story(
    make_partner: Callable[..., Awaitable[PartnerFixture]],
    make_account: Callable[[], Awaitable[SimulatorAccount]],
    anyone: Api,
    admin: Api,
    database: Database,
    keyring: Keyring,
    server: str,
    sink: Sink,
) -> Story:
    return Story(make_partner, make_account, anyone, admin, database, keyring, server, sink)


@pytest.fixture
async def world(story: Story, provider: OAuthFake, worker: Process) -> SecretsWorld:
    del worker
    return await tell(story, provider)
