"""One installation behind https, a browser that knows its names, and a partner's page with a key."""

import json
import os
import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Browser, BrowserContext, Page
from tests.conftest import PATIENCE, serving, settings
from tests.e2e.connect.embed.https import CONNECT, PARTNER, STRANGER, certificate, fronted
from tests.fakes import oauth_providers
from tests.fakes.oauth_providers.server import CLIENT_ID, CLIENT_SECRET, OAuthFake
from tests.fakes.serving import serve
from tests.node import built_client
from tests.own_installation import database_url

from gladhand.local.stack import free_port
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.embed_keys import queries as embed_keys

# Other servers do not know these providers.
__all__ = ["database_url"]

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def provider_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def context_for_tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def server(
    database_url: str,
    encryption_keys: str,
    simulator: str,
    port: int,
    provider_port: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Where the server itself listens; browsers reach it through the front."""
    provider = f"http://127.0.0.1:{provider_port}"
    installed = oauth_providers.install(tmp_path_factory.mktemp("installed"))
    application = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    environment = settings(
        database_url,
        encryption_keys,
        PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "src"), str(installed)]),
        GLADHAND_SIMULATOR_URL=simulator,
        GLADHAND_CONNECT_URL=f"https://{CONNECT}:{port}",
        GLADHAND_PROVIDER_URLS=json.dumps({oauth_providers.ONLY: provider, oauth_providers.ALSO: provider}),
        GLADHAND_OAUTH_APPS=json.dumps({oauth_providers.ONLY: application, oauth_providers.ALSO: application}),
    )
    with serving(environment) as url:
        yield url


@pytest.fixture(scope="module")
def typescript_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built client."""
    return built_client(tmp_path_factory.mktemp("typescript"))


@pytest.fixture
async def browser(browser: Browser, server: str, port: int, context_for_tls: ssl.SSLContext) -> AsyncIterator[Browser]:
    """The shared browser, while the sites are there."""
    async with fronted(server, port, context_for_tls):
        yield browser


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    made = await browser.new_context(ignore_https_errors=True)
    made.set_default_timeout(PATIENCE * 1000)
    yield made
    await made.close()


@pytest.fixture
async def provider(provider_port: int) -> AsyncIterator[OAuthFake]:
    async with serve(OAuthFake(), port=provider_port) as fake:
        yield fake


@pytest.fixture
async def site(context: BrowserContext, port: int) -> Page:
    """A page of the partner's."""
    page = await context.new_page()
    await page.goto(f"https://{PARTNER}:{port}/fleets")
    return page


@pytest.fixture
async def stranger(context: BrowserContext, port: int) -> Page:
    """A page of somebody else's."""
    page = await context.new_page()
    await page.goto(f"https://{STRANGER}:{port}/")
    return page


@pytest.fixture
async def key(database, partner, port: int) -> str:
    """A key for the partner's two origins; only one of them ever listens."""
    origins = [f"https://www.{PARTNER}:{port}", f"https://{PARTNER}:{port}"]
    async with database.transaction() as db:
        made = await embed_keys.insert_embed_key(
            db, partner.id, key=f"ek_{uuid4().hex}", name="site", origins=origins, branding=PartnerBranding()
        )
    assert made is not None
    return made.key


@pytest.fixture
def back(port: int) -> dict[str, str]:
    return {
        "success_redirect_url": f"https://{PARTNER}:{port}/ok?from=email#fleet",
        "failure_redirect_url": f"https://{PARTNER}:{port}/no",
    }
