"""A dispatcher with nothing to do is quiet, and one whose database goes away goes on when it is back."""

import asyncio
import time
from pathlib import Path
from typing import Any

from tests.conftest import PATIENCE, until
from tests.integration.notifications.conftest import LOOPBACK, SECRET

from gladhand.core.db import Database
from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.migrate import migrate
from gladhand.local.embedded_postgres import EmbeddedPostgres
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.dispatching import DeliverySettings, DeliverySource
from gladhand.notifications.publish import publish
from gladhand.notifications.webhooks import service
from gladhand.notifications.webhooks.schemas import WebhookCreate
from gladhand.orgs.partners.service import create_partner


class CountingDatabase(Database):
    """Counts the connections that are taken from the pool."""

    taken = 0

    def connection(self, **options: Any) -> Any:
        self.taken += 1
        return super().connection(**options)


async def test_a_dispatcher_that_has_nothing_to_do_asks_once_in_each_period(
    deliveries_database, deliveries_database_url, keyring, subscribe, publish_event, attempted
):
    # One delivery waits for its next try, another for a paused subscription: neither is a reason to ask more often.
    await subscribe("http://127.0.0.1:1/refused")
    paused = await subscribe("http://127.0.0.1:1/paused", "user.modified")
    async with deliveries_database.connection() as db:
        await db.execute("update webhook set status = 'paused' where id = %s", (paused,))
    settings = DeliverySettings(timeout_seconds=1, waits=[60], concurrency=10, poll_seconds=0.3)
    counting = CountingDatabase(deliveries_database_url, max_size=4, name="idle")
    async with counting, PostClient(LOOPBACK) as client:
        dispatcher = Dispatcher(counting, DeliverySource(counting, keyring, client, settings))
        running = asyncio.create_task(dispatcher.run())
        await publish_event("user.modified")
        await attempted(await publish_event())
        started, before = time.monotonic(), counting.taken
        await until(lambda: counting.taken >= before + 5, "five looks at the database")
        # One more than there are whole periods, and one for the result of the attempt.
        assert counting.taken - before <= (time.monotonic() - started) / settings.poll_seconds + 2
        dispatcher.stop()
        await asyncio.wait_for(running, PATIENCE)


async def test_a_restarted_database_loses_no_delivery(cluster_folder: Path, keyring, make_receiver):
    receiver = await make_receiver()
    embedded = EmbeddedPostgres(cluster_folder / "postgres", is_disposable=True)
    url = embedded.start()
    try:
        migrate(url)
        async with Database(url, max_size=8, name="restart") as database, PostClient(LOOPBACK) as client:
            async with database.transaction() as db:
                partner = await create_partner(db, keyring, name="Restart", slug="restart")
                wanted = WebhookCreate.model_validate(
                    {"url": receiver.url, "event_name": "user.added", "secret": SECRET}
                )
                await service.create(db, keyring, partner.id, wanted)
            settings = DeliverySettings(timeout_seconds=1, waits=[0.2] * 5, concurrency=10, lease_seconds=4)
            dispatcher = Dispatcher(database, DeliverySource(database, keyring, client, settings))
            running = asyncio.create_task(dispatcher.run())
            ids = set()

            async def publish_event(count: int) -> None:
                # As many connections as there may be, all of which the restart will break.
                async def one() -> None:
                    async with database.transaction() as db:
                        ids.add(str(await publish(db, partner.id, "user.added", {"n": 1})))

                await asyncio.gather(*(one() for _ in range(count)))

            await publish_event(100)
            await receiver.wait_for(5)
            await asyncio.to_thread(embedded.stop)
            await asyncio.sleep(3)
            await asyncio.to_thread(embedded.start)
            await until(lambda: receiver.ids == ids, "all events")
            async with await database.connect() as db, db.transaction():
                ids.add(str(await publish(db, partner.id, "user.added", {"n": 1})))
            await until(lambda: receiver.ids == ids, "the last event")
            dispatcher.stop()
            await asyncio.wait_for(running, PATIENCE)
            async with database.connection() as db:
                rows = await db.execute("select status::text, count(*) as n from delivery group by 1")
                assert [(row["status"], row["n"]) for row in await rows.fetchall()] == [("delivered", 101)]
    finally:
        await asyncio.to_thread(embedded.stop)
