"""An invitation that a fleet has accepted, with the fleet's tokens; and two partners on a server of their own."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
import pytest_asyncio
from tests.conftest import Api, fresh_database, operator_token, serving, settings
from tests.contract.world import Builder, ContractWorld

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database


@pytest.fixture
async def accepted(api: Api, anyone: Api) -> Any:
    invited = await api.post("/v2/orgs/invitations", {"fleet_ref": f"ref-{uuid4().hex[:8]}"})
    answer = await anyone.post(f"/v2/orgs/invitations/{invited.body['id']}/accept")
    assert answer.status == 200, answer.body
    return answer.body


@pytest.fixture(scope="module")
def own_database(postgres: str) -> Iterator[str]:
    """No worker changes anything here."""
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture(scope="module")
def own_server(own_database: str, encryption_keys: str, simulator: str) -> Iterator[str]:
    with serving(settings(own_database, encryption_keys, GLADHAND_SIMULATOR_URL=simulator)) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(own_database: str) -> AsyncIterator[Database]:
    async with Database(own_database, max_size=2, name="tests") as database:
        yield database


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def builder(opened: Database, own_server: str, simulator: str, keyring: Keyring) -> AsyncIterator[Builder]:
    # The tests are as far apart as they like: no connection is kept that the server may just be closing.
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        anyone = Api(session, own_server)
        admin = anyone.with_token(await operator_token(opened, anyone))
        yield Builder(anyone, admin, opened, keyring, simulator)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(builder: Builder) -> ContractWorld:
    return await builder.world()
