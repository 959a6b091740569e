"""A database that no worker looks into, receivers that show what really arrives, dispatchers to deliver with."""

import asyncio
import gzip
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp import web
from tests.conftest import PATIENCE, fresh_database, until

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.http import AddressGuard
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.dispatching import DeliverySettings, DeliverySource
from gladhand.notifications.publish import publish
from gladhand.notifications.webhooks import service
from gladhand.notifications.webhooks.schemas import WebhookCreate
from gladhand.orgs.partners.service import create_partner

SECRET = "a-secret-of-the-tests"
LOOPBACK = AddressGuard.allowing(["127.0.0.0/8", "::1/128"])


@pytest.fixture(scope="session")
def deliveries_database_url(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture
async def deliveries_database(deliveries_database_url: str) -> AsyncIterator[Database]:
    async with Database(deliveries_database_url, max_size=5, name="delivery-tests") as opened:
        yield opened
        async with opened.connection() as db:
            # What one test leaves unsent would be sent in the next.
            await db.execute("truncate delivery")


@pytest.fixture
async def partner_id(deliveries_database: Database, keyring: Keyring) -> UUID:
    async with deliveries_database.transaction() as db:
        return (await create_partner(db, keyring, name="Tests", slug=f"tests-{uuid4().hex[:8]}")).id


@dataclass
class ReceivedDelivery:
    headers: dict[str, str]
    raw: bytes
    request: web.Request
    at: float = field(default_factory=time.monotonic)

    @property
    def text(self) -> bytes:
        return gzip.decompress(self.raw)

    @property
    def body(self) -> Any:
        return json.loads(self.text)


@dataclass
class WebhookReceiver:
    """Keeps what arrives as it came; `answer` decides what it says, 202 by default."""

    url: str = ""
    arrived: list[ReceivedDelivery] = field(default_factory=list)
    answer: Callable[[ReceivedDelivery], Awaitable[web.StreamResponse]] | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        one = ReceivedDelivery(dict(request.headers), await request.read(), request)
        self.arrived.append(one)
        return await self.answer(one) if self.answer else web.Response(status=202)

    @property
    def ids(self) -> set[str]:
        return {each.body["id"] for each in self.arrived}

    async def wait_for(self, count: int) -> list[ReceivedDelivery]:
        await until(lambda: len(self.arrived) >= count, f"{count} deliveries")
        return self.arrived


@pytest.fixture
async def make_receiver() -> AsyncIterator[Callable[..., Awaitable[WebhookReceiver]]]:
    """Starts one more receiver: `await make_receiver()`, or with its own way to answer."""
    runners = []

    async def make(
        answer: Callable[[ReceivedDelivery], Awaitable[web.StreamResponse]] | None = None,
    ) -> WebhookReceiver:
        made = WebhookReceiver(answer=answer)
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", made.handle)
        runner = web.AppRunner(app, auto_decompress=False, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        runners.append(runner)
        made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks"
        return made

    yield make
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def receiver(make_receiver: Callable[..., Awaitable[WebhookReceiver]]) -> WebhookReceiver:
    return await make_receiver()


@pytest.fixture
def subscribe(deliveries_database: Database, keyring: Keyring, partner_id: UUID) -> Callable[..., Awaitable[UUID]]:
    """Makes a subscription as the API does, at whatever address: `await subscribe(url, "user.added")`."""

    async def make(url: str, event_name: str = "user.added", **more: Any) -> UUID:
        wanted = WebhookCreate.model_validate(
            {"url": url, "event_name": event_name, "secret": SECRET, "extensions": True} | more
        )
        async with deliveries_database.transaction() as db:
            return (await service.create(db, keyring, partner_id, wanted))[0].id

    return make


@pytest.fixture
def publish_event(deliveries_database: Database, partner_id: UUID) -> Callable[..., Awaitable[UUID]]:
    """Publishes an event in a transaction of its own."""

    async def make(event_name: str = "user.added", data: Any = None, **more: Any) -> UUID:
        async with deliveries_database.transaction() as db:
            return await publish(db, partner_id, event_name, data or {"n": 1}, **more)

    return make


@pytest.fixture
def all_due_sent(
    make_receiver: Callable[..., Awaitable[WebhookReceiver]],
    subscribe: Callable[..., Awaitable[UUID]],
    publish_event: Callable[..., Awaitable[UUID]],
) -> Callable[[], Awaitable[None]]:
    """Waits until every delivery that is due now was sent, so that a test can say what was not.

    Two events of its own arrive, the second told after the first has come: whatever was due before them has left.
    """

    async def wait() -> None:
        marker = await make_receiver()
        await subscribe(marker.url, "trailer.removed")
        for count in (1, 2):
            await publish_event("trailer.removed")
            await marker.wait_for(count)

    return wait


@pytest.fixture
def dispatching(deliveries_database_url: str, keyring: Keyring) -> Callable[..., Any]:
    """A running dispatcher: `async with dispatching(waits=[0.1]):`. It is stopped, and must stop well, at the end."""

    @asynccontextmanager
    async def run(
        *, guard: AddressGuard = LOOPBACK, stop_within: float = PATIENCE, ring: Keyring = keyring, **wanted: Any
    ) -> AsyncIterator[Dispatcher[Any, Any, Any]]:
        settings: dict[str, Any] = {"timeout_seconds": 1.0, "waits": (0.05, 0.1, 0.2), "concurrency": 20} | wanted
        async with (
            Database(deliveries_database_url, max_size=4, name="dispatcher") as database,
            PostClient(guard) as client,
        ):
            dispatcher = Dispatcher(database, DeliverySource(database, ring, client, DeliverySettings(**settings)))
            task = asyncio.create_task(dispatcher.run())
            try:
                yield dispatcher
            finally:
                dispatcher.stop()
                await asyncio.wait_for(task, stop_within)

    return run


@dataclass
class DeliveryOutcome:
    status: str
    attempts: int
    errors: list[str | None]
    codes: list[int | None]


@pytest.fixture
def attempted(outcome: Callable[..., Awaitable[DeliveryOutcome]]) -> Callable[..., Awaitable[DeliveryOutcome]]:
    """The outcome of a pending delivery once so many of its attempts are stored."""

    async def wait(event_id: UUID, count: int = 1, seconds: float = PATIENCE) -> DeliveryOutcome:
        deadline = time.monotonic() + seconds
        while len((found := await outcome(event_id, "pending")).errors) < count:
            assert time.monotonic() < deadline, f"the delivery is still {found}"
            await asyncio.sleep(0.02)
        return found

    return wait


@pytest.fixture
def outcome(deliveries_database: Database) -> Callable[..., Awaitable[DeliveryOutcome]]:
    """How the delivery of an event stands, once it has this status."""

    async def find(event_id: UUID, status: str = "delivered", seconds: float = PATIENCE) -> DeliveryOutcome:
        deadline = time.monotonic() + seconds
        while True:
            async with deliveries_database.connection() as db:
                rows = await db.execute(
                    """
                    select d.status::text, d.attempts,
                           array(select error_message from delivery_attempt a where a.delivery_id = d.id
                                 order by attempt) as errors,
                           array(select status_code from delivery_attempt a where a.delivery_id = d.id
                                 order by attempt) as codes
                    from delivery d where d.event_id = %s
                    """,
                    (event_id,),
                )
                found = DeliveryOutcome(**(await rows.fetchall())[0])
            if found.status == status:
                return found
            assert time.monotonic() < deadline, f"the delivery is still {found}"
            await asyncio.sleep(0.02)

    return find
