"""Budgets end to end: workers and a provider that counts. Nothing else works on this database."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
from tests.conftest import PATIENCE, eventually, fresh_database
from tests.fakes.metered.server import MeteredFake
from tests.fakes.serving import serve

from gladhand.core import clock
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.keyset import Cursor
from gladhand.core.time_window import TimeWindow
from gladhand.integrations.budgets.metrics import REQUESTS, THROTTLED
from gladhand.integrations.gateway import AttemptSettings, ProviderGateway
from gladhand.integrations.hosting.registry import Provider
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.integrations.operations import queries
from gladhand.integrations.operations.dispatching import OperationSettings, OperationSource
from gladhand.integrations.operations.quarter_queries import list_attempt_quarters
from gladhand.integrations.operations.quarters import take_attempts
from gladhand.integrations.operations.queries import OperationFilter
from gladhand.integrations.operations.queue_queries import CHANNEL
from gladhand.orgs.partners.service import create_partner
from gladhand.sdk.budget import ALL

PER_SECOND = 50


@pytest.fixture
def database_url(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture
async def provider() -> AsyncIterator[MeteredFake]:
    async with serve(MeteredFake(2 * PER_SECOND, 2)) as fake:
        yield fake


class OneProvider(ProviderGateway):
    """Knows the metered provider, which no installation has."""

    metered = Provider("tests.fakes.metered")

    def provider(self, source_name: str) -> Provider | None:
        return self.metered if source_name == self.metered.source_name else None


@dataclass
class Hub:
    """Partners and fleets, made in the database, and workers in this process."""

    database: Database
    keyring: Keyring
    provider: MeteredFake
    partner_id: UUID
    tsp_id: UUID

    async def connection(self, account: str | None = None) -> UUID:
        """A fleet with a connection to this account, or to one of its own."""
        account = account or f"account-{uuid4()}"
        sealed = self.keyring.seal(json.dumps({"api_key": account}), purpose="connection.credentials")
        async with self.database.connection() as db:
            rows = await db.execute(
                """
                with f as (insert into fleet (slug, name) values (%(ref)s, 'Fleet') returning id), a as (
                  insert into share_agreement (partner_id, fleet_id, fleet_ref, scopes)
                  select %(partner)s, id, %(ref)s, '{"user": "read_write"}' from f
                )
                insert into connection (fleet_id, tsp_id, source_name, credentials, masked_credentials, account_id,
                  account_fingerprint)
                select id, %(tsp)s, 'samsara', %(sealed)s, '{}', '1', %(account)s from f returning id
                """,
                {
                    "ref": str(uuid4()),
                    "partner": self.partner_id,
                    "tsp": self.tsp_id,
                    "sealed": sealed,
                    "account": account,
                },
            )
            row = await rows.fetchone()
            assert row is not None
            return UUID(str(row["id"]))

    async def accept(self, connection_id: UUID, count: int) -> None:
        async with self.database.connection() as db:
            await db.execute(
                f"""
                with o as (
                  insert into resource_operation (partner_id, connection_id, fleet_id, source_name, resource,
                    operation_type, is_sync, payload, record_key)
                  select %s, c.id, c.fleet_id, c.source_name, 'user', 'create', false,
                    json_build_object('username', 'driver-' || n), 'user+' || gen_random_uuid()
                  from connection c, generate_series(1, %s) n where c.id = %s
                  returning 1
                )
                select count(*), pg_notify('{CHANNEL}', '') from o
                """,
                (self.partner_id, count, connection_id),
            )

    async def left(self, *connections: UUID) -> int:
        async with self.database.connection() as db:
            rows = await db.execute(
                "select count(*) as n from resource_operation where status = 'pending' and connection_id = any(%s)",
                (list(connections),),
            )
            row = await rows.fetchone()
            assert row is not None
            return int(row["n"])

    async def done(self, connection_id: UUID) -> None:
        async with asyncio.timeout(PATIENCE):
            while await self.left(connection_id):  # noqa: ASYNC110 - what is looked at is a row
                await asyncio.sleep(0.02)

    @asynccontextmanager
    async def working(self, workers: int = 1, concurrency: int = 20) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as session:
            settings = AttemptSettings(
                waits=(1.0,), provider_timeout=5, sync_timeout=5, base_urls={"samsara": self.provider.url}
            )
            dispatchers = []
            for _ in range(workers):
                gateway = OneProvider(self.database, self.keyring, AiohttpTransport(session), settings)
                source = OperationSource(gateway, OperationSettings(concurrency))
                dispatchers.append(Dispatcher(self.database, source))
            running = [asyncio.create_task(dispatcher.run()) for dispatcher in dispatchers]
            try:
                yield
            finally:
                for dispatcher in dispatchers:
                    dispatcher.stop()
                await asyncio.wait_for(asyncio.gather(*running), PATIENCE)


@pytest.fixture
async def hub(database: Database, keyring: Keyring, provider: MeteredFake) -> Hub:
    async with database.transaction() as db:
        partner = await create_partner(db, keyring, name="Acme", slug=f"acme-{uuid4().hex[:8]}")
        rows = await db.execute(
            "insert into tsp (slug, name, source_name, conn_type) values ('metered', 'Metered', 'samsara', 'api_key')"
            " returning id"
        )
        row = await rows.fetchone()
        assert row is not None
    return Hub(database, keyring, provider, partner.id, row["id"])


async def test_workers_share_the_budget_of_an_account_and_are_never_throttled(hub: Hub) -> None:
    account = f"account-{uuid4()}"
    # Two connections of one account share it.
    one, other = await hub.connection(account), await hub.connection(account)
    await hub.accept(one, 150)
    await hub.accept(other, 150)

    async def is_half_done() -> bool:
        return await hub.left(one, other) <= 150

    async with hub.working(workers=2):
        await eventually(is_half_done, "half of the writes")
        # Neither of them has waited for the other.
        left = [await hub.left(each) for each in (one, other)]
        assert abs(left[0] - left[1]) < 60
        for each in (one, other):
            await hub.done(each)
    assert hub.provider.throttled == []
    assert len(hub.provider.moments[account]) == 300


async def test_a_single_write_of_one_fleet_does_not_wait_for_the_thousands_of_another(hub: Hub) -> None:
    crowds = [await hub.connection() for _ in range(8)]
    for each in crowds:
        await hub.accept(each, 300)
    async with hub.working(concurrency=20):
        await asyncio.sleep(1)
        single = await hub.connection()
        await hub.accept(single, 1)
        await hub.done(single)
        assert await hub.left(*crowds) > 0


async def test_an_account_that_is_throttled_all_the_same_is_left_alone_and_nothing_fails(hub: Hub) -> None:
    # Somebody else uses up half of it.
    hub.provider.requests = 40
    account = f"account-{uuid4()}"
    connection = await hub.connection(account)
    await hub.accept(connection, 60)
    async with hub.working():
        await hub.done(connection)
    refused = len(hub.provider.throttled)
    assert 0 < refused < 30
    assert len(hub.provider.users) == 60
    # What charts show of it.
    store = take_attempts(clock.now())
    assert store is not None
    async with hub.database.transaction() as db:
        await store(db)
        quarters = await list_attempt_quarters(db, hub.partner_id, within=timedelta(hours=1))
    assert sum(each.succeeded for each in quarters) == 60
    assert sum(each.throttled for each in quarters) == refused
    assert REQUESTS.drain()["samsara", ALL, account] >= 60 + refused
    assert sum(count for (_, _, whose), count in THROTTLED.drain().items() if whose == account) == refused


async def test_reads_tell_when_a_waiting_operation_is_expected_to_start(hub: Hub) -> None:
    connection = await hub.connection()
    await hub.accept(connection, 400)
    waiting: list[float] = []
    finished: list[dict[str, Any]] = []

    async def is_told() -> bool:
        """Whether some are done and the rest is expected as many seconds from now as it takes at their rate."""
        now = time.time()
        async with hub.database.connection() as db:
            shown = await queries.list_operations(
                db, hub.partner_id, only=_everything(connection), cursor=Cursor.decode(None), size=1000
            )
        operations = [json.loads(text) for _, text in shown]
        finished[:] = [each for each in operations if each["status"] == "success"]
        waiting[:] = [_moment(each["expected_start_at"]) - now for each in operations if each["status"] == "pending"]
        as_many = pytest.approx(len(waiting) / (0.94 * PER_SECOND), rel=0.3)
        return bool(finished) and waiting[-1] == as_many

    async with hub.working():
        await eventually(is_told, "the expected start of operations that wait")
    assert len(waiting) > 100
    assert waiting == sorted(waiting)
    assert all(each["expected_start_at"] is None for each in finished)


def _everything(connection_id: UUID) -> OperationFilter:
    far = clock.now()
    return OperationFilter(TimeWindow(far - timedelta(hours=1), far + timedelta(hours=1)), connection_id=connection_id)


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
