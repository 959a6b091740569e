"""Connections to providers' fakes, read as a worker reads them.

They have a database of their own: the workers of other tests would read them at the providers' own addresses.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest
from tests.conftest import fresh_database
from tests.fakes.accounts import FakeAccount
from tests.integration.providers.every_read.account import ReadAccount, connect_account
from tests.integration.records.conftest import new_ingest

from gladhand.core import clock
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.records.tasks import TIMELINES, create_ahead
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk import clock as sdk_clock


@pytest.fixture(scope="module")
def database_url(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        asyncio.run(_prepare(url))
        yield url


async def _prepare(url: str) -> None:
    """Create the partitions of these days, as a worker does."""
    async with Database(url, max_size=2, name="tests") as database:
        await create_ahead(database, TIMELINES)


@pytest.fixture
def connected(
    database: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> Callable[[FakeAccount, ResourceEnum], Awaitable[ReadAccount]]:
    """Connects a fleet to the account; the hub's time is that of the provider."""

    async def connect(account: FakeAccount, resource: ResourceEnum) -> ReadAccount:
        if (moment := account.now) is not None:
            monkeypatch.setattr(clock, "now", lambda: moment)
            monkeypatch.setattr(sdk_clock, "now", lambda: moment)
            await create_ahead(database, TIMELINES)
        return await connect_account(await new_ingest(database, keyring), keyring, account, resource)

    return connect
